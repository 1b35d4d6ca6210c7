import LinearAlgebra

/// The linear discriminants of a mixture: the generalised eigenvectors of the between-class covariance B against a
/// covariance M (theory: T01). A second route to the Fisher subspace.
///
/// Against M = W the eigenvalues are Fisher's ratios λ ≥ 0, against M = T the correlation ratios ρ = λ / (1 + λ).
public struct LinearDiscriminants: Sendable {
  /// The leading eigenvalues, descending.
  public let values: [Double]
  /// A bound on the rounding error of each of them.
  public let valueError: Double
  /// The span of their eigenvectors, with what rounding may have done to it.
  public let subspace: Subspace

  /// Solves the pencil (B, M) for its leading eigenvectors (LAPACK dsygvd, O(d³)).
  /// - Parameters:
  ///   - covariance: M, d × d; nil takes T.
  ///   - dimension: how many, 0 … d; at most the dimension of the Fisher subspace is meaningful.
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(leadingMinor:)`` when M is singular to rounding.
  public init(
    of mixture: GaussianMixture, against covariance: Matrix? = nil, dimension: Int
  ) throws(LinearAlgebraError) {
    let d = mixture.dimension
    precondition(dimension >= 0 && dimension <= d, "a dimension between 0 and d")
    let between = mixture.betweenClassCovariance
    let covariance = covariance ?? mixture.totalCovariance
    let pencil = try SymmetricDefinitePencil(between, covariance)
    let leading = pencil.vectors.columns((d - dimension)..<d)
    values = Array(pencil.values.suffix(dimension).reversed())

    // In coordinates where M is the identity: rounding of B and of the factorisation, then the residual.
    let cholesky = try Cholesky(of: covariance)
    let inverse = cholesky.solveLower(.identity(d))
    let spectrum = try SymmetricEigen(of: covariance).values
    let condition = spectrum[d - 1] / spectrum[0]
    let largest = values.first ?? 0
    let deviations = (inverse.absolute * mixture.centred.means.absolute).scalingColumns(
      by: mixture.weights.map { $0.squareRoot() })
    let noise =
      Double(mixture.componentCount + 4) * .ulpOfOne * deviations.timesTranspose(deviations).frobeniusNorm
      + 4 * Double(d) * .ulpOfOne * condition * largest
    let residual = cholesky.solveLower(
      between * leading - (covariance * leading).scalingColumns(by: pencil.values.suffix(dimension)))
    valueError = residual.frobeniusNorm + noise
    guard dimension > 0, dimension < d else {
      subspace = Subspace(orthonormalBasis: try QR(of: leading).q)
      return
    }
    let gap = (values.last ?? 0) - max(pencil.values[d - dimension - 1], 0)
    // The way back to the original coordinates stretches a step by at most |L⁻¹|, the subspace by at least σ.
    let stretch = 1 / (spectrum[0].squareRoot() * (try SingularValues(of: leading).values[dimension - 1]))
    subspace = Subspace(orthonormalBasis: try QR(of: leading).q, error: stretch * valueError / gap)
  }
}
