import Foundation
import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, equal weights and two or three components, let δ > 0 and r = q. The row
/// space of the minimiser of InfoNCE on a centred batch of n pairs has a largest angle to F that falls like n^{−1/2} for large n,
/// grows like the root of the number of noise coordinates and falls like 1/δ for small δ. At most one batch in five has an angle
/// that is more than 1.3 times that of canonical correlations.
@Suite(.theorem(.open))
struct `T25 Angles fall like the root of the sample` {
  @Test func `with the size of the batch`() throws {
    try rate(-0.5, neighbours: -1...0, sizes: [80, 200, 500], of: .sampledProblems, count: 72) {
      sampled, size in
      try sampled.angle(of: .infoNCE, count: Int(size), batches: 4)
    }
  }

  @Test func `so it is of canonical correlations`() throws {
    try rate(-0.5, neighbours: -1...0, sizes: [80, 200, 500], of: .sampledProblems, count: 200) {
      sampled, size in
      try sampled.angle(of: .canonicalCorrelations, count: Int(size), batches: 4)
    }
  }

  @Test func `with the number of noise coordinates`() throws {
    try rate(0.5, neighbours: 0...1, sizes: [10, 40], of: .smallSampledProblems, count: 96) {
      sampled, coordinates in
      try sampled.withNoise(Int(coordinates)).angle(of: .infoNCE, count: 300, batches: 3)
    }
  }

  @Test func `with the bias`() throws {
    try rate(-1, neighbours: -1.5...(-0.5), sizes: [0.3, 0.6], of: .narrowSampledProblems, count: 300) {
      sampled, bias in
      try sampled.withBias(bias).angle(of: .infoNCE, count: 600)
    }
  }

  @Test func `seldom 1.3 times as far off as canonical correlations`() throws {
    try fails(forAtMost: 0.2, detecting: 0.5, of: .sampledProblems, count: 300) { sampled in
      let found = try sampled.angle(of: .infoNCE, count: 200)
      let other = try sampled.angle(of: .canonicalCorrelations, count: 200)
      let budget = found.budget + other.budget.scaled(by: 1.3)
      return .positive(1.3 * other.value - found.value, budget: budget)
    }
  }
}

/// A problem and the random numbers of its batches.
private struct SampledProblem: Sendable, Codable {
  enum Method { case infoNCE, canonicalCorrelations }

  var problem: Problem
  let key: UInt64

  /// The root mean square, over independent batches of n pairs, of the largest angle to F in radians of what a method finds.
  func angle(of method: Method, count: Int, batches: Int = 1) throws -> Estimate {
    let fisher = try problem.mixture.fisherSubspace
    let pairs = try problem.mixture.pairs(bias: problem.bias)
    var generator = CounterBasedGenerator(key: key, stream: UInt64(count))
    var (squares, budget) = (0.0, ErrorBudget.exact)
    for _ in 0..<batches {
      let batch = try pairs.sample(count, using: &generator).centred
      let angle: Estimate
      switch method {
      case .infoNCE:
        angle = try EmpiricalInfoNCE(batch).minimizer(rank: problem.rank).largestAngle(to: fisher)
      case .canonicalCorrelations:
        let found = try batch.canonicalSubspace(dimension: problem.rank)
        let rounding = 64 * Double(problem.mixture.dimension) * Double.ulpOfOne
        angle = Estimate(
          try found.largestAngle(to: fisher) ?? 0, budget: ErrorBudget([.rounding: rounding]))
      }
      squares += angle.value * angle.value / Double(batches)
      // The root of a mean of squares is a norm: it changes by at most the norm of the changes.
      budget = budget + angle.budget.scaled(by: 1 / Double(batches).squareRoot())
    }
    return Estimate(squares.squareRoot(), budget: budget)
  }

  /// The problem at another δ.
  func withBias(_ bias: Double) -> SampledProblem {
    var other = self
    other.problem.bias = bias
    return other
  }

  /// The problem with more coordinates, which are standard normal and independent of everything.
  func withNoise(_ coordinates: Int) throws -> SampledProblem {
    let mixture = problem.mixture
    let (d, size) = (mixture.dimension, mixture.dimension + coordinates)
    let covariance = Matrix(rows: size, columns: size) { i, j in
      i < d && j < d ? mixture.withinClassCovariance[i, j] : i == j ? 1 : 0
    }
    var wider = self
    wider.problem.mixture = try GaussianMixture(
      weights: mixture.weights,
      means: Matrix(rows: size, columns: mixture.componentCount) { i, k in
        i < d ? mixture.means[i, k] : 0
      }, covariances: .tied(covariance))
    return wider
  }
}

extension Family<SampledProblem> {
  private static func sampled(_ name: String, dimensions: ClosedRange<Int>) -> Family {
    Family(name) { generator in
      var recipe = MixtureFamily()
      recipe.dimensions = dimensions
      recipe.componentShares = [0, 0.6, 0.4]
      recipe.condition = 1...10
      recipe.fisherRatios = 2...6
      recipe.weightRatio = 1
      let mixture = try recipe.draw(using: &generator)
      let problem = Problem(
        mixture: mixture, bias: generator.uniform(in: 0.6...1), rank: mixture.componentCount - 1, route: nil)
      return SampledProblem(problem: problem, key: generator.next())
    }
  }

  fileprivate static let sampledProblems = sampled(
    "balanced mixtures, and batches of pairs", dimensions: 10...16)

  /// So few coordinates that angles at small δ are small.
  fileprivate static let narrowSampledProblems = sampled(
    "balanced mixtures in eight to twelve dimensions, and batches of pairs", dimensions: 8...12)

  /// Hardly any coordinates beside those of F.
  fileprivate static let smallSampledProblems = sampled(
    "balanced mixtures in two or three dimensions, and batches of pairs", dimensions: 2...3)
}
