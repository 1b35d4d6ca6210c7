import CLAPACKE

/// Eigenvalues and orthonormal eigenvectors of a symmetric matrix (LAPACK dsyevd, and dsyev where that gives up; O(n³)).
public struct SymmetricEigen: Sendable {
  /// The n eigenvalues, ascending.
  public let values: [Double]
  /// The eigenvectors, n × n, one a column, in the order of `values`.
  public let vectors: Matrix

  /// Decomposes the n × n `matrix`, of which only the lower triangle enters the result (LAPACK dsyevd or dsyev, O(n³)).
  /// - Throws: `.notFinite`, also when an eigenvalue overflows, or `.notConverged`.
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    try self.init(of: matrix, by: [Self.divideAndConquer, Self.shiftedSteps])
  }

  /// Replaces a matrix by its eigenvectors, and gives the eigenvalues and LAPACK's answer.
  typealias Driver = (inout Matrix) -> (values: [Double], info: Int32)

  /// - Parameter drivers: each is tried where the one before it does not converge.
  init(of matrix: Matrix, by drivers: [Driver]) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "an eigenproblem needs a square matrix")
    guard matrix.isFinite else { throw .notFinite }
    Provider.pinned
    for driver in drivers {
      var v = matrix
      let (w, info) = matrix.rows == 0 ? ([], 0) : driver(&v)
      guard answer(of: "dsyevd or dsyev", info) == 0 else { continue }
      guard w.allSatisfy(\.isFinite), v.isFinite else { throw .notFinite }
      values = w
      vectors = v
      return
    }
    throw .notConverged(routine: "dsyevd and dsyev")
  }

  static func divideAndConquer(_ v: inout Matrix) -> (values: [Double], info: Int32) {
    let n = v.rows
    var w = [Double](repeating: 0, count: n)
    // Of the size that dsyevd would answer when asked, with blocks of up to 64 columns.
    let info = v.withUnsafeMutableEntries { entries in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1 + 6 * n + 2 * n * n, 66 * n)) { work in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 3 + 5 * n) { indices in
          LAPACKE_dsyevd_work(
            LAPACK_COL_MAJOR, Letter.vectors, Letter.lower, Int32(n), entries.baseAddress, Int32(n), &w,
            work.baseAddress, Int32(work.count), indices.baseAddress, Int32(indices.count))
        }
      }
    }
    return (w, info)
  }

  /// By QR steps: dsyevr's vectors would be a hundred times farther from orthogonal where eigenvalues coincide.
  static func shiftedSteps(_ v: inout Matrix) -> (values: [Double], info: Int32) {
    let n = v.rows
    var w = [Double](repeating: 0, count: n)
    let info = v.withUnsafeMutableEntries { entries in
      LAPACKE_dsyev(
        LAPACK_COL_MAJOR, Letter.vectors, Letter.lower, Int32(n), entries.baseAddress, Int32(n), &w)
    }
    return (w, info)
  }

  /// A bound on |A - Q diag(values) Qᵀ| for the orthogonal matrix Q next to ``vectors``, and on the distance of Q to them: LAPACK's
  /// answer is checked in 106 bits, not trusted (Proofs/Certificate.md, S13). So each eigenvalue of A is within `ofValues` of that
  /// in ``values``. Infinite where the vectors are not orthogonal at all. O(n³).
  /// - Parameter matrix: A, symmetric, n × n.
  package func errors(of matrix: DoubleDoubleMatrix) -> (ofValues: Double, ofVectors: Double) {
    let v = DoubleDoubleMatrix(vectors)
    let residual = (matrix * v - v.scalingColumns(by: values)).normBound
    let defect = v.orthogonalityDefect
    guard defect < 1 else { return (.infinity, .infinity) }
    let largest = values.reduce(0) { max($0, abs($1)) }
    let ofProducts = 0x1p-98 * Double(values.count) * (matrix.high.frobeniusNorm + largest)
    return ((residual + ofProducts + 2 * largest * defect) / (1 - defect), defect)
  }

  /// The sum of f(λ) v vᵀ over the eigenpairs: a function of the n × n matrix, exactly symmetric (BLAS dgemm,
  /// O(n³)).
  public func map(_ function: (Double) -> Double) -> Matrix {
    vectors.scalingColumns(by: values.map(function)).timesTranspose(vectors).symmetricPart
  }
}
