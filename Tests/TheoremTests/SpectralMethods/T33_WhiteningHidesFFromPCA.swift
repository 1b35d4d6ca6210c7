import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, and whitened by its total covariance, T = I. (1) Every
/// orthonormal basis is one of principal components. (2) Mixtures with different Fisher subspaces F have the same second
/// moment, so that no function of it finds F. (3) The pair moment does: for a bias δ > 0 its leading q eigenvectors span F.
@Suite(.theorem(.proved))
struct `T33 Whitening hides F from PCA, not from pairs` {
  @Test func `(1) all principal variances are 1`() throws {
    try forAll(.sharedOrUnequal) { mixture in
      .vanishes(
        measured: try mixture.whitened.distanceFromWhite,
        budget: ErrorBudget([.rounding: try mixture.whiteningError]))
    }
  }

  @Test func `(2) a rotation changes F and no second moment`() throws {
    try forAll(.withRotations, count: 260) { mixture, rotation in
      let white = try mixture.whitened
      let turned = try white.mapped(by: rotation)
      let (before, after) = (try white.fisherSubspace, try turned.fisherSubspace)
      let angle = try after.largestAngle(to: before) ?? 0
      let rounding =
        try mixture.whiteningError + 8 * Double(mixture.dimension * mixture.dimension) * .ulpOfOne
      return Verdict.vanishes(
        measured: turned.distanceFromWhite, budget: ErrorBudget([.rounding: rounding])
      ).and(
        .positive(angle.value, budget: angle.budget))
    }
  }

  @Test func `(3) the pair moment finds F`() throws {
    try forAll(.anyCovariances) { try $0.whitenedPairMoment }
  }

  @Test func `(3) whitening cannot be dropped`() throws {
    try cannotDrop("whitening", of: .easyPairs) { problem in
      try problem.whitenedPairMoment
    } without: { problem in
      try problem.pairMoment(of: problem.mixture, off: 0)
    }
  }
}

extension Problem {
  fileprivate var whitenedPairMoment: Verdict {
    get throws {
      let white = try mixture.whitened
      return try pairMoment(of: white, off: 2 * white.distanceFromWhite)
    }
  }

  /// "The leading q eigenvectors of the pair moment span F."
  /// - Parameters:
  ///   - mixture: in place of the problem's own.
  ///   - sine: between F = T⁻¹ span{μₖ} and span{μₖ}, at most 2 |T − I|.
  fileprivate func pairMoment(of mixture: GaussianMixture, off sine: Double) throws -> Verdict {
    let fisher = try mixture.fisherSubspace
    let found = try mixture.pairs(bias: bias).principalSubspaceOfPairMoment(dimension: fisher.dimension)
    return try Subspace(orthonormalBasis: found.basis, error: found.error + sine).equality(with: fisher)
  }
}

extension GaussianMixture {
  /// In coordinates where T is the identity, R⁻¹ x with T = R Rᵀ.
  fileprivate var whitened: GaussianMixture {
    get throws { try mapped(by: Cholesky(of: totalCovariance).solveLower(.identity(dimension))) }
  }

  /// |T − I|, Frobenius norm.
  fileprivate var distanceFromWhite: Double { (totalCovariance - .identity(dimension)).frobeniusNorm }

  /// What rounding leaves of |R⁻¹ T R⁻ᵀ − I| where T = R Rᵀ is factored and solved: 8 d² u cond T.
  fileprivate var whiteningError: Double {
    get throws {
      let spectrum = try SymmetricEigen(of: totalCovariance).values
      return 8 * Double(dimension * dimension) * .ulpOfOne * spectrum[dimension - 1] / spectrum[0]
    }
  }
}

extension Family<(GaussianMixture, Matrix)> {
  /// Where F is not the whole space, so that a rotation moves it.
  fileprivate static let withRotations = Family<GaussianMixture>.sharedOrUnequal
    .assuming("q < d") { try $0.fisherSubspace.dimension < $0.dimension }
    .map("centred mixtures with any covariances, q < d, and rotations") { mixture, draw in
      (mixture, draw.orthonormal("rotation", rows: mixture.dimension, columns: mixture.dimension))
    }
}
