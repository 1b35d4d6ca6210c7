import MixtureFamilies
import TheoremTesting

/// For a Gaussian mixture with any means, weights and covariances whose within-class covariance W is regular, (1) three
/// subspaces are equal: W⁻¹ span{μₖ − μ}; the span of the eigenvectors of the pencil (B, W) with nonzero eigenvalue; and
/// that of the pencil (B, T). (2) The eigenvalues λ of the first pencil and ρ of the second are linked by ρ = λ / (1 + λ).
@Suite(.theorem(.proved))
struct `T01 The Fisher subspace, three ways` {
  @Test func `(1) the pencil of B and W`() throws {
    try forAll(.anyCovariances) { try equality($0, against: $0.withinClassCovariance) }
  }

  @Test func `(1) the pencil of B and T`() throws {
    try forAll(.anyCovariances) { try equality($0, against: $0.totalCovariance) }
  }

  @Test func `(2) the eigenvalues of the two pencils`() throws {
    try forAll(.anyCovariances) { mixture in
      let within = try discriminants(mixture, against: mixture.withinClassCovariance)
      let total = try discriminants(mixture, against: mixture.totalCovariance)
      let differences = zip(within.values, total.values).map { ($0 / (1 + $0) - $1).magnitude }
      let largest = differences.reduce(0, Estimate.maximum)
      return .vanishes(measured: largest.value, budget: largest.budget)
    }
  }

  @Test func `(1) the average over components in W cannot be dropped`() throws {
    try cannotDrop("the average over components in W", of: .anyCovariances) {
      try equality($0, against: $0.withinClassCovariance)
    } without: {
      try equality($0, against: $0.covariance(of: 0))
    }
  }

  @Test func `(1) the inverse of W cannot be dropped`() throws {
    try cannotDrop("the inverse of W", of: .anyCovariances) {
      try equality($0, against: $0.withinClassCovariance)
    } without: {
      try equality($0, against: .identity($0.dimension))
    }
  }

  /// "The leading eigenvectors of the pencil of B and a matrix span F."
  private func equality(_ mixture: GaussianMixture, against matrix: Matrix) throws -> Verdict {
    try mixture.fisherSubspace.equality(with: discriminants(mixture, against: matrix).subspace)
  }

  /// As many as F has dimensions.
  private func discriminants(_ mixture: GaussianMixture, against matrix: Matrix) throws -> LinearDiscriminants
  {
    try LinearDiscriminants(of: mixture, against: matrix, dimension: mixture.fisherSubspace.dimension)
  }
}

extension Family<GaussianMixture> {
  /// Half of them with a covariance for each component; centred by chance alone. The rounding of F grows with the square of the
  /// condition: at 10⁴ it would hide F in one mixture of 60,000.
  fileprivate static let anyCovariances = Family("mixtures with any means and covariances") { draw in
    var recipe = MixtureFamily(condition: 1...3000)
    recipe.shape = draw.element("covariances", of: [.shared, .unequal]) ?? .shared
    let mixture = try recipe.draw(&draw)
    return try mixture.movedOff(by: draw.normals("shift", mixture.dimension, scale: 3))
  }
  .coveringCondition { $0 }
  .covering("unequal covariances", 0.3) { $0.sharedCovariance == nil }
  .covering("F is neither zero nor everything", 0.5) { mixture in
    let q = try mixture.fisherSubspace.dimension
    return q > 0 && q < mixture.dimension
  }
}
