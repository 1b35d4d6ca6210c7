/// The Cholesky factor L of a symmetric positive definite matrix, A = L Lᵀ, in 106 bits, O(n³).
///
/// L Lᵀ is within 2⁻¹⁰¹ (n + 1) |L| |Lᵀ| of A entry for entry (Higham, *Accuracy and Stability of Numerical Algorithms*, theorem
/// 10.3, with the unit of ``DoubleDouble``), whatever the units of the coordinates are.
package struct DoubleDoubleCholesky: Sendable {
  /// A to the nearest double.
  package let matrix: Matrix
  /// L, n × n, lower triangular, zeros above the diagonal.
  package let exactFactor: DoubleDoubleMatrix
  /// Its columns are the rows of L.
  private let transposedFactor: DoubleDoubleMatrix

  /// L to the nearest double.
  package var factor: Matrix { exactFactor.high }

  /// Factors the n × n `matrix`, of which only the lower triangle enters the result.
  /// - Throws: `.notFinite`, or `.notPositiveDefinite` with the order of the first minor that is not positive.
  package init(of matrix: DoubleDoubleMatrix) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "Cholesky needs a square matrix")
    guard matrix.high.isFinite else { throw .notFinite }
    self.matrix = matrix.high
    let n = matrix.rows
    var l = matrix
    for j in 0..<n {
      for i in 0..<j { l[i, j] = DoubleDouble(0) }
      for k in 0..<j { l.addMultiple(-l[j, k], ofColumn: k, toColumn: j, rows: j..<n) }
      let pivot = l[j, j]
      guard pivot.high > 0 else { throw .notPositiveDefinite(leadingMinor: j + 1) }
      let root = pivot.squareRoot
      for i in j..<n { l[i, j] = l[i, j] / root }
    }
    guard l.high.isFinite else { throw .notFinite }
    exactFactor = l
    transposedFactor = l.transposed
  }

  /// Factors a matrix of doubles.
  package init(of matrix: Matrix) throws(LinearAlgebraError) {
    try self.init(of: DoubleDoubleMatrix(matrix))
  }

  /// L⁻¹ B for an n × k matrix B, O(n² k).
  package func solveLower(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    let n = exactFactor.rows
    var x = right
    for column in 0..<right.columns {
      for k in 0..<n {
        let entry = x[k, column] / exactFactor[k, k]
        x[k, column] = entry
        x.addMultiple(-entry, ofColumn: k, of: exactFactor, toColumn: column, rows: (k + 1)..<n)
      }
    }
    return x
  }

  /// L⁻ᵀ B for an n × k matrix B, O(n² k).
  package func solveTransposedLower(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    var x = right
    for column in 0..<right.columns {
      for k in (0..<exactFactor.rows).reversed() {
        let entry = x[k, column] / exactFactor[k, k]
        x[k, column] = entry
        x.addMultiple(-entry, ofColumn: k, of: transposedFactor, toColumn: column, rows: 0..<k)
      }
    }
    return x
  }

  /// A⁻¹ B for an n × k matrix B, O(n² k).
  package func solve(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    solveTransposedLower(solveLower(right))
  }

  /// Lᵀ B for an n × k matrix B, O(n² k).
  package func transposeTimes(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix { transposedFactor * right }

  /// B L to the nearest double, for a k × n matrix B, O(n² k).
  package func rowsTimesFactor(_ rows: Matrix) -> Matrix {
    transposeTimes(DoubleDoubleMatrix(rows.transposed)).high.transposed
  }

  /// L⁻¹ B to the nearest double.
  package func solveLower(_ right: Matrix) -> Matrix { solveLower(DoubleDoubleMatrix(right)).high }

  /// L⁻ᵀ B to the nearest double.
  package func solveTransposedLower(_ right: Matrix) -> Matrix {
    solveTransposedLower(DoubleDoubleMatrix(right)).high
  }
}
