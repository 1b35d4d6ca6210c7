import MixtureFamilies
import TheoremTesting

// What T21 and T23 compare with the information of a pair.

extension InfoNCE {
  /// −L∗, L∗ the least value of the loss over encoders with that many rows, which must suffice for the minimiser.
  func found(rank: Int) throws -> Estimate {
    let least = try minimumValue(minimizer(rank: rank))
    return Estimate(-least.value, budget: least.budget)
  }
}

extension Family<Problem> {
  /// Mixtures with a shared covariance, a third of them not centred, whose Fisher subspace is a line, so that the pairs'
  /// information is an integral of two dimensions; a bias of at least a tenth.
  static let informative = Family("mixtures for the information of pairs") { generator in
    var recipe = MixtureFamily()
    recipe.fisherDimension = 1
    recipe.componentShares = [0, 0.65, 0.3, 0.05]
    recipe.fisherRatios = 0.2...5
    recipe.weightRatio = 8
    var mixture = try recipe.draw(using: &generator)
    if generator.uniform() < 0.33 {
      let root = try Cholesky(of: mixture.withinClassCovariance).factor
      let shift = root.times((0..<mixture.dimension).map { _ in generator.uniform(in: -0.5...0.5) })
      mixture = try mixture.mapped(by: .identity(mixture.dimension), shift: shift)
    }
    let bias = min(generator.uniform(in: 0.1...1.05), 1)
    return Problem(
      mixture: mixture, bias: bias, rank: min(mixture.componentCount, mixture.dimension), route: nil)
  }
  .assuming("its hypotheses") {
    try $0.bias > 0 && $0.mixture.fisherSubspace.dimension > 0 && $0.rank >= $0.mixture.meanSubspace.dimension
  }
  .coveringHardProblems
  .covering("not centred", 0.15) { problem in
    problem.mixture.mean.reduce(0) { $0 + $1 * $1 } > 0.01
      * problem.mixture.means.inner(problem.mixture.means)
  }
}
