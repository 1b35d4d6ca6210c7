import CLAPACKE

/// The thin singular value decomposition A = U diag(s) Vᵀ (LAPACK dgesdd, and dgesvd where that gives up; O(mn min(m, n))).
public struct SingularValues: Sendable {
  /// Left singular vectors, m × min(m, n), orthonormal columns.
  public let left: Matrix
  /// The singular values, descending, min(m, n) of them.
  public let values: [Double]
  /// Right singular vectors, n × min(m, n), orthonormal columns (V, not Vᵀ).
  public let right: Matrix

  /// Decomposes the m × n `matrix` of any shape and rank (LAPACK dgesdd or dgesvd, O(mn min(m, n))).
  /// - Throws: `.notFinite`, also when a singular value overflows, or `.notConverged`.
  public init(of matrix: Matrix) throws(LinearAlgebraError) {
    try self.init(of: matrix, by: [Self.divideAndConquer, Self.implicitShifts])
  }

  /// A decomposition in the making: the matrix, which is overwritten, U, s and Vᵀ.
  struct Factors {
    var a: Matrix
    var u: Matrix
    var s: [Double]
    var vt: Matrix
  }

  /// Fills in the factors and gives LAPACK's answer.
  typealias Driver = (inout Factors) -> Int32

  /// - Parameter drivers: each is tried where the one before it does not converge.
  init(of matrix: Matrix, by drivers: [Driver]) throws(LinearAlgebraError) {
    guard matrix.isFinite else { throw .notFinite }
    Provider.pinned
    let (m, n) = (matrix.rows, matrix.columns)
    let k = min(m, n)
    for driver in drivers {
      var factors = Factors(
        a: matrix, u: Matrix(rows: m, columns: k), s: Array(repeating: 0, count: k),
        vt: Matrix(rows: k, columns: n))
      guard answer(of: "dgesdd or dgesvd", k == 0 ? 0 : driver(&factors)) == 0 else { continue }
      guard factors.s.allSatisfy(\.isFinite), factors.u.isFinite, factors.vt.isFinite else {
        throw .notFinite
      }
      (left, values, right) = (factors.u, factors.s, factors.vt.transposed)
      return
    }
    throw .notConverged(routine: "dgesdd and dgesvd")
  }

  /// A bound on what each value is off from that of a matrix, O(mn min(m, n)): LAPACK's answer is checked in 106 bits, not trusted
  /// (Proofs/Certificate.md, S13). Infinite where the vectors are not orthogonal at all.
  /// - Parameter matrix: m × n.
  package func error(of matrix: Matrix) -> Double {
    let (u, v) = (DoubleDoubleMatrix(left), DoubleDoubleMatrix(right))
    let scaled = u.scalingColumns(by: values)
    let residual = (DoubleDoubleMatrix(matrix) - scaled * v.transposed).normBound
    let (defectOfU, defectOfV) = (u.orthogonalityDefect, v.orthogonalityDefect)
    guard defectOfU < 1, defectOfV < 1 else { return .infinity }
    let ofProducts = 0x1p-98 * Double(matrix.rows + matrix.columns) * matrix.frobeniusNorm
    return residual + ofProducts + (values.first ?? 0) * (defectOfU * (1 + defectOfV) + defectOfV)
  }

  static func divideAndConquer(_ factors: inout Factors) -> Int32 {
    let (m, n, k) = (Int32(factors.u.rows), Int32(factors.vt.columns), Int32(factors.s.count))
    return factors.a.withUnsafeMutableEntries { a in
      factors.u.withUnsafeMutableEntries { u in
        factors.vt.withUnsafeMutableEntries { vt in
          LAPACKE_dgesdd(
            LAPACK_COL_MAJOR, Letter.thin, m, n, a.baseAddress, m, &factors.s, u.baseAddress, m,
            vt.baseAddress, k)
        }
      }
    }
  }

  static func implicitShifts(_ factors: inout Factors) -> Int32 {
    let (m, n, k) = (Int32(factors.u.rows), Int32(factors.vt.columns), Int32(factors.s.count))
    // What is left of the superdiagonal where it does not converge.
    var rest = [Double](repeating: 0, count: Int(k))
    return factors.a.withUnsafeMutableEntries { a in
      factors.u.withUnsafeMutableEntries { u in
        factors.vt.withUnsafeMutableEntries { vt in
          LAPACKE_dgesvd(
            LAPACK_COL_MAJOR, Letter.thin, Letter.thin, m, n, a.baseAddress, m, &factors.s, u.baseAddress, m,
            vt.baseAddress, k, &rest)
        }
      }
    }
  }
}
