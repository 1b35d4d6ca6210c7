import MixtureFamilies
import TheoremTesting

/// Let all components of a Gaussian mixture be spherical, Σₖ = sₖ² I with any variances. Then the leading q principal
/// directions of the total covariance span{μₖ − μ}, which is the Fisher subspace, q = dim F; and the leading K principal
/// directions of the uncentred second moment E x xᵀ contain every mean (K ≤ d).
@Suite(.theorem(.proved))
struct `T30 PCA finds F for spherical components` {
  @Test func `the leading directions of the total covariance equal F`() throws {
    try forAll(.spherical, principalComponentsEqualFisher)
  }

  @Test func `the leading directions of the second moment contain the means`() throws {
    try forAll(.sphericalOffCentre, secondMomentContainsMeans)
  }

  @Test func `twin: components that are not spherical`() throws {
    try twin(
      dropping: "spherical components", of: .spherical, breaking: stretched, principalComponentsEqualFisher)
  }

  @Test func `twin: components that are not spherical, second moment`() throws {
    try twin(
      dropping: "spherical components", of: .sphericalOffCentre, breaking: stretched,
      secondMomentContainsMeans)
  }
}

private func principalComponentsEqualFisher(_ mixture: GaussianMixture) throws -> Verdict {
  let fisher = try mixture.fisherSubspace
  return try mixture.principalSubspace(dimension: fisher.dimension).equality(with: fisher)
}

private func secondMomentContainsMeans(_ mixture: GaussianMixture) throws -> Verdict {
  let principal = try mixture.principalSubspaceOfSecondMoment(dimension: mixture.componentCount)
  return try principal.containment(of: mixture.meanSubspace)
}

/// The same weights and means with one coordinate's variance raised to a hundred times the others'.
private func stretched(_ mixture: GaussianMixture) throws -> GaussianMixture {
  let d = mixture.dimension
  return try GaussianMixture(
    weights: mixture.weights, means: mixture.means,
    covariances: .tied(.diagonal([100] + Array(repeating: 1, count: d - 1))))
}

extension Family<GaussianMixture> {
  fileprivate static let spherical = Family("centred mixtures of spherical components") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 2...24
    recipe.shape = .spherical
    return try recipe.draw(using: &generator)
  }
  .coveringSpread

  /// The mean is as far from zero as the components are from it, so that the means have full rank; d ≥ K.
  fileprivate static let sphericalOffCentre = Family("spherical components around another centre") {
    generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 6...24
    recipe.shape = .spherical
    let mixture = try recipe.draw(using: &generator)
    let shift = (0..<mixture.dimension).map { _ in generator.normal() }
    return try mixture.mapped(by: .identity(mixture.dimension), shift: shift)
  }
  .coveringSpread

  private var coveringSpread: Family {
    covering("variances that differ by a factor of two or more", 0.3) { mixture in
      let variances = (0..<mixture.componentCount).map { mixture.covariance(of: $0)[0, 0] }
      return (variances.max() ?? 1) >= 2 * (variances.min() ?? 1)
    }
    .covering("more dimensions than F has", 0.3) { try $0.dimension > $0.fisherSubspace.dimension }
    .covering("more than one discriminant direction", 0.3) { try $0.fisherSubspace.dimension > 1 }
  }
}
