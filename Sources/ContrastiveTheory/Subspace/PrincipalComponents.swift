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
  ///
  /// The error is Davis and Kahan's: the residual, and d ε |A| for the rounding of the matrix itself, over the gap to
  /// the next eigenvalue.
  public static func leadingEigenspace(
    of matrix: Matrix, dimension: Int
  ) throws(LinearAlgebraError) -> Subspace {
    let eigen = try SymmetricEigen(of: matrix)
    let d = matrix.rows
    let leading = eigen.vectors.columns((d - dimension)..<d)
    guard dimension > 0, dimension < d else { return Subspace(orthonormalBasis: leading) }
    let residual = matrix * leading - leading.scalingColumns(by: Array(eigen.values.suffix(dimension)))
    let rounding = 2 * Double(d) * .ulpOfOne * matrix.frobeniusNorm
    let gap = eigen.values[d - dimension] - eigen.values[d - dimension - 1]
    return Subspace(orthonormalBasis: leading, error: (residual.frobeniusNorm + rounding) / gap)
  }
}
