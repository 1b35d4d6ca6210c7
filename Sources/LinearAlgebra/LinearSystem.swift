import CLAPACKE

extension Matrix {
  /// The solution X of A X = B by LU with partial pivoting (LAPACK dgesv, O(n³)).
  /// - Throws: `.notFinite`, or `.singular` when a pivot is exactly zero.
  public func solve(_ right: Matrix) throws(LinearAlgebraError) -> Matrix {
    precondition(rows == columns && right.rows == rows, "a linear system needs a square matrix")
    guard isFinite, right.isFinite else { throw .notFinite }
    Provider.pinned
    let n = rows
    var lu = self
    var x = right
    var pivots = [Int32](repeating: 0, count: n)
    let info = lu.withUnsafeMutableEntries { a in
      x.withUnsafeMutableEntries { b in
        n == 0 || right.columns == 0
          ? 0
          : LAPACKE_dgesv(
            LAPACK_COL_MAJOR, Int32(n), Int32(right.columns), a.baseAddress, Int32(n), &pivots, b.baseAddress,
            Int32(n))
      }
    }
    guard info == 0 else { throw .singular }
    return x
  }
}
