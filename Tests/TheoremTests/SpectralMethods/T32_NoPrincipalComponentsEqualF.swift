import MixtureFamilies
import TheoremTesting

/// Let Σ be the within-class covariance of a Gaussian mixture, M = span{μₖ − μ} and F = Σ⁻¹ M. The total covariance T maps
/// F onto M. So F is invariant under T if and only if M is invariant under Σ, and unless it is, no choice of principal
/// components spans F.
@Suite(.theorem(.proved))
struct `T32 No choice of principal components equals F` {
  @Test func `T maps F onto M`() throws {
    try forAll(.generic) { mixture in
      // T⁻¹ M = F: solved for, because the errors of F would be multiplied by another condition number.
      try mixture.deviationSubspace.mapped(byInverseOf: mixture.totalCovariance)
        .equality(with: mixture.fisherSubspace)
    }
  }

  @Test func `where M is invariant some principal components span F`() throws {
    try forAll(.invariant) { mixture in
      let fisher = try mixture.fisherSubspace
      return try mixture.nearestPrincipalSubspace(to: fisher).equality(with: fisher)
    }
  }

  @Test func `elsewhere none do`() throws {
    try forAll(.generic, observing: [.angleOfPrincipalComponents, .angleOfNearestComponents]) { mixture in
      let fisher = try mixture.fisherSubspace
      let nearest = try mixture.nearestPrincipalSubspace(to: fisher)
      let angle = try nearest.largestAngle(to: fisher) ?? 0
      return .positive(angle, budget: ErrorBudget([.rounding: nearest.error + fisher.error]))
    }
  }

  @Test func `twin: M that is not invariant`() throws {
    try twin(dropping: "the invariance of M", of: .invariant, breaking: { try $0.turned }) { mixture in
      let fisher = try mixture.fisherSubspace
      return try mixture.nearestPrincipalSubspace(to: fisher).equality(with: fisher)
    }
  }
}

extension GaussianMixture {
  /// The mixture with its means turned by a fixed rotation and its covariance as it was.
  fileprivate var turned: GaussianMixture {
    get throws {
      var generator = CounterBasedGenerator(key: 32)
      let rotation = Matrix.orthogonal(dimension, using: &generator)
      return try withMeans { rotation * $0 }
    }
  }
}

extension Family<GaussianMixture> {
  /// Random covariances and means, d > q ≥ 1: M is invariant with probability zero.
  fileprivate static let generic = Family("anisotropic mixtures, d > q") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 6...24
    recipe.componentShares = [0, 0.3, 0.35, 0.35]
    recipe.condition = 2...1e4
    let mixture = try recipe.draw(using: &generator)
    // One mixture in eight of a recipe is isotropic, and then every subspace is invariant.
    guard let shared = mixture.sharedCovariance, try SymmetricEigen(of: shared).isIsotropic else {
      return mixture
    }
    let spread = Matrix.symmetric(spectrum: (1...mixture.dimension).map(Double.init), using: &generator)
    return try GaussianMixture(weights: mixture.weights, means: mixture.means, covariances: .tied(spread))
  }
  .covering("PCA at least 10 degrees off F", 0.3) { mixture in
    let fisher = try mixture.fisherSubspace
    let principal = try mixture.principalSubspace(dimension: fisher.dimension)
    return try principal.largestAngle(to: fisher).map { $0 >= 10 * .pi / 180 } ?? false
  }
  .covering("condition of the covariance at least 100", 0.3) { mixture in
    let spectrum = try SymmetricEigen(of: mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
  }

  /// Means in the span of q eigenvectors of the covariance, turned as a whole.
  fileprivate static let invariant = Family("mixtures whose M is invariant under the covariance") {
    generator in
    let (d, count) = (generator.integer(in: 4...24), generator.integer(in: 2...4))
    // Distinct variances, so that the principal components are determined.
    let variances = (0..<d).map { Double($0 + 1) * generator.uniform(in: 0.9...1.1) }
    let axes = (0..<(count - 1)).map { _ in generator.integer(in: 0...(d - 1)) }
    let means = Matrix(rows: d, columns: count) { i, _ in axes.contains(i) ? 3 * generator.normal() : 0 }
    let rotation = Matrix.orthogonal(d, using: &generator)
    return try GaussianMixture(
      weights: Array(repeating: 1 / Double(count), count: count), means: means,
      covariances: .tied(.diagonal(variances))
    ).centred.mapped(by: rotation)
  }
  .covering("the principal components that span F are not the leading ones", 0.3) { mixture in
    let fisher = try mixture.fisherSubspace
    let principal = try mixture.principalSubspace(dimension: fisher.dimension)
    return try principal.largestAngle(to: fisher).map { $0 >= 10 * .pi / 180 } ?? false
  }
}

extension Observation<GaussianMixture> {
  fileprivate static let angleOfPrincipalComponents = Observation(
    "angle of PCA to F by anisotropy",
    x: (
      "condition number of the covariance",
      { mixture in
        let spectrum = try SymmetricEigen(of: mixture.withinClassCovariance).values
        return spectrum[spectrum.count - 1] / spectrum[0]
      }
    ),
    y: (
      "largest principal angle in degrees",
      { mixture in
        let fisher = try mixture.fisherSubspace
        let angle = try mixture.principalSubspace(dimension: fisher.dimension).largestAngle(to: fisher)
        return (angle ?? 0) * 180 / .pi
      }
    ))
}

extension Observation<GaussianMixture> {
  fileprivate static let angleOfNearestComponents = Observation(
    "angle of the nearest choice of principal components to F by anisotropy",
    x: (
      "condition number of the covariance",
      { mixture in
        let spectrum = try SymmetricEigen(of: mixture.withinClassCovariance).values
        return spectrum[spectrum.count - 1] / spectrum[0]
      }
    ),
    y: (
      "largest principal angle in degrees",
      { mixture in
        let fisher = try mixture.fisherSubspace
        return try (mixture.nearestPrincipalSubspace(to: fisher).largestAngle(to: fisher) ?? 0) * 180 / .pi
      }
    ))
}

extension SymmetricEigen {
  fileprivate var isIsotropic: Bool { values[values.count - 1] < 1.5 * values[0] }
}
