import Foundation
import MixtureFamilies
import TheoremTesting

/// Let the components of a centred Gaussian mixture have different covariances. Then the row space of the minimiser of
/// population InfoNCE need not lie in the Fisher subspace F of the pooled covariance. It does for two components of equal
/// weight whose covariances differ, in coordinates where F is an axis, only in the sign of the cross-block.
@Suite(.theorem(.disproved))
struct `T61 Unequal covariances` {
  @Test func `the optimum leaves the pooled F`() throws {
    try counterexample(known: [.tilted], search: .crossBlocks) { try $0.containment }
  }

  @Test func `so for all mixtures with cross-blocks that were drawn`() throws {
    try forAll(.crossBlocks, count: 60, observing: [.leakByCrossBlock]) { block in
      return try block.containment.not
    }
  }

  @Test func `so for all mixtures with a covariance each that were drawn`() throws {
    try forAll(.heteroscedastic, count: 40, observing: [.leakByDifference]) { problem in
      return try problem.containment.not
    }
  }

  @Test func `a mirrored pair stays`() throws { try forAll(.mirrored) { try $0.containment } }

  @Test func `twin: a mirrored pair of unequal weight`() throws {
    try twin(dropping: "the equal weights", of: .mirrored, count: 12, breaking: { $0.unbalanced }) {
      try $0.containment
    }
  }
}

extension BlockProblem {
  /// Two components in the plane, weights 3/4 and 1/4, means (1, 0) and (−3, 0), covariances [1 .2; .2 1] and
  /// [1 −.6; −.6 1]: the pooled covariance is the identity and F the first axis.
  fileprivate static let tilted = BlockProblem(
    weights: [0.75, 0.25], means: [[1], [-3]], blocks: [[[1, 0], [0, 1]], [[1, 0], [0, 1]]],
    crosses: [[[0.2]], [[-0.6]]], cross: 1, map: [[1, 0], [0, 1]], bias: 1)

  /// Weights 2/3 and 1/3, with the means moved so that they are centred, and cross-blocks that average to zero.
  fileprivate var unbalanced: BlockProblem {
    BlockProblem(
      weights: [2.0 / 3, 1.0 / 3], means: [means[0], means[1].map { 2 * $0 }], blocks: blocks,
      crosses: [crosses[0].map { $0.map { $0 / 2 } }, crosses[1]], cross: cross, map: map, bias: bias)
  }

  /// The largest of the whitened cross-blocks, Frobenius norm.
  fileprivate func largestCrossBlock() throws -> Double {
    let mixture = try problem.mixture
    let root = try Cholesky(of: mixture.withinClassCovariance)
    let fisher = try QR(of: root.factor.transposeTimes(mixture.fisherSubspace.basis)).q
    return weights.indices.reduce(0) { largest, k in
      let half = root.solveLower(mixture.covariance(of: k))
      let image = root.solveLower(half.transposed) * fisher
      return max(largest, (image - fisher * fisher.transposeTimes(image)).frobeniusNorm)
    }
  }
}

extension Problem {
  fileprivate var containment: Verdict {
    get throws { try loss.minimizer(rank: rank).containment(in: mixture.fisherSubspace) }
  }
}

extension Family<Problem> {
  /// Two components whose covariances differ in all directions, from a little to a factor of 2.
  fileprivate static let heteroscedastic = Family("two components, a covariance each") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 2...4
    recipe.componentShares = [0, 1]
    recipe.condition = 1...100
    recipe.fisherRatios = 0.5...4
    recipe.weightRatio = 5
    let mixture = try recipe.draw(using: &generator)
    let root = try Cholesky(of: mixture.withinClassCovariance).factor
    let size = generator.logUniform(in: 0.03...1)
    let covariances = (0..<2).map { _ in
      let factors = (0..<mixture.dimension).map { _ in exp(size * generator.uniform(in: -0.7...0.7)) }
      let inner = Matrix.symmetric(spectrum: factors, using: &generator)
      return (root * inner).timesTranspose(root).symmetricPart
    }
    let unequal = try GaussianMixture(
      weights: mixture.weights, means: mixture.means, covariances: .full(covariances))
    return Problem(mixture: unequal, bias: generator.uniform(in: 0.3...1), rank: 2, route: .coordinates)
  }
  .assuming("its hypotheses") {
    $0.mixture.componentCount == 2 && $0.mixture.sharedCovariance == nil && $0.bias > 0
  }
  .covering("covariances that differ by less than a tenth", 0.1) { try $0.mixture.covarianceDifference < 0.1 }
}

extension Observation<Problem> {
  fileprivate static let leakByDifference = Observation(
    "leak out of the pooled F by the difference of the covariances",
    x: ("largest whitened difference to the pooled covariance", { try $0.mixture.covarianceDifference }),
    y: ("share of H outside F", { try $0.containment.difference.value }))
}

extension Family<BlockProblem> {
  /// Equal weights, means ±a, the same blocks and opposite cross-blocks.
  fileprivate static let mirrored = Family("mirrored pairs") { generator in
    var drawn = try BlockProblem.draw(cross: 0.5...1, using: &generator)
    while drawn.weights.count > 2 { drawn = try .draw(cross: 0.5...1, using: &generator) }
    let mean = generator.logUniform(in: 0.5...2)
    let cross = (drawn.crosses[0][0]).map { _ in 0.3 * generator.uniform(in: -1...1) / Double(drawn.map.count)
    }
    return BlockProblem(
      weights: [0.5, 0.5], means: [[mean], [-mean]], blocks: [drawn.blocks[0], drawn.blocks[0]],
      crosses: [[cross], [cross.map { -$0 }]], cross: drawn.cross, map: drawn.map, bias: drawn.bias)
  }
  .covering("noisy bias, below .95", 0.3) { $0.bias < 0.95 }
}

extension Observation<BlockProblem> {
  fileprivate static let leakByCrossBlock = Observation(
    "leak out of the pooled F by the cross-block",
    x: ("largest whitened cross-block", { try $0.largestCrossBlock() }),
    y: ("share of H outside F", { try $0.containment.difference.value }))
}
