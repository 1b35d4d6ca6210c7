import CLAPACKE

/// The Cholesky factor L of a symmetric positive definite matrix, A = L Lᵀ (LAPACK dpotrf, O(n³/3)).
public struct Cholesky: Sendable {
  /// The lower triangular factor, n × n, zero above the diagonal.
  public let factor: Matrix

  /// Factors `matrix`, of which only the lower triangle is read.
  /// - Throws: `.notFinite`, or `.notPositiveDefinite` with the order of the first minor that is not positive.
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "Cholesky needs a square matrix")
    guard matrix.isFinite else { throw .notFinite }
    Provider.pinned
    let n = matrix.rows
    var l = matrix
    let info = l.withUnsafeMutableEntries { entries in
      n == 0 ? 0 : LAPACKE_dpotrf(LAPACK_COL_MAJOR, 76 /* L */, Int32(n), entries.baseAddress, Int32(n))
    }
    guard info == 0 else { throw .notPositiveDefinite(leadingMinor: Int(info)) }
    for j in 0..<n {
      for i in 0..<j { l[i, j] = 0 }
    }
    factor = l
  }

  /// A⁻¹ B (LAPACK dpotrs).
  public func solve(_ right: Matrix) -> Matrix { solveTransposedLower(solveLower(right)) }

  /// L⁻¹ B (BLAS dtrsm).
  public func solveLower(_ right: Matrix) -> Matrix { triangularSolve(right, CblasNoTrans) }

  /// L⁻ᵀ B (BLAS dtrsm).
  public func solveTransposedLower(_ right: Matrix) -> Matrix { triangularSolve(right, CblasTrans) }

  private func triangularSolve(_ right: Matrix, _ transpose: CBLAS_TRANSPOSE) -> Matrix {
    let n = factor.rows
    precondition(right.rows == n, "the right side needs \(n) rows")
    var x = right
    guard n > 0, right.columns > 0 else { return x }
    x.withUnsafeMutableEntries { entries in
      cblas_dtrsm(
        CblasColMajor, CblasLeft, CblasLower, transpose, CblasNonUnit, Int32(n), Int32(right.columns), 1,
        factor.storage, Int32(n), entries.baseAddress, Int32(n))
    }
    return x
  }
}
