import CLAPACKE

extension Matrix {
  /// The n × k solution X of A X = B, for the n × n matrix A = `self` and an n × k matrix B, by LU with partial
  /// pivoting (LAPACK dgesv, O(n³ + n² k)). With k = 0 the matrix is not factored, and not found singular.
  /// - Throws: `.notFinite`, also when the solution overflows, or `.singular` when a pivot is exactly zero.
  public func solve(_ right: Matrix) throws(LinearAlgebraError) -> Matrix {
    precondition(rows == columns, "a linear system needs a square matrix")
    precondition(right.rows == rows, "the right side needs \(rows) rows")
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
    guard answer(of: "dgesv", info) == 0 else { throw .singular }
    guard x.isFinite else { throw .notFinite }
    return x
  }
}
