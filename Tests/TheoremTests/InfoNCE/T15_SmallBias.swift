import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, F of dimension q ≥ 1 and r ≥ q rows. In whitened coordinates
/// let H be the Gram matrix of the minimisers of population InfoNCE at bias δ in (0, 1], S = I + B the total and B the
/// between-class covariance and Y = S⁻¹ B S⁻¹. Then |H/δ − Y| ≤ C δ with C = max |νₖ − ν_l|³ √(|S|₂ E|Y x|⁴) / 8. So G/δ tends
/// to T⁻¹ B T⁻¹ as δ → 0, and the row space equals F for every δ below λ/C, λ the smallest positive eigenvalue of Y.
@Suite(.theorem(.proved))
struct `T15 Small bias` {
  @Test func `the distance to the limit is at most C δ`() throws {
    try upperBound(.smallToLargeBias) { try $0.distanceAndBound }
  }

  @Test func `the distance falls like δ`() throws {
    try rate(
      1, neighbours: 0...2, sizes: [0.001, 0.003, 0.009], of: .moderate,
      axes: ("bias δ", "distance of H/δ to the limit")
    ) { problem, bias in
      try problem.distance(atBias: bias)
    }
  }

  @Test func `without a shared covariance it falls like δ too`() throws {
    try rate(
      1, neighbours: 0...2, sizes: [0.001, 0.003, 0.009], of: .moderateUnequal, count: 64,
      axes: ("bias δ", "distance of H/δ to the limit")
    ) { problem, bias in
      try problem.distance(atBias: bias)
    }
  }

  @Test func `below the bias of the proof the optimum spans F`() throws {
    try forAll(.belowSpanningBias) { try $0.spanning }
  }

  @Test func `the trace of the limit from the linear discriminants`() throws {
    try identity(.smallToLargeBias) { problem in
      let (mixture, small) = (problem.mixture, try problem.loss.smallBias)
      let ratios = try LinearDiscriminants(of: mixture, dimension: mixture.fisherSubspace.dimension)
      // A correlation ratio ρ = λ/(1 + λ) gives the eigenvalue λ/(1 + λ)² = ρ (1 − ρ) of Y.
      let sum = ratios.values.reduce(0) { $0 + $1 * (1 - $1) }
      let error = ErrorBudget([.rounding: Double(ratios.values.count) * ratios.valueError])
      return (small.trace, Estimate(sum, budget: error))
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .tinyBias, breaking: { try $0.shifted }) { problem in
      let (distance, bound) = try problem.distanceAndBound
      return .atMost(distance, bound)
    }
  }
}

extension Problem {
  /// |H/δ − Y| at another bias, with the rows of the problem.
  fileprivate func distance(atBias bias: Double) throws -> Estimate {
    var problem = self
    problem.bias = bias
    let loss = try problem.loss
    return try loss.minimizer(rank: rank).distance(to: loss.smallBias, bias: bias)
  }

  /// |H/δ − Y| and C δ.
  fileprivate var distanceAndBound: (number: Estimate, bound: Estimate) {
    get throws {
      let remainder = try loss.smallBias.remainder
      return (
        try distance(atBias: bias),
        Estimate(bias * remainder.value, budget: remainder.budget.scaled(by: bias))
      )
    }
  }
}

extension Family<Problem> {
  /// Bias from a hundredth to one, log-uniform.
  fileprivate static let smallToLargeBias = Family("centred mixtures, a bias from .01 to 1") { generator in
    try mixtureWithRows(.init(), generator.logUniform(in: 0.01...1), using: &generator)
  }
  .assuming("its hypotheses") { try $0.bias > 0 && $0.rank >= $0.mixture.fisherSubspace.dimension }
  .coveringHardMixtures { $0.mixture }

  /// A bias from a tenth of λ/C to λ/C.
  fileprivate static let belowSpanningBias = Family("centred mixtures, a bias below λ/C") { generator in
    var recipe = MixtureFamily()
    // Means far apart make λ/C so small that nothing but rounding is left.
    recipe.fisherRatios = 0.3...4
    recipe.weightRatio = 8
    var problem = try mixtureWithRows(recipe, 1, using: &generator)
    problem.bias = min(try problem.loss.smallBias.spanningBias, 1) * generator.uniform(in: 0.1...0.99)
    return problem
  }
  .assuming("its hypotheses") { problem in
    let fisher = try problem.mixture.fisherSubspace
    return try problem.bias > 0 && fisher.dimension > 0 && problem.rank >= fisher.dimension
      && problem.bias < problem.loss.smallBias.spanningBias
  }
  .coveringHardMixtures { $0.mixture }

  /// A bias of λ/(25 C), for a twin: small beside λ/C, and not so small that the error of H/δ is seen.
  fileprivate static let tinyBias = Family("small centred mixtures, a bias below λ/C") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 2...6
    recipe.condition = 1...100
    recipe.fisherRatios = 0.5...2
    recipe.weightRatio = 4
    var problem = try mixtureWithRows(recipe, 1, using: &generator)
    problem.rank = problem.mixture.dimension
    problem.bias = try problem.loss.smallBias.spanningBias / 25
    return problem
  }

  /// Three components that are not far apart, so that a bias of a hundredth is small.
  fileprivate static let moderate = Family("three components, moderately apart") { generator in
    try moderate(.shared, components: 3, using: &generator)
  }

  /// Two components in the plane, with covariances of their own.
  fileprivate static let moderateUnequal = Family("two components, unequal covariances") { generator in
    try moderate(.unequal, components: 2, using: &generator)
  }

  private static func moderate(
    _ shape: MixtureFamily.Shape, components: Int, using generator: inout some RandomNumberGenerator
  ) throws -> Problem {
    var recipe = MixtureFamily()
    recipe.shape = shape
    recipe.dimensions = 2...2
    recipe.componentShares = (1...components).map { $0 == components ? 1 : 0 }
    recipe.condition = 1...100
    recipe.fisherRatios = 0.3...2
    recipe.weightRatio = 4
    let mixture = try recipe.draw(using: &generator)
    return Problem(mixture: mixture, bias: 1, rank: 2, route: nil)
  }

  /// A mixture of two to four components, with q or a row more.
  private static func mixtureWithRows(
    _ recipe: MixtureFamily, _ bias: Double, using generator: inout some RandomNumberGenerator
  ) throws -> Problem {
    var recipe = recipe
    recipe.componentShares = [0, 0.3, 0.45, 0.25]
    let mixture = try recipe.draw(using: &generator)
    let rank = min(mixture.componentCount - 1, mixture.dimension) + generator.integer(in: 0...1)
    return Problem(mixture: mixture, bias: bias, rank: rank, route: nil)
  }
}
