import MixtureFamilies
import TheoremTesting

/// Let all components of a Gaussian mixture be spherical, Σₖ = sₖ² I with any variances. (1) The leading q principal
/// directions of the total covariance span the Fisher subspace F = span{μₖ − μ}, q = dim F. (2) The leading K principal
/// directions of the uncentred second moment E x xᵀ contain every mean (K ≤ d).
@Suite(.theorem(.proved))
struct `T30 PCA finds F for spherical components` {
  @Test func `(1) the leading directions of the total covariance span F`() throws {
    try forAll(.spherical, principalComponentsSpanFisher)
  }

  @Test func `(2) the leading directions of the second moment contain the means`() throws {
    try forAll(.sphericalOffCentre, secondMomentContainsMeans)
  }

  @Test func `(1) spherical components cannot be dropped`() throws {
    try cannotDrop(
      "spherical components", of: .spherical, replacing: stretched, holds: principalComponentsSpanFisher)
  }

  @Test func `(2) spherical components cannot be dropped`() throws {
    try cannotDrop(
      "spherical components", of: .sphericalOffCentre, replacing: stretched, holds: secondMomentContainsMeans)
  }

  private func principalComponentsSpanFisher(_ mixture: GaussianMixture) throws -> Verdict {
    let fisher = try mixture.fisherSubspace
    return try mixture.principalSubspace(dimension: fisher.dimension).equality(with: fisher)
      .and(mixture.deviationSubspace.equality(with: fisher))
  }

  private func secondMomentContainsMeans(_ mixture: GaussianMixture) throws -> Verdict {
    try mixture.uncentredPrincipalSubspace(dimension: mixture.componentCount)
      .containment(of: mixture.meanSubspace)
  }

  /// The same weights and means, with one coordinate's variance a hundred times the others'.
  private func stretched(_ mixture: GaussianMixture) throws -> GaussianMixture {
    let variances = [100.0] + Array(repeating: 1, count: mixture.dimension - 1)
    return try GaussianMixture(
      weights: mixture.weights, means: mixture.means, covariances: .tied(.diagonal(variances)))
  }
}

extension Family<GaussianMixture> {
  fileprivate static let spherical = Family("mixtures of spherical components") {
    try MixtureFamily(dimensions: 2...24, shape: .spherical).draw(&$0)
  }
  .requiringSpheres

  /// The mean is as far from zero as the components are from it, so that the means have full rank; d ≥ K.
  fileprivate static let sphericalOffCentre = offCentre(
    "spherical components around another centre", MixtureFamily(dimensions: 6...24, shape: .spherical), by: 1
  )
  .requiringSpheres

  private var requiringSpheres: Family {
    assuming("spherical components") { $0.allCovariances.allSatisfy { $0 == $0[0, 0] * .identity($0.rows) } }
      .covering("variances that differ by a factor of two or more", 0.3) {
        let variances = $0.allCovariances.map { $0[0, 0] }
        return (variances.max() ?? 1) >= 2 * (variances.min() ?? 1)
      }
      .coveringMoreDimensionsThanF(0.3) { $0 }
      .covering("more than one discriminant direction", 0.3) { try $0.fisherSubspace.dimension > 1 }
  }
}
