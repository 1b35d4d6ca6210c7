import CLAPACKE

/// The Cholesky factor L of a symmetric positive definite matrix, A = L Lᵀ (LAPACK dpotrf, O(n³/3)).
public struct Cholesky: Sendable {
  /// The lower triangular factor, n × n, zero above the diagonal.
  public let factor: Matrix

  /// Factors the n × n `matrix`, of which only the lower triangle enters the result (LAPACK dpotrf, O(n³/3)).
  /// - Throws: `.notFinite`, or `.notPositiveDefinite` with the order of the first minor that is not positive.
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "Cholesky needs a square matrix")
    guard matrix.isFinite else { throw .notFinite }
    Provider.pinned
    let n = matrix.rows
    var l = matrix
    let info = l.withUnsafeMutableEntries { entries in
      n == 0
        ? 0 : LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, Letter.lower, Int32(n), entries.baseAddress, Int32(n))
    }
    let minor = answer(of: "dpotrf", info)
    guard minor == 0 else { throw .notPositiveDefinite(leadingMinor: minor) }
    l.withUnsafeMutableEntries { entries in
      for j in 0..<n { entries[(j * n)..<(j * n + j)].update(repeating: 0) }
    }
    guard l.isFinite else { throw .notFinite }
    factor = l
  }

  /// A⁻¹ B for an n × k matrix B (two calls of BLAS dtrsm, O(n² k)). It cannot fail, but overflows for a factor
  /// that is singular to rounding, and passes on what is not finite in B.
  public func solve(_ right: Matrix) -> Matrix { solveTransposedLower(solveLower(right)) }

  /// L⁻¹ B for an n × k matrix B (BLAS dtrsm, O(n² k)).
  public func solveLower(_ right: Matrix) -> Matrix { triangularSolve(right, CblasNoTrans) }

  /// L⁻ᵀ B for an n × k matrix B (BLAS dtrsm, O(n² k)).
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
