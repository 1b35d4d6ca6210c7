import CLAPACKE

/// The thin QR factorisation A = Q R of a matrix with at least as many rows as columns
/// (LAPACK dgeqrf and dorgqr, O(m n²)).
public struct QR: Sendable {
  /// m × n with orthonormal columns.
  public let q: Matrix
  /// n × n, upper triangular; its diagonal has any signs.
  public let r: Matrix

  /// Factors the m × n `matrix`, m ≥ n, of any rank (LAPACK dgeqrf and dorgqr, O(m n²)).
  /// - Throws: `.notFinite`, also when R overflows.
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    let (m, n) = (matrix.rows, matrix.columns)
    precondition(m >= n, "thin QR needs at least as many rows as columns")
    guard matrix.isFinite else { throw .notFinite }
    Provider.pinned
    guard n > 0 else {
      q = matrix
      r = Matrix(rows: 0, columns: 0)
      return
    }
    var a = matrix
    var tau = [Double](repeating: 0, count: n)
    var upper = Matrix(rows: n, columns: n)
    let factored = a.withUnsafeMutableEntries { entries in
      LAPACKE_dgeqrf(LAPACK_COL_MAJOR, Int32(m), Int32(n), entries.baseAddress, Int32(m), &tau)
    }
    _ = answer(of: "dgeqrf", factored)
    // Above the diagonal of `a` stands R, below it the Householder vectors of Q.
    guard a.isFinite else { throw .notFinite }
    for j in 0..<n {
      for i in 0...j { upper[i, j] = a[i, j] }
    }
    let expanded = a.withUnsafeMutableEntries { entries in
      LAPACKE_dorgqr(LAPACK_COL_MAJOR, Int32(m), Int32(n), Int32(n), entries.baseAddress, Int32(m), tau)
    }
    _ = answer(of: "dorgqr", expanded)
    q = a
    r = upper
  }
}
