import LinearAlgebra

extension GaussianMixture {
  /// The span of the linear discriminants: the leading generalised eigenvectors of the pencil (B, T), between-class
  /// against total covariance (theory: T01). A second route to the Fisher subspace. O(d³), LAPACK dsygvd.
  /// - Parameter dimension: 0 … d; at most the dimension of the Fisher subspace is meaningful.
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(leadingMinor:)`` when T is singular to rounding.
  public func linearDiscriminants(dimension: Int) throws(LinearAlgebraError) -> Subspace {
    precondition(dimension >= 0 && dimension <= self.dimension, "a dimension between 0 and d")
    let pencil = try SymmetricDefinitePencil(betweenClassCovariance, totalCovariance)
    let leading = pencil.vectors.columns((self.dimension - dimension)..<self.dimension)
    return Subspace(orthonormalBasis: try QR(of: leading).q)
  }
}
