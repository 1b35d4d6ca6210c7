import MixtureFamilies
import TheoremTesting

/// Equal weights do not make the optimum of population InfoNCE span the Fisher subspace F: for centred mixtures with a shared
/// covariance, equal weights, different means and r = d rows the row space of the minimiser can be a proper subspace of F,
/// at bias δ = 1 as at smaller ones. (Components may stand close together, and count as one of a larger weight.)
@Suite(.theorem(.disproved))
struct `T17 Balanced mixtures need not be spanned` {
  @Test func `some balanced mixtures leave a direction of F out`() throws {
    try counterexample(known: [Cluster.fixtures[0].balanced]) { try $0.problem.spanning }
  }

  @Test func `one whose means all differ`() throws {
    try counterexample(known: [Cluster.fixtures[0].balanced.spread]) { try $0.problem.spanning }
  }

  @Test func `components that coincide counted as one`() throws {
    try counterexample(known: Cluster.fixtures.map(\.merged)) { try $0.problem.spanning }
  }

  @Test func `counting them as one changes nothing`() throws {
    try forAll(.clusters, count: 200) { cluster in
      let (balanced, merged) = (try cluster.balanced.problem, try cluster.merged.problem)
      let d = merged.mixture.dimension
      return try balanced.loss.minimizer(rank: d).agreement(
        with: merged.loss.minimizer(rank: d), mappedBy: .identity(d))
    }
  }

  @Test func `three to five components that were drawn are spanned`() throws {
    try forAll(.balanced) { try $0.spanning }
  }
}

/// Components of equal weight and identity covariance, some of which coincide.
private struct Cluster: Sendable, Codable {
  let bias: Double
  /// How many components have each mean.
  let counts: [Int]
  let means: [[Double]]

  /// One component each.
  var balanced: WhitenedProblem {
    WhitenedProblem(
      bias: bias, weights: counts.flatMap { Array(repeating: 1, count: $0) },
      means: zip(means, counts).flatMap { Array(repeating: $0, count: $1) })
  }

  /// One component for those that coincide, of the sum of their weights.
  var merged: WhitenedProblem {
    WhitenedProblem(bias: bias, weights: counts.map(Double.init), means: means)
  }

  /// Thirty components at bias .62, forty at .59, and a hundred at δ = 3/4 and at δ = 1.
  static let fixtures = [
    Cluster(bias: 0.62, counts: [25, 4, 1], means: [[0, 0], [-3, 15], [8, -30]]),
    Cluster(bias: 0.59, counts: [32, 7, 1], means: [[0, 0], [-3, 6], [8, -12]]),
    Cluster(bias: 0.75, counts: [59, 40, 1], means: [[0, 0], [2, -1], [-8, 7]]),
    Cluster(bias: 1, counts: [91, 6, 2, 1], means: [[0, 0], [10, -7], [-10, 8], [-16, 13]]),
  ]
}

extension WhitenedProblem {
  /// The means moved apart, all by different steps of up to .009 in either coordinate.
  fileprivate var spread: WhitenedProblem {
    var problem = self
    problem.means = means.enumerated().map { index, mean in
      [mean[0] + Double(index % 10) / 1000, mean[1] + Double(index / 10) / 1000]
    }
    return problem
  }
}

extension Family<Cluster> {
  /// Two or three places for four to eight components.
  fileprivate static let clusters = Family("balanced mixtures some of whose means coincide") { generator in
    let places = generator.integer(in: 2...3)
    return Cluster(
      bias: generator.uniform(in: 0.02...1),
      counts: (0..<places).map { $0 == 0 ? generator.integer(in: 2...4) : generator.integer(in: 1...2) },
      means: (0..<places).map { _ in (0..<2).map { _ in 2 * generator.normal() } })
  }
}

extension Family<Problem> {
  fileprivate static let balanced = Family("balanced mixtures of three to five components") { generator in
    var recipe = MixtureFamily()
    let u = generator.uniform()
    let count = u < 0.5 ? 3 : u < 0.9 ? 4 : 5
    recipe.dimensions = 2...16
    recipe.weights = Array(repeating: 1 / Double(count), count: count)
    let mixture = try recipe.draw(using: &generator)
    let rank = min(count - 1, mixture.dimension)
    return Problem(mixture: mixture, bias: generator.uniform(in: 0.02...1), rank: rank, route: nil)
  }
  .assuming("its hypotheses") { problem in
    let weights = problem.mixture.weights
    return try problem.bias > 0 && weights.allSatisfy { $0 == weights[0] }
      && problem.rank >= problem.mixture.fisherSubspace.dimension
  }
  .coveringHardProblems
}
