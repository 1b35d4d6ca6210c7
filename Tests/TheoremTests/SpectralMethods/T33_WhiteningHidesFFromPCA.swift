import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, and whitened by its total covariance, T = I. (1) Every
/// orthonormal basis is one of principal components. (2) Mixtures with different Fisher subspaces F have the same second
/// moment, so that no function of it finds F. (3) The pair moment does: for a bias δ > 0 its leading q eigenvectors span F.
@Suite(.theorem(.proved))
struct `T33 Whitening hides F from PCA, not from pairs` {
  @Test func `(1) all principal variances are 1`() throws {
    try forAll(.sharedOrUnequal) { try isWhite($0, after: whitening($0)) }
  }

  @Test func `(2) a rotation changes F and no second moment`() throws {
    // Where F is not the whole space, so that a rotation moves it.
    let withRotations = Family<GaussianMixture>.sharedOrUnequal
      .assuming("q < d") { try $0.fisherSubspace.dimension < $0.dimension }
      .map("centred mixtures with any covariances, q < d, and rotations") { mixture, draw in
        (mixture, draw.orthonormal("rotation", rows: mixture.dimension, columns: mixture.dimension))
      }
    try forAll(withRotations, count: 260) { mixture, rotation in
      let turn = MatrixEstimate(orthonormalising: rotation)
      let before = try mixture.fisherSubspace.mapped(by: mixture.totalEstimate.root.transposed)
      let angle = try before.mapped(by: turn).largestAngle(to: before) ?? 0
      return try isWhite(mixture, after: turn * whitening(mixture))
        .and(.positive(angle.value, budget: angle.budget))
    }
  }

  @Test func `(3) the pair moment finds F`() throws { try forAll(.anyCovariances, whitenedMomentSpansFisher) }

  @Test func `(3) whitening cannot be dropped`() throws {
    try cannotDrop("whitening", of: .easyPairs, holds: whitenedMomentSpansFisher) {
      try momentSpansFisher($0, off: 0)
    }
  }

  private func whitenedMomentSpansFisher(_ problem: Problem) throws -> Verdict {
    let white = try problem.mixture.mapped(by: whitening(problem.mixture).value.high)
    let off = (white.totalEstimate - MatrixEstimate(.identity(white.dimension))).size
    // T⁻¹ is off by off / (1 − off).
    return try momentSpansFisher(problem.with(\.mixture, white), off: off <= 0.5 ? 2 * off : .infinity)
  }

  /// "The leading q eigenvectors of the pair moment span F."
  /// - Parameter sine: between F = T⁻¹ span{μₖ} and span{μₖ}, at most.
  private func momentSpansFisher(_ problem: Problem, off sine: Double) throws -> Verdict {
    let fisher = try problem.mixture.fisherSubspace
    let found = try problem.pairs.principalSubspaceOfPairMoment(dimension: fisher.dimension)
    return try found.turned(by: .proved([.rounding: sine])).equality(with: fisher)
  }

  /// R⁻¹ for T = R Rᵀ, as Rᵀ T⁻¹.
  private func whitening(_ mixture: GaussianMixture) throws -> MatrixEstimate {
    try mixture.totalEstimate.solve(mixture.totalEstimate.root).transposed
  }

  /// "The image has the identity for its total covariance."
  private func isWhite(_ mixture: GaussianMixture, after map: MatrixEstimate) -> Verdict {
    let (within, between) = (mixture.withinClassEstimate, mixture.betweenClassEstimate)
    let total = map * within * map.transposed + map * between * map.transposed
    let distance = (total - MatrixEstimate(.identity(mixture.dimension))).norm
    return .vanishes(measured: distance.value, budget: distance.budget)
  }
}
