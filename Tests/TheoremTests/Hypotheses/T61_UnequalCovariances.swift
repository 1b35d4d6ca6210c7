import Foundation
import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances. For every number of rows, every bias and all weights the row space of
/// the minimisers of population InfoNCE lies in the Fisher subspace F of the pooled covariance.
@Suite(.theorem(.disproved))
struct `T61 InfoNCE stays in F with unequal covariances` {
  @Test func `the optimum leaves the pooled F`() throws {
    // The pooled covariance is the identity, and F the first axis.
    let mixture = try GaussianMixture(
      weights: [0.75, 0.25], means: Matrix(columnVectors: [[1, 0], [-3, 0]]),
      covariances: .full([0.2, -0.6].map { Matrix(rowVectors: [[1, $0], [$0, 1]]) }))
    let tilted = Problem(mixture: mixture, bias: 1, rank: 2)
    try counterexample(known: [tilted], search: .crossBlocks) { try $0.staysInF }
  }

  @Test func `so for all mixtures with cross-blocks that were drawn`() throws {
    try forAll(.crossBlocks, count: 60, observing: [.leakByCrossBlock]) { try $0.staysInF.not }
  }

  @Test func `so for all mixtures with a covariance each that were drawn`() throws {
    let heteroscedastic = Family<Problem>("two components, a covariance each") { draw in
      let recipe = MixtureFamily(
        dimensions: 2...4, componentShares: [0, 1], condition: 1...100, fisherRatios: 0.5...4, weightRatio: 5)
      let mixture = try recipe.draw(&draw)
      let largest = pow(2, draw.logarithmic("size of the difference", in: 0.03...1))
      let torn = try mixture.with(whitened: draw.factors(mixture, largest: largest))
      return Problem(mixture: torn, bias: draw.real("bias", in: 0.3...1), rank: 2)
    }
    .covering("covariances that differ by less than a tenth", 0.1) { try $0.mixture.largestDifference < 0.1 }
    try forAll(heteroscedastic, count: 40, observing: [.leakByDifference]) { try $0.staysInF.not }
  }

  @Test func `a mirrored pair stays`() throws {
    try forAll(.mirrored) { try $0.staysInF(meant: $0.mixture.asymmetry(partners: [1, 0])) }
  }

  @Test func `a mirrored pair: equal weights cannot be dropped`() throws {
    // Weights 2/3 and 1/3, with the means moved so that they are centred, and cross-blocks that average to zero.
    try cannotDrop(
      "equal weights", of: .mirrored, count: 12,
      replacing: { problem in
        let (means, covariances) = (problem.mixture.means, problem.mixture.allCovariances)
        let unbalanced = try GaussianMixture(
          weights: [2 / 3.0, 1 / 3.0], means: means.scalingColumns(by: [1, 2]),
          covariances: .full([0.75 * covariances[0] + 0.25 * covariances[1], covariances[1]]))
        return problem.with(\.mixture, unbalanced)
      }
    ) { try $0.staysInF }
  }
}

extension Family<Problem> {
  /// Equal weights, means ±a, the same blocks and opposite cross-blocks.
  fileprivate static let mirrored = Family("mirrored pairs") { draw in
    let recipe = MixtureFamily(
      dimensions: 2...5, condition: 1...1000, fisherRatios: 0.25...4, weights: [1, 1])
    let mixture = try recipe.draw(&draw)
    let (g, factor) = (try mixture.reflection, draw.factor("factor", of: mixture))
    let pair = try mixture.with(whitened: [factor, g * factor * g])
    return Problem(mixture: pair, bias: draw.real("bias", in: 0.3...1), rank: 2)
  }
  .assuming("equal weights") { $0.mixture.weights[0] == $0.mixture.weights[1] }
  .coveringHardProblems
}
