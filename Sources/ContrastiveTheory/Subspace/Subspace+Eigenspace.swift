import Evidence
import LinearAlgebra

extension Subspace {
  /// The span of the eigenvectors of a symmetric matrix with the largest eigenvalues. O(d³), LAPACK dsyevd.
  ///
  /// The error is Davis and Kahan's: what LAPACK's answer is off by, which is computed, and 2 d ε |A| for the rounding of the matrix
  /// itself, which is estimated, over the gap to the next eigenvalue.
  public static func leadingEigenspace(
    of matrix: Matrix, dimension: Int
  ) throws(LinearAlgebraError) -> Subspace {
    let rounding = 2 * Double(matrix.rows) * .ulpOfOne * matrix.frobeniusNorm
    return try leadingEigenspace(
      of: DoubleDoubleMatrix(matrix), error: .computed([.rounding: rounding]), dimension: dimension)
  }

  /// The same of a matrix that is known beyond doubles.
  /// - Parameter error: what it may be off by, Frobenius.
  static func leadingEigenspace(
    of matrix: DoubleDoubleMatrix, error: ErrorBudget, dimension: Int
  ) throws(LinearAlgebraError) -> Subspace {
    let eigen = try SymmetricEigen(of: matrix.high)
    let d = matrix.rows
    let leading = DoubleDoubleMatrix(eigen.vectors.columns((d - dimension)..<d))
    guard dimension > 0, dimension < d else {
      return Subspace(exactBasis: leading, budget: .proved([.rounding: 0]))
    }
    let checked: (moved: ErrorBudget, ofVectors: Double)
    if d <= largestChecked {
      let errors = eigen.errors(of: matrix)
      checked = (error + .proved([.rounding: errors.ofValues]), 2 * errors.ofVectors)
    } else {
      let ritz = leading.scalingColumns(by: Array(eigen.values.suffix(dimension)))
      checked = (error + .computed([.rounding: (matrix * leading - ritz).normBound]), 0)
    }
    let gap = eigen.values[d - dimension] - eigen.values[d - dimension - 1] - checked.moved.total
    return Subspace(
      exactBasis: leading.orthonormalised,
      budget: checked.moved.scaled(by: gap > 0 ? 1 / gap : .infinity)
        + .proved([.rounding: checked.ofVectors]))
  }

  /// In so many dimensions all eigenpairs are checked, in a second; in more, those of the subspace alone, and the gap is LAPACK's.
  private static var largestChecked: Int { 400 }
}
