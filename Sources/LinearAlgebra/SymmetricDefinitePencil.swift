import CLAPACKE

/// The generalised eigenproblem A v = λ B v with A symmetric and B symmetric positive definite
/// (LAPACK dsygvd, O(n³)).
public struct SymmetricDefinitePencil: Sendable {
  /// The n eigenvalues, ascending.
  public let values: [Double]
  /// The eigenvectors, n × n, one a column in the order of `values`, normalised by Vᵀ B V = I.
  public let vectors: Matrix

  /// Decomposes the pencil (a, b) of two n × n matrices, of which only the lower triangles enter the result
  /// (LAPACK dsygvd, O(n³)). The error grows with the condition number of b.
  /// - Throws: `.notFinite`, also when an eigenvector overflows, `.notPositiveDefinite` (of b) or `.notConverged`.
  public init(_ a: Matrix, _ b: Matrix) throws(LinearAlgebraError) {
    precondition(
      a.rows == a.columns && b.rows == b.columns && a.rows == b.rows,
      "a pencil needs square matrices of one size")
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
            LAPACK_COL_MAJOR, 1, Letter.vectors, Letter.lower, Int32(n), x.baseAddress, Int32(n),
            y.baseAddress, Int32(n), &w)
      }
    }
    let failure = answer(of: "dsygvd", info)
    // Up to n it is the eigensolver that failed; above n, the Cholesky factorisation of b.
    guard failure <= n else { throw .notPositiveDefinite(leadingMinor: failure - n) }
    guard failure == 0 else { throw .notConverged(routine: "dsygvd") }
    guard w.allSatisfy(\.isFinite), v.isFinite else { throw .notFinite }
    values = w
    vectors = v
  }
}
