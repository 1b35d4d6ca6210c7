import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, F of dimension q ≥ 1 and r ≥ q rows. In whitened coordinates
/// let H be the Gram matrix of the minimisers of population InfoNCE at bias δ in (0, 1], S = I + B the total and B the
/// between-class covariance and Y = S⁻¹ B S⁻¹. (1) Then |H/δ − Y| ≤ C δ with C = max |νₖ − ν_l|³ √(|S|₂ E|Y x|⁴) / 8. (2) So
/// in the original coordinates the Gram matrix over δ tends to T⁻¹ B T⁻¹ as δ → 0, T and B the total and the between-class
/// covariance there, (3) and the row space equals F for every δ below λ/C, λ the smallest positive eigenvalue of Y.
@Suite(.theorem(.proved))
struct `T15 Small bias` {
  @Test func `(1) the distance to the limit is at most C δ`() throws {
    let recipe = MixtureFamily(componentShares: twoToFour)
    let problems = Family<Problem>.rows("centred mixtures, a bias from .01 to 1", recipe) {
      $1.logarithmic("bias", in: 0.01...1)
    }
    try upperBound(problems, distanceAndBound)
  }

  @Test func `(1) the trace of the limit from the linear discriminants`() throws {
    try identity(.centred(MixtureFamily(componentShares: twoToFour)).coveringHardMixtures) { mixture in
      let (small, q) = (try SmallBias(of: mixture), try mixture.fisherSubspace.dimension)
      let error = small.limitError.scaled(by: Double(mixture.dimension).squareRoot())
      let trace = small.limit.diagonal.map(Estimate.init(exactly:)).sum + Estimate(0, budget: error)
      // A correlation ratio ρ = λ/(1 + λ) gives the eigenvalue λ/(1 + λ)² = ρ (1 − ρ) of Y.
      let ratios = try LinearDiscriminants(of: mixture, dimension: q).values
      return (trace, ratios.map { $0 * (1 - $0) }.sum)
    }
  }

  @Test func `(2) the distance falls like δ`() throws { try fallsLikeBias(.shared, components: 3, count: 48) }

  @Test func `(2) without a shared covariance it falls like δ too`() throws {
    try fallsLikeBias(.unequal, components: 2, count: 100)
  }

  @Test func `(3) below the bias of the proof the optimum spans F`() throws {
    // From a tenth of λ/C to λ/C. Means far apart make λ/C so small that nothing but rounding is left.
    let recipe = MixtureFamily(componentShares: twoToFour, fisherRatios: 0.3...4, weightRatio: 8)
    let problems = Family<Problem>.rows("centred mixtures, a bias below λ/C", recipe) {
      min(try SmallBias(of: $0).spanningBias, 1) * $1.real("bias over λ/C", in: 0.1...0.99)
    }
    try forAll(problems) { try $0.spanning }
  }

  @Test func `(1) centring cannot be dropped`() throws {
    // A bias of λ/(25 C): small beside λ/C, and not so small that the error of H/δ is seen.
    let tinyBias = Family<GaussianMixture>.centred(
      MixtureFamily(
        dimensions: 2...6, componentShares: twoToFour, condition: 1...100, fisherRatios: 0.5...2,
        weightRatio: 4)
    ).map("small centred mixtures, a bias below λ/C, d rows") { mixture, _ in
      Problem(mixture: mixture, bias: try SmallBias(of: mixture).spanningBias / 25, rank: mixture.dimension)
    }
    .assuming("centring") { $0.mixture.isCentred }
    try cannotDrop("centring", of: tinyBias, replacing: { try $0.shifted }) {
      try .atMost(distanceAndBound($0))
    }
  }

  /// "The distance falls like δ", in the plane and not far apart, so that a bias of a hundredth is small.
  private func fallsLikeBias(_ shape: MixtureFamily.Shape, components: Int, count: Int) throws {
    let recipe = MixtureFamily(
      dimensions: 2...2, componentShares: (1...components).map { $0 == components ? 1 : 0 }, shape: shape,
      condition: 1...100, fisherRatios: 0.3...2, weightRatio: 4)
    try rate(
      1, neighbours: 0...2, sizes: [0.001, 0.003, 0.009],
      of: Family<GaussianMixture>("\(components) components, moderately apart") { try recipe.draw(&$0) },
      count: count, axes: ("bias δ", "distance of H/δ to the limit")
    ) { try distance($0, bias: $1, rank: 2) }
  }

  /// |H/δ − Y| for the true minimiser.
  private func distance(_ mixture: GaussianMixture, bias: Double, rank: Int) throws -> Estimate {
    let (small, d) = (try SmallBias(of: mixture), mixture.dimension)
    let found = try InfoNCE(mixture.pairs(bias: bias)).minimizer(rank: rank)
    let scaled = (1 / bias) * found.whitenedGram
    let rounding = Double(d * d + 8) * .ulpOfOne * (scaled.frobeniusNorm + small.limit.frobeniusNorm)
    let budget = found.certificate.budget.scaled(by: 1 / bias) + small.limitError
    return Estimate((scaled - small.limit).frobeniusNorm, budget: budget + .proved([.rounding: rounding]))
  }

  /// |H/δ − Y| and C δ.
  private func distanceAndBound(_ problem: Problem) throws -> (number: Estimate, bound: Estimate) {
    let bound = try Estimate(exactly: problem.bias) * SmallBias(of: problem.mixture).remainder
    return (try distance(problem.mixture, bias: problem.bias, rank: problem.rank), bound)
  }
}

/// Shares of mixtures of so many components.
private let twoToFour = [0, 0.3, 0.45, 0.25]

extension Family<Problem> {
  /// With q rows or a row more.
  fileprivate static func rows(
    _ name: String, _ recipe: MixtureFamily,
    bias: @escaping @Sendable (GaussianMixture, inout Draw) throws -> Double
  ) -> Family {
    Family(name) { draw in
      let mixture = try recipe.draw(&draw)
      let rank = mixture.fisherDimensionAtMost + draw.integer("spare rows", in: 0...1)
      return Problem(mixture: mixture, bias: try bias(mixture, &draw), rank: rank)
    }
    .coveringHardMixtures { $0.mixture }
  }
}
