import MixtureFamilies
import TheoremTesting

/// For a Gaussian mixture with any means, weights and covariances whose within-class covariance W is regular, three
/// subspaces are equal: W⁻¹ span{μₖ − μ}; the span of the eigenvectors of the pencil (B, W) with nonzero eigenvalue; and
/// that of the pencil (B, T). The eigenvalues λ of the first pencil and ρ of the second are linked by ρ = λ / (1 + λ).
@Suite(.theorem(.proved))
struct `T01 The Fisher subspace, three ways` {
  @Test func `the pencil of B and W`() throws {
    try forAll(.anyMixture) { instance in
      try instance.mixture.fisherSubspace.equality(with: instance.discriminants.subspace)
    }
  }

  @Test func `the pencil of B and T`() throws {
    try forAll(.anyMixture) { instance in
      let fisher = try instance.mixture.fisherSubspace
      let discriminants = try LinearDiscriminants(of: instance.mixture, dimension: fisher.dimension)
      return try fisher.equality(with: discriminants.subspace)
    }
  }

  @Test func `the eigenvalues of the two pencils`() throws {
    try forAll(.anyMixture) { instance in
      let within = try instance.discriminants
      let total = try LinearDiscriminants(of: instance.mixture, dimension: within.values.count)
      let differences = zip(within.values, total.values).map { abs($0 / (1 + $0) - $1) }
      // λ / (1 + λ) has slope at most 1.
      let error = ErrorBudget([.rounding: within.valueError + total.valueError])
      return .vanishes(measured: differences.max() ?? 0, budget: error)
    }
  }

  @Test func `twin: the covariance of one component for W`() throws {
    try twin(dropping: "the average over components in W", of: .anyMixture) { instance in
      ReferencedMixture(mixture: instance.mixture, reference: .firstComponent)
    } _: { instance in
      try instance.mixture.fisherSubspace.equality(with: instance.discriminants.subspace)
    }
  }

  @Test func `twin: the identity for W`() throws {
    try twin(dropping: "the inverse of W", of: .anyMixture) { instance in
      ReferencedMixture(mixture: instance.mixture, reference: .identity)
    } _: { instance in
      try instance.mixture.fisherSubspace.equality(with: instance.discriminants.subspace)
    }
  }
}

/// A mixture, and the covariance that B is compared with.
private struct ReferencedMixture: Sendable, Codable {
  enum Reference: String, Sendable, Codable { case within, firstComponent, identity }
  let mixture: GaussianMixture
  var reference = Reference.within

  /// As many discriminants against the reference as the Fisher subspace has dimensions.
  var discriminants: LinearDiscriminants {
    get throws {
      let covariance =
        switch reference {
        case .within: mixture.withinClassCovariance
        case .firstComponent: mixture.covariance(of: 0)
        case .identity: Matrix.identity(mixture.dimension)
        }
      return try LinearDiscriminants(
        of: mixture, against: covariance, dimension: mixture.fisherSubspace.dimension)
    }
  }
}

extension Family<ReferencedMixture> {
  /// Two thirds with a covariance for each component, one third shared; centred or not.
  fileprivate static let anyMixture = Family("mixtures with any covariances") { generator in
    var recipe = MixtureFamily()
    recipe.shape = generator.uniform() < 0.67 ? .unequal : .shared
    let mixture = try recipe.draw(using: &generator)
    let shift = (0..<mixture.dimension).map { _ in generator.normal() }
    return ReferencedMixture(
      mixture: try mixture.mapped(by: .identity(mixture.dimension), shift: shift))
  }
  .covering("condition of W at least 100", 0.3) { instance in
    let spectrum = try SymmetricEigen(of: instance.mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
  }
  .covering("unequal covariances", 0.3) { $0.mixture.sharedCovariance == nil }
  .covering("F is neither zero nor everything", 0.5) { instance in
    let q = try instance.mixture.fisherSubspace.dimension
    return q > 0 && q < instance.mixture.dimension
  }
}
