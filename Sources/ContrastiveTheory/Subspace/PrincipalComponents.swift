import LinearAlgebra

extension GaussianMixture {
  /// The span of the leading eigenvectors of the total covariance: what PCA finds. O(d³), LAPACK dsyevd.
  /// - Parameter dimension: 0 … d. Where eigenvalues tie at the cut, the subspace is one of many.
  public func principalSubspace(dimension: Int) throws(LinearAlgebraError) -> Subspace {
    precondition(dimension >= 0 && dimension <= self.dimension, "a dimension between 0 and d")
    return try Subspace.leadingEigenspace(of: totalCovariance, dimension: dimension)
  }

  /// The span of the leading eigenvectors of the second moment E x xᵀ = T + μ μᵀ, without centring.
  /// - Parameter dimension: 0 … d.
  public func principalSubspaceOfSecondMoment(dimension: Int) throws(LinearAlgebraError) -> Subspace {
    precondition(dimension >= 0 && dimension <= self.dimension, "a dimension between 0 and d")
    let mean = Matrix(columnVectors: [self.mean])
    return try Subspace.leadingEigenspace(
      of: totalCovariance + mean.timesTranspose(mean), dimension: dimension)
  }
}

extension Subspace {
  /// The span of the eigenvectors of a symmetric matrix with the largest eigenvalues. O(d³), LAPACK dsyevd.
  public static func leadingEigenspace(
    of matrix: Matrix, dimension: Int
  ) throws(LinearAlgebraError) -> Subspace {
    let eigen = try SymmetricEigen(of: matrix)
    return Subspace(orthonormalBasis: eigen.vectors.columns((matrix.rows - dimension)..<matrix.rows))
  }
}
