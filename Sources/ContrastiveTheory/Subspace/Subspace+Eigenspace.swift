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
      of: MatrixEstimate(DoubleDoubleMatrix(matrix), budget: .computed([.rounding: rounding])),
      dimension: dimension)
  }

  /// The same of a matrix that is known beyond doubles.
  package static func leadingEigenspace(
    of matrix: MatrixEstimate, dimension: Int
  ) throws(LinearAlgebraError) -> Subspace {
    try eigenspace(of: matrix) { _ in Array((matrix.rows - dimension)..<matrix.rows) }
  }

  /// The span of eigenvectors of a symmetric matrix that is known beyond doubles.
  /// - Parameter choice: the places of their eigenvalues.
  package static func eigenspace(
    of matrix: MatrixEstimate, choosing choice: (SymmetricEigen) -> [Int]
  ) throws(LinearAlgebraError) -> Subspace {
    let eigen = try SymmetricEigen(of: matrix.value.high)
    let d = matrix.rows
    let chosen = choice(eigen)
    let values = chosen.map { eigen.values[$0] }
    let vectors = DoubleDoubleMatrix(eigen.vectors.columns(chosen))
    guard chosen.count > 0, chosen.count < d else { return Subspace(exactBasis: vectors, budget: .exact) }
    let checked: (moved: ErrorBudget, ofVectors: Double)
    if d <= largestChecked {
      let errors = eigen.errors(of: matrix.value)
      checked = (matrix.budget + .proved([.rounding: errors.ofValues]), 2 * errors.ofVectors)
    } else {
      let residual = (matrix.value * vectors - vectors.scalingColumns(by: values)).normBound
      checked = (matrix.budget + .computed([.rounding: residual]), 0)
    }
    let others = Set(0..<d).subtracting(chosen).map { eigen.values[$0] }
    let nearest = values.reduce(.infinity) { least, value in
      others.reduce(least) { min($0, abs($1 - value)) }
    }
    let gap = nearest - checked.moved.total
    return Subspace(
      exactBasis: vectors.orthonormalised,
      budget: checked.moved.scaled(by: gap > 0 ? 1 / gap : .infinity)
        + .proved([.rounding: checked.ofVectors]))
  }

  /// In so many dimensions all eigenpairs are checked, in a second; in more, those of the subspace alone, and the gap is LAPACK's.
  private static var largestChecked: Int { 400 }
}
