import Evidence
import LinearAlgebra

/// The linear discriminants of a mixture: the generalised eigenvectors of the between-class covariance B against a
/// covariance M (theory: T01). A second route to the Fisher subspace.
///
/// Against M = W the eigenvalues are Fisher's ratios λ ≥ 0, against M = T the correlation ratios ρ = λ / (1 + λ).
public struct LinearDiscriminants: Sendable {
  /// The leading eigenvalues, descending, each with what rounding may have done to it.
  public let values: [Estimate]
  /// The span of their eigenvectors, with what rounding may have done to it.
  public let subspace: Subspace

  /// Solves the pencil (B, M) for its leading eigenvectors (LAPACK dsyevd, O(d³)).
  /// - Parameters:
  ///   - mixture: in d dimensions.
  ///   - covariance: M, d × d; nil takes T. One of the mixture's own is taken as it is before rounding.
  ///   - dimension: how many, 0 … d; at most the dimension of the Fisher subspace is meaningful.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when M is singular to rounding.
  public init(
    of mixture: GaussianMixture, against covariance: Matrix? = nil, dimension: Int
  ) throws(LinearAlgebraError) {
    let d = mixture.dimension
    precondition(dimension >= 0 && dimension <= d, "a dimension between 0 and d")
    let eigenspace = try PencilEigenspace(
      mixture.exactBetweenClassCovariance,
      against: covariance.map { mixture.exact($0) } ?? mixture.exactTotalCovariance,
      off: mixture.whitenedMomentError, dimension: dimension)
    values = eigenspace.estimates
    subspace = eigenspace.subspace
  }
}

extension GaussianMixture {
  /// A covariance as it is before rounding, where it is one of the mixture's own.
  fileprivate func exact(_ covariance: Matrix) -> DoubleDoubleMatrix {
    if covariance == withinClassCovariance { return exactWithinClassCovariance }
    return covariance == totalCovariance ? exactTotalCovariance : DoubleDoubleMatrix(covariance)
  }
}
