import LinearAlgebra

extension GaussianMixture {
  /// The span of the leading eigenvectors of the total covariance: what PCA finds. O(d³), LAPACK dsyevd.
  /// - Parameter dimension: 0 … d. Where eigenvalues tie at the cut, the subspace is one of many.
  public func principalSubspace(dimension: Int) throws(LinearAlgebraError) -> Subspace {
    precondition(dimension >= 0 && dimension <= self.dimension, "a dimension between 0 and d")
    return try Subspace.leadingEigenspace(of: totalEstimate, dimension: dimension)
  }

  /// The span of the leading eigenvectors of the second moment E x xᵀ: what PCA finds without centring. O(d³), LAPACK dsyevd.
  /// - Parameter dimension: 0 … d. Where eigenvalues tie at the cut, the subspace is one of many.
  public func uncentredPrincipalSubspace(dimension: Int) throws(LinearAlgebraError) -> Subspace {
    precondition(dimension >= 0 && dimension <= self.dimension, "a dimension between 0 and d")
    return try Subspace.leadingEigenspace(of: secondMomentEstimate, dimension: dimension)
  }
}
