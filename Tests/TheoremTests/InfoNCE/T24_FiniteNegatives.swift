import Foundation
import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, and L_N the InfoNCE loss with N ≥ 2 candidates, the
/// positive among them. (1) For every N, every bias and every number of rows, every critical point of L_N has its row space
/// in F. (2) For every encoder log N − L_N ≤ I(x; x′) and N (L_N − log N − L) ≤ E[E(e^{s₊} | x)/Z] − 1, Z = E_y e^s. (3) If
/// σ(H)² < 1/2, H the whitened Gram matrix, then N (L_N − log N − L) → E[E(e^{s₊} | x)/Z − 1 − Var(e^s | x)/(2 Z²)], of
/// either sign, and if σ(H)² < 1/12 up to O(1/N). (4) The loss of a batch of n pairs, the negatives of each drawn from the
/// others, is L_N up to O(n^{−1/2}) in the root mean square.
@Suite(.theorem(.proved))
struct `T24 Finitely many negatives` {
  @Test func `(1) critical points that descents of one row reach`() throws {
    try forAll(.descents, count: 40) { try $0.descended.criticalContainment }
  }

  @Test func `(1) no row with a part outside F is critical: the loss falls towards F`() throws {
    try forAll(.rows, count: 120) { try $0.pull }
  }

  @Test func `(1) every row loses by what it has outside F, for every number of candidates`() throws {
    try forAll(.rows, count: 200) { try $0.costOfOutside }
  }

  @Test func `(1) any number of rows, at given points, pulled all or part of the way`() throws {
    try forAll(.candidatePoints, pinching)
  }

  @Test func `(1) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .rowsNearF, count: 40, replacing: { try $0.shifted }) {
      try $0.costOfOutside
    }
  }

  @Test func `(1) centring cannot be dropped, for critical points`() throws {
    try cannotDrop("centring", of: .descents, count: 8, replacing: { try $0.movedOff(by: 0.5) }) {
      try $0.descended.criticalContainment
    }
  }

  @Test func `(2) no encoder tells more than the pair knows`() throws {
    // Weights and distances at which exponentials of scores are finite, pairs that know more than rounding.
    let line = Family<Problem>.problems(
      "centred mixtures whose Fisher subspace is a line",
      MixtureFamily(
        componentShares: [0, 0.6, 0.25, 0.15], fisherRatios: 0.1...5, fisherDimension: 1, weightRatio: 8),
      bias: 0.1...1
    ).coveringHardMixtures { $0.mixture }
    try upperBound(.nearlyOptimal(line), attaining: 0.9, count: 200) {
      try (told($0), $0.problem.pairs.mutualInformation())
    }
  }

  @Test func `(2) so where F is a plane`() throws {
    try forAll(.nearlyOptimal(.informativePlane), count: 40) { row in
      let told = try told(row)
      return try .byInformation {
        try .less(told, than: row.problem.pairs.mutualInformation(target: $0, nodeBudget: $1))
      }
    }
  }

  @Test func `(2) the excess is at most what the positive adds`() throws {
    try forAll(.smallRows, count: 200) { try $0.excessBelowLargest }
  }

  @Test func `(2) also at a size where the limit is far below`() throws {
    let distantComponents = Family<CandidateRow>("components at ±2") { draw in
      try .distant(0.5, candidates: Int(draw.logarithmic("candidates", in: 2...1e5)))
    }
    let excesses = [0.25, 0.5].map { height in
      Observation<CandidateRow>(
        "N (L_N − log N − L) of components at ±2, H = \(height)",
        x: ("number of candidates N", { Double($0.candidates) }), y: "N (L_N − log N − L) in nats"
      ) { try CandidateRow.distant(height, candidates: $0.candidates).scaledExcess.value }
    }
    try forAll(distantComponents, count: 24, observing: excesses) { try $0.excessBelowLargest }
  }

  // A tenth of the slopes are far from -1, as the errors of two sizes may differ in sign: of two hundred slopes the interval for the
  // median leaves out a quarter at either end.
  @Test func `(3) the error of the limit falls like 1 over N`() throws {
    try rate(
      -1, neighbours: -2...(-0.5), sizes: [250, 1000, 4000], of: Family.rowsForRates.with(.rowsForRates),
      count: 200,
      axes: ("number of candidates N", "distances of two scaled excesses to their limits, in nats")
    ) { try distanceToLimit($0.0, candidates: $1) + distanceToLimit($0.1, candidates: $1) }
  }

  @Test func `(3) the limit has either sign`() throws {
    // Neither at most zero for all, nor at least.
    try counterexample(known: [(0.25, 1.0), (0.5, -1.0)]) { height, sign in
      let limit = try CandidateRow.distant(height, candidates: 2).limit
      return .atMost(Estimate(exactly: sign) * limit, 0, scale: 1)
    }
  }

  @Test func `(4) the loss of a batch nears it like the root of its size`() throws {
    let sampledRows = Family<CandidateRow>.smallRows.map("small rows, and batches of pairs") { row, draw in
      let candidates = draw.integer("candidates of a batch", in: 2...16)
      return (row.with(\.candidates, candidates), draw.stream("batches"))
    }
    try rate(
      -0.5, neighbours: -1...0, sizes: [100, 400, 1600], of: sampledRows, count: 64,
      axes: ("number of pairs n", "root mean square of the loss of a batch less L_N, in nats")
    ) { try deviation(of: $0.0, Int($1), batches: 16, from: $0.1) }
  }

  /// log N − L_N, but at least 0.
  private func told(_ row: CandidateRow) throws -> Estimate {
    try .maximum(.log(Estimate(exactly: Double(row.candidates))) - row.loss.lineValue(row.encoder), 0)
  }

  private func distanceToLimit(_ row: CandidateRow, candidates: Double) throws -> Estimate {
    try (row.with(\.candidates, Int(candidates)).scaledExcess - row.limit).magnitude
  }

  /// The root mean square, over independent batches of n pairs, of the loss of a batch less L_N.
  private func deviation(
    of row: CandidateRow, _ n: Int, batches: Int, from stream: CounterBasedGenerator
  ) throws -> Estimate {
    let (encoder, pairs, candidates) = (try row.encoder, try row.problem.pairs, row.candidates)
    let exact = try row.loss.lineValue(encoder)
    var generator = stream
    var (squares, largest) = (0.0, 0.0)
    for _ in 0..<batches {
      let sample = try pairs.sample(n, using: &generator)
      let batch = SampledNegativesInfoNCE(sample, candidates: candidates, key: generator.next())
      let found = try batch.evaluate(encoder).value + log(Double(candidates))
      squares += (found - exact.value) * (found - exact.value) / Double(batches)
      largest = max(largest, sample.first.largestEntry, sample.second.largestEntry)
    }
    // A score is off by 2d u |A|² |x| |y|, and so is a loss by twice that and by the rounding of its sums: a mean of n.
    let d = Double(row.problem.mixture.dimension)
    let score = encoder.inner(encoder) * d * largest * largest
    let rounding = .ulpOfOne * ((2 * d + 8) * score + Double(n + batches + candidates + 16) * (1 + 2 * score))
    return Estimate(squares.squareRoot(), budget: exact.budget + .proved([.rounding: rounding]))
  }

  /// "The loss of the projected encoder is at most the mean over the noise outside F, and so is that of what is pulled."
  private func pinching(_ drawn: CandidatePoints) throws -> Verdict {
    func pinch(_ encoder: Matrix) throws -> Pinching {
      try Pinching(
        encoder, onto: drawn.mixture.fisherSubspace, covariance: drawn.mixture.withinClassCovariance)
    }
    let (encoder, points, means) = (drawn.encoder, drawn.points, drawn.means)
    let whole = try pinch(encoder)
    let (inside, losses) = (whole.projected, whole.losses(.infoNCE, at: points, means: means))
    let pulled = try pinch(inside + drawn.left * (encoder - inside)).losses(
      .infoNCE, at: points, means: means)
    let scale = max(losses.mean.value, 1)
    return Verdict.atMost(losses.projected, losses.mean, scale: scale)
      .and(.atMost(pulled.mean, losses.mean, scale: scale))
  }
}

/// An anchor, its positive and negatives, and an encoder.
private struct CandidatePoints {
  let mixture: GaussianMixture
  /// r × d, in the original coordinates.
  let encoder: Matrix
  /// d × (N + 1), the anchor first, its positive second, and the means of their components.
  let points: Matrix
  let means: Matrix
  /// What is left of the encoder outside F, once it is pulled.
  let left: Double
}

extension Family<CandidatePoints> {
  fileprivate static let candidatePoints = Family("points of an anchor and its candidates") { draw in
    let mixture = try MixtureFamily(dimensions: 4...16, componentShares: [0, 0.3, 0.35, 0.35]).draw(&draw)
    let whitening = try mixture.root
    let (d, count) = (mixture.dimension, draw.integer("points", in: 3...8))
    let centres = (0..<mixture.componentCount).map(mixture.means.column)
    let means = Matrix(columnVectors: (0..<count).map { _ in draw.one("component", of: centres) })
    let noise = Matrix(columnVectors: (0..<count).map { _ in draw.normals("noise", d) })
    let rows = Matrix(rowVectors: (0..<draw.integer("rows", in: 1...4)).map { _ in draw.normals("row", d) })
    let size = draw.logarithmic("size", in: 0.1...1) / Double(d).squareRoot()
    return CandidatePoints(
      mixture: mixture, encoder: whitening.solveTransposedLower(size * rows.transposed).transposed,
      points: means + whitening.factor * noise, means: means, left: draw.real("what is left", in: 0...1))
  }
  .covering("two rows or more", 0.3) { $0.encoder.rows > 1 }
  .covering("three negatives or more", 0.3) { $0.points.columns > 4 }
}

extension Family<CandidateRow> {
  /// Rows near the best one for infinitely many negatives, and many candidates.
  fileprivate static func nearlyOptimal(_ problems: Family<Problem>) -> Family {
    problems.map("nearly optimal rows") { problem, draw in
      let best = try problem.loss.minimizer(rank: 1).encoder * problem.mixture.root.factor
      return CandidateRow(
        problem: problem, row: draw.real("part of the best row", in: 0.7...1.1) * best,
        candidates: Int(draw.logarithmic("candidates", in: 2...1e5)))
    }
    .coveringNoisyBias { $0.problem.bias }
  }
}
