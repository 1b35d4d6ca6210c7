import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, and let δ > 0. The minimisers of the SimSiam loss
/// −E⟨A x, A x′⟩ under the whitening constraint A T Aᵀ = I have the Fisher subspace F as their row space when r = q, and
/// the span of the r leading linear discriminants when r < q and the Fisher ratios r and r + 1 differ.
@Suite(.theorem(.proved))
struct `T42 SimSiam with whitened outputs finds F` {
  @Test func `as many rows as F has dimensions`() throws {
    try forAll(.anyCovariances, whitenedSimSiamFindsFisher)
  }

  @Test func `fewer rows find the leading discriminants`() throws {
    try forAll(.fewerRowsAnyCovariances) { problem in
      let discriminants = try LinearDiscriminants(
        of: problem.mixture, against: problem.mixture.withinClassCovariance, dimension: problem.rank)
      return try SimSiam(problem.pairs).minimizer(rank: problem.rank, under: .whitenedOutputs).rowSpace
        .equality(with: discriminants.subspace)
    }
  }

  @Test func `no other encoder has a lower loss`() throws {
    try upperBound(.feasibleEncoders, attaining: 0.99) { feasible in
      let problem = feasible.problem
      // The largest tr(A C Aᵀ) is δ times the sum of the correlation ratios λ / (1 + λ) of the pencil (B, W).
      let ratios = try LinearDiscriminants(
        of: problem.mixture, against: problem.mixture.withinClassCovariance, dimension: problem.rank)
      let largest = problem.bias * ratios.values.reduce(0) { $0 + $1 / (1 + $1) }
      let error = ErrorBudget([.rounding: Double(problem.rank) * ratios.valueError])
      return (
        Estimate(-SimSiam(try problem.pairs).value(try feasible.encoder), budget: try feasible.rounding),
        Estimate(largest, budget: error)
      )
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(
      dropping: "centring", of: .easyPairs, breaking: { try $0.shifted }, whitenedSimSiamFindsFisher)
  }
}

private func whitenedSimSiamFindsFisher(_ problem: Problem) throws -> Verdict {
  try SimSiam(problem.pairs).minimizer(rank: problem.rank, under: .whitenedOutputs).rowSpace
    .equality(with: problem.mixture.fisherSubspace)
}

extension Family<Problem> {
  /// Fewer rows than F has dimensions, and Fisher ratios that differ by a tenth or more at the cut.
  fileprivate static let fewerRowsAnyCovariances = Family("fewer rows than dimensions of F, any covariances")
  {
    generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 4...24
    recipe.componentShares = [0, 0, 0.4, 0.3, 0.3]
    recipe.shape = generator.uniform() < 0.5 ? .shared : .unequal
    let mixture = try recipe.draw(using: &generator)
    return Problem(
      mixture: mixture, bias: generator.uniform(in: 0.02...1),
      rank: generator.integer(in: 1...(mixture.componentCount - 2)), route: nil)
  }
  .assuming("its hypotheses") { problem in
    guard try problem.bias > 0 && problem.rank < problem.mixture.fisherSubspace.dimension else {
      return false
    }
    let ratios = try LinearDiscriminants(
      of: problem.mixture, against: problem.mixture.withinClassCovariance, dimension: problem.rank + 1
    ).values
    return ratios[problem.rank - 1] >= 1.1 * ratios[problem.rank]
  }
  .coveringHardProblems
}
