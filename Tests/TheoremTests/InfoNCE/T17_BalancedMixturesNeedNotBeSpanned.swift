import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture of equal weights be centred, with a shared covariance. For every bias δ in (0, 1] and an encoder with
/// as many rows as dimensions the row space of the minimiser of population InfoNCE equals the Fisher subspace F.
@Suite(.theorem(.disproved))
struct `T17 Balanced mixtures are spanned` {
  @Test func `some balanced mixtures leave a direction of F out`() throws {
    try counterexample(known: WhitenedProblem.clusters.prefix(3).map(\.balanced)) { try $0.problem.spanning }
  }

  @Test func `one whose means all differ`() throws {
    // Moved apart by different steps of up to .009 in either coordinate.
    let together = WhitenedProblem.clusters[1].balanced
    let means = together.means.enumerated().map { index, mean in
      [mean[0] + Double(index % 10) / 1000, mean[1] + Double(index / 10) / 1000]
    }
    try counterexample(known: [together.with(\.means, means)]) { try $0.problem.spanning }
  }

  @Test func `components that coincide counted as one`() throws {
    try counterexample(known: WhitenedProblem.clusters) { try $0.problem.spanning }
  }

  @Test func `counting them as one changes nothing`() throws {
    let clusters = Family<WhitenedProblem>("balanced mixtures some of whose means coincide") { draw in
      let places = draw.integer("places", in: 2...3)
      return WhitenedProblem(
        bias: draw.real("bias", in: 0.02...1),
        weights: (0..<places).map { Double(draw.integer("components", in: $0 == 0 ? 2...4 : 1...2)) },
        means: (0..<places).map { _ in draw.normals("mean", 2, scale: 2) })
    }
    try forAll(clusters, count: 200) {
      try $0.balanced.problem.minimizer.agreement(with: $0.problem.minimizer, mappedBy: .identity(2))
    }
  }

  @Test func `three to five components that were drawn are spanned`() throws {
    let balanced = Family<Problem>("balanced mixtures of three to five components") { draw in
      let count = draw.integer("components", in: 3...5, shares: [0.5, 0.4, 0.1])
      let recipe = MixtureFamily(dimensions: 2...16, weights: Array(repeating: 1, count: count))
      let mixture = try recipe.draw(&draw)
      return Problem(
        mixture: mixture, bias: draw.real("bias", in: 0.02...1), rank: mixture.fisherDimensionAtMost)
    }
    try forAll(balanced.coveringHardProblems) { try $0.spanning }
  }
}

extension WhitenedProblem {
  /// As many components of equal weight at each mean as the whole numbers in the place of its weight say.
  var balanced: WhitenedProblem {
    let means = zip(means, weights).flatMap { Array(repeating: $0, count: Int($1)) }
    return WhitenedProblem(bias: bias, weights: means.map { _ in 1 }, means: means)
  }

  /// Components of equal weight, twenty-five, thirty, twenty-six, forty and a hundred of them, those that coincide counted as one.
  fileprivate static let clusters = [
    WhitenedProblem(bias: 0.63, weights: [21, 3, 1], means: [[0, 0], [-25, -20], [45, 36.5]]),
    WhitenedProblem(bias: 0.62, weights: [25, 4, 1], means: [[0, 0], [-3, 15], [8, -30]]),
    WhitenedProblem(bias: 0.6231, weights: [21, 4, 1], means: [[-1.9, 0.03], [22.1, 0], [-48.8, -0.72]]),
    WhitenedProblem(bias: 0.59, weights: [32, 7, 1], means: [[0, 0], [-3, 6], [8, -12]]),
    WhitenedProblem(bias: 0.75, weights: [59, 40, 1], means: [[0, 0], [2, -1], [-8, 7]]),
    hundredAtBiasOne,
  ]

  static let hundredAtBiasOne = WhitenedProblem(
    bias: 1, weights: [91, 6, 2, 1], means: [[0, 0], [10, -7], [-10, 8], [-16, 13]])
}
