import CLAPACKE

/// Eigenvalues and orthonormal eigenvectors of a symmetric matrix (LAPACK dsyevd, O(n³)).
public struct SymmetricEigen: Sendable {
  /// The n eigenvalues, ascending.
  public let values: [Double]
  /// The eigenvectors, n × n, one a column, in the order of `values`.
  public let vectors: Matrix

  /// Decomposes the n × n `matrix`, of which only the lower triangle enters the result (LAPACK dsyevd, O(n³)).
  /// - Throws: `.notFinite`, also when an eigenvalue overflows, or `.notConverged`.
  public init(of matrix: consuming Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "an eigenproblem needs a square matrix")
    guard matrix.isFinite else { throw .notFinite }
    Provider.pinned
    let n = matrix.rows
    var v = matrix
    var w = [Double](repeating: 0, count: n)
    // Of the size that dsyevd would answer when asked, with blocks of up to 64 columns.
    let info = v.withUnsafeMutableEntries { entries in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1 + 6 * n + 2 * n * n, 66 * n)) { work in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 3 + 5 * n) { indices in
          n == 0
            ? 0
            : LAPACKE_dsyevd_work(
              LAPACK_COL_MAJOR, Letter.vectors, Letter.lower, Int32(n), entries.baseAddress, Int32(n), &w,
              work.baseAddress, Int32(work.count), indices.baseAddress, Int32(indices.count))
        }
      }
    }
    guard answer(of: "dsyevd", info) == 0 else { throw .notConverged(routine: "dsyevd") }
    guard w.allSatisfy(\.isFinite), v.isFinite else { throw .notFinite }
    values = w
    vectors = v
  }

  /// The sum of f(λ) v vᵀ over the eigenpairs: a function of the n × n matrix, exactly symmetric (BLAS dgemm,
  /// O(n³)).
  public func map(_ function: (Double) -> Double) -> Matrix {
    vectors.scalingColumns(by: values.map(function)).timesTranspose(vectors).symmetricPart
  }
}
