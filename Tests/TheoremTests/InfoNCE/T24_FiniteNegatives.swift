import Foundation
import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, and L_N the InfoNCE loss with N ≥ 2 candidates, the
/// positive among them. For every N, every bias and every number of rows, every critical point of L_N has its row space
/// in F. For every encoder log N − L_N ≤ I(x; x′) and N (L_N − log N − L) ≤ E[E(e^{s₊} | x)/Z] − 1, Z = E_y e^s; and if
/// σ(H)² < 1/2, H the whitened Gram matrix, then N (L_N − log N − L) → E[E(e^{s₊} | x)/Z − 1 − Var(e^s | x)/(2 Z²)], of
/// either sign. The loss of a batch of n pairs, the negatives of each drawn from the others, is L_N up to O(n^{−1/2})
/// in the root mean square.
@Suite(.theorem(.proved))
struct `T24 Finitely many negatives` {
  @Test func `every row loses by what it has outside F, for every number of candidates`() throws {
    try forAll(.rows, count: 200) { try $0.costOfOutside }
  }

  @Test func `any number of rows, at given points`() throws {
    try forAll(.candidatePoints) { try $0.pinching }
  }

  @Test func `no encoder tells more than the pair knows`() throws {
    try upperBound(.optimalRows, attaining: 0.9, count: 200) { row in
      let loss = try row.loss.lineValue(row.encoder)
      let found = Estimate(max(log(Double(row.candidates)) - loss.value, 0), budget: loss.budget)
      return (found, try row.problem.informationOfLine)
    }
  }

  @Test func `the excess is at most what the positive adds`() throws {
    try forAll(.smallRows, count: 200) { try $0.excessBelowLargest }
  }

  @Test func `also at a size where the limit is far below`() throws {
    try forAll(.distantComponents, count: 24, observing: Observation.excesses) { try $0.excessBelowLargest }
  }

  @Test func `the error of the limit falls like 1 over N`() throws {
    try rate(
      -1, neighbours: -2...(-0.5), sizes: [250, 1000, 4000], of: .smallRows,
      axes: ("number of candidates N", "distance of the scaled excess to its limit")
    ) { row, candidates in
      var row = row
      row.candidates = Int(candidates)
      let excess = try row.scaledExcess
      guard let limit = try row.limit else { return Estimate(.nan, budget: ErrorBudget()) }
      return Estimate(abs(excess.value - limit.value), budget: excess.budget + limit.budget)
    }
  }

  @Test func `the limit has either sign`() throws {
    try counterexample(known: [
      LimitSign(height: 0.25, isNegative: true), LimitSign(height: 0.5, isNegative: false),
    ]) {
      try $0.verdict
    }
  }

  @Test func `the loss of a batch nears it like the root of its size`() throws {
    try rate(
      -0.5, neighbours: -1...0, sizes: [100, 800, 6400], of: .sampledRows,
      axes: ("number of pairs n", "root mean square of the loss of a batch less L_N, nats")
    ) { try $0.deviation(count: Int($1), batches: 16) }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .rowsNearF, count: 40, breaking: { try $0.shifted }) {
      try $0.costOfOutside
    }
  }
}

/// An anchor, its positive and negatives, and an encoder.
private struct CandidatePoints: Sendable, Codable {
  let mixture: GaussianMixture
  /// In whitened coordinates, one row a list.
  let encoder: [[Double]]
  /// One point a list; the anchor first, its positive second.
  let points: [[Double]]
  let components: [Int]

  /// "The loss of the projected encoder is at most the mean over the noise outside F."
  var pinching: Verdict {
    get throws {
      let whitening = try Cholesky(of: mixture.withinClassCovariance)
      let encoder = whitening.solveTransposedLower(Matrix(columnVectors: encoder)).transposed
      let pinching = try Pinching(
        encoder, onto: mixture.fisherSubspace, covariance: mixture.withinClassCovariance)
      let losses = pinching.losses(
        .infoNCE, at: Matrix(columnVectors: points),
        means: Matrix(columnVectors: components.map(mixture.means.column)))
      return .atMost(losses.projected, losses.mean, scale: max(losses.mean.value, 1))
    }
  }
}

extension Family<CandidatePoints> {
  fileprivate static let candidatePoints = Family("points of an anchor and its candidates") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 4...16
    recipe.componentShares = [0, 0.3, 0.35, 0.35]
    let mixture = try recipe.draw(using: &generator)
    let (points, components) = try mixture.sample(generator.integer(in: 3...8), using: &generator)
    let rank = generator.integer(in: 1...4)
    let size = generator.logUniform(in: 0.1...1)
    let encoder =
      (size / Double(mixture.dimension).squareRoot())
      * Matrix.normal(rows: rank, columns: mixture.dimension, using: &generator)
    return CandidatePoints(
      mixture: mixture, encoder: (0..<rank).map(encoder.row),
      points: (0..<points.columns).map(points.column), components: components)
  }
  .covering("two rows or more", 0.3) { $0.encoder.count > 1 }
  .covering("three negatives or more", 0.3) { $0.points.count > 4 }
}

extension Problem {
  /// I(x; x′) in nats where F is a line: with s the coordinate along whitened F, that of the pairs (s, s′), as a sum over a
  /// grid.
  fileprivate var informationOfLine: Estimate {
    get throws {
      let root = try Cholesky(of: mixture.withinClassCovariance)
      let axis = root.factor.transposeTimes(try mixture.fisherSubspace.basis)
      let means = ((1 / axis.frobeniusNorm) * axis).transposeTimes(root.solveLower(mixture.means)).row(0)
      let coupling = try pairs.coupling
      let fine = Self.information(means, coupling, step: 0.15)
      let error = abs(fine - Self.information(means, coupling, step: 0.2))
      return Estimate(fine, budget: ErrorBudget([.integration: error, .rounding: 256 * .ulpOfOne]))
    }
  }

  private static func information(_ means: [Double], _ coupling: Matrix, step: Double) -> Double {
    let ends = (means.reduce(.infinity, min) - 9, means.reduce(-.infinity, max) + 9)
    let grid = Array(stride(from: ends.0, through: ends.1, by: step))
    let masses = Matrix(rows: grid.count, columns: means.count) { i, k in
      let deviation = grid[i] - means[k]
      return step * exp(-deviation * deviation / 2) / (2 * Double.pi).squareRoot()
    }
    let joint = (masses * coupling).timesTranspose(masses)
    let marginal = masses.times((0..<means.count).map { coupling.row($0).reduce(0, +) })
    var sum = 0.0
    for i in grid.indices {
      for j in grid.indices where joint[i, j] > 0 {
        sum += joint[i, j] * log(joint[i, j] / (marginal[i] * marginal[j]))
      }
    }
    return sum
  }
}

extension Family<CandidateRow> {
  /// Rows near the best one for infinitely many negatives, and many candidates.
  fileprivate static let optimalRows = Family<Problem>.fisherLine.map("nearly optimal rows") {
    problem, generator in
    let root = try Cholesky(of: problem.mixture.withinClassCovariance)
    let best = try problem.loss.minimizer(rank: 1).encoder * root.factor
    let row = generator.uniform(in: 0.7...1.1) * best
    let candidates = Int(generator.logUniform(in: 2...1e5))
    return CandidateRow(problem: problem, row: row.row(0), candidates: candidates)
  }
  .covering("noisy bias, inside (.05, .95)", 0.3) { $0.problem.bias > 0.05 && $0.problem.bias < 0.95 }
}

/// A row, its few candidates, and the random numbers of batches.
private struct SampledRow: Sendable, Codable {
  let row: CandidateRow
  let key: UInt64

  /// The root mean square, over independent batches of n pairs, of the loss of a batch less L_N.
  func deviation(count: Int, batches: Int) throws -> Estimate {
    let exact = try row.loss.lineValue(row.encoder)
    let pairs = try row.problem.mixture.pairs(bias: row.problem.bias)
    var generator = CounterBasedGenerator(key: key, stream: UInt64(count))
    var squares = 0.0
    for _ in 0..<batches {
      let batch = SampledNegativesInfoNCE(
        try pairs.sample(count, using: &generator), candidates: row.candidates, key: generator.next())
      let found = try batch.evaluate(row.encoder).value + log(Double(row.candidates))
      squares += (found - exact.value) * (found - exact.value) / Double(batches)
    }
    return Estimate(squares.squareRoot(), budget: exact.budget)
  }
}

extension Family<SampledRow> {
  fileprivate static let sampledRows = Family<CandidateRow>.smallRows.map("small rows, and batches of pairs")
  {
    row, generator in
    var row = row
    row.candidates = generator.integer(in: 2...16)
    return SampledRow(row: row, key: generator.next())
  }
}

/// "The limit of N (L_N − log N − L) is negative", or "is positive": for components of equal weight at ±2 with variance 1,
/// δ = 1, and the encoder of one row with H = height.
private struct LimitSign: Sendable, Codable {
  let height: Double
  let isNegative: Bool

  var verdict: Verdict {
    get throws {
      guard let limit = try CandidateRow.distant(height, candidates: 2).limit else {
        return .inconclusive("the limit is not finite")
      }
      return .positive(isNegative ? -limit.value : limit.value, budget: limit.budget)
    }
  }
}

extension CandidateRow {
  fileprivate static func distant(_ height: Double, candidates: Int) throws -> CandidateRow {
    let mixture = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[-2, 2]]), covariances: .tied(.identity(1)))
    return CandidateRow(
      problem: Problem(mixture: mixture, bias: 1, rank: 1, route: nil), row: [height.squareRoot()],
      candidates: candidates)
  }

  /// Of N (L_N − log N − L); nil where it is not finite.
  fileprivate var limit: Estimate? { get throws { try loss.limitConstant(encoder) } }
}

extension Family<CandidateRow> {
  /// Components at ±2, H = 1/2.
  fileprivate static let distantComponents = Family("components at ±2") { generator in
    try .distant(0.5, candidates: Int(generator.logUniform(in: 2...1e5)))
  }
}

extension Observation<CandidateRow> {
  /// Of the components at ±2, at the numbers of candidates of the instances.
  fileprivate static let excesses = [0.25, 0.5].map { height in
    Observation(
      "N (L_N − log N − L) of components at ±2, H = \(height)",
      x: ("number of candidates N", { Double($0.candidates) }),
      y: (
        "N (L_N − log N − L) in nats",
        { try CandidateRow.distant(height, candidates: $0.candidates).scaledExcess.value }
      ))
  }
}
