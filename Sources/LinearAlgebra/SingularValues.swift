import CLAPACKE

/// The thin singular value decomposition A = U diag(s) Vᵀ (LAPACK dgesdd, O(mn min(m, n))).
public struct SingularValues: Sendable {
  /// Left singular vectors, m × min(m, n), orthonormal columns.
  public let left: Matrix
  /// The singular values, descending, min(m, n) of them.
  public let values: [Double]
  /// Right singular vectors, n × min(m, n), orthonormal columns (V, not Vᵀ).
  public let right: Matrix

  /// Decomposes the m × n `matrix` of any shape and rank (LAPACK dgesdd, O(mn min(m, n))).
  /// - Throws: `.notFinite`, also when a singular value overflows, or `.notConverged`.
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    guard matrix.isFinite else { throw .notFinite }
    Provider.pinned
    let (m, n) = (matrix.rows, matrix.columns)
    let k = min(m, n)
    var a = matrix
    var u = Matrix(rows: m, columns: k)
    var vt = Matrix(rows: k, columns: n)
    var s = [Double](repeating: 0, count: k)
    let info = a.withUnsafeMutableEntries { x in
      u.withUnsafeMutableEntries { y in
        vt.withUnsafeMutableEntries { z in
          k == 0
            ? 0
            : LAPACKE_dgesdd(
              LAPACK_COL_MAJOR, Letter.thin, Int32(m), Int32(n), x.baseAddress, Int32(m), &s, y.baseAddress,
              Int32(m), z.baseAddress, Int32(k))
        }
      }
    }
    guard answer(of: "dgesdd", info) == 0 else { throw .notConverged(routine: "dgesdd") }
    guard s.allSatisfy(\.isFinite), u.isFinite, vt.isFinite else { throw .notFinite }
    left = u
    values = s
    right = vt.transposed
  }
}
