import CLAPACKE

/// The generalised eigenproblem A v = λ B v with A symmetric and B symmetric positive definite
/// (LAPACK dsygvd, O(n³)).
public struct SymmetricDefinitePencil: Sendable {
  /// The eigenvalues, ascending.
  public let values: [Double]
  /// The eigenvectors, one a column, normalised by Vᵀ B V = I.
  public let vectors: Matrix

  /// Decomposes the pencil (a, b); only the lower triangles are read.
  /// - Throws: `.notFinite`, `.notPositiveDefinite` (of b) or `.notConverged`.
  public init(_ a: Matrix, _ b: Matrix) throws(LinearAlgebraError) {
    precondition(
      a.rows == a.columns && b.rows == b.columns && a.rows == b.rows, "a pencil needs square matrices")
    guard a.isFinite, b.isFinite else { throw .notFinite }
    Provider.pinned
    let n = a.rows
    var v = a
    var factor = b
    var w = [Double](repeating: 0, count: n)
    let info = v.withUnsafeMutableEntries { x in
      factor.withUnsafeMutableEntries { y in
        n == 0
          ? 0
          : LAPACKE_dsygvd(
            LAPACK_COL_MAJOR, 1, 86 /* V */, 76 /* L */, Int32(n), x.baseAddress, Int32(n), y.baseAddress,
            Int32(n), &w)
      }
    }
    guard info <= n else { throw .notPositiveDefinite(leadingMinor: Int(info) - n) }
    guard info == 0 else { throw .notConverged(routine: "dsygvd") }
    values = w
    vectors = v
  }
}
