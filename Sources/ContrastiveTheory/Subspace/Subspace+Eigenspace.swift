import LinearAlgebra

extension Subspace {
  /// The span of the eigenvectors of a symmetric matrix with the largest eigenvalues. O(d³), LAPACK dsyevd.
  ///
  /// The error is Davis and Kahan's: the residual, and d ε |A| for the rounding of the matrix itself, over the gap to
  /// the next eigenvalue.
  public static func leadingEigenspace(
    of matrix: Matrix, dimension: Int
  ) throws(LinearAlgebraError) -> Subspace {
    try leadingEigenspace(of: DoubleDoubleMatrix(matrix), dimension: dimension)
  }

  /// The same of a matrix that is known beyond doubles.
  static func leadingEigenspace(
    of matrix: DoubleDoubleMatrix, dimension: Int
  ) throws(LinearAlgebraError) -> Subspace {
    let eigen = try SymmetricEigen(of: matrix.high)
    let d = matrix.rows
    let leading = eigen.vectors.columns((d - dimension)..<d)
    guard dimension > 0, dimension < d else { return Subspace(orthonormalBasis: leading) }
    let exact = DoubleDoubleMatrix(leading)
    let ritz = DoubleDoubleMatrix(.diagonal(Array(eigen.values.suffix(dimension))))
    let residual = (matrix * exact - exact * ritz).high.frobeniusNorm
    let rounding = 2 * Double(d) * .ulpOfOne * matrix.high.frobeniusNorm
    let gap = eigen.values[d - dimension] - eigen.values[d - dimension - 1]
    return Subspace(orthonormalBasis: leading, error: (residual + rounding) / gap)
  }
}
