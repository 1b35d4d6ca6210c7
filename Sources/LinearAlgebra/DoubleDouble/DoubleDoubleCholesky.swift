import CVectorMath

/// The Cholesky factor L of a symmetric positive definite matrix, A = L Lᵀ, in 106 bits, O(n³).
///
/// L Lᵀ is within 2⁻⁹⁸ n √(Aᵢᵢ Aⱼⱼ) of A entry for entry (Proofs/Certificate.md, S12; Higham, *Accuracy and Stability of Numerical
/// Algorithms*, theorem 10.3), whatever the units of the coordinates are.
package struct DoubleDoubleCholesky: Sendable {
  /// A to the nearest double.
  package let matrix: Matrix
  /// L, n × n, lower triangular, zeros above the diagonal.
  package let exactFactor: DoubleDoubleMatrix

  /// L to the nearest double.
  package var factor: Matrix { exactFactor.high }

  /// Factors the n × n `matrix`, of which only the lower triangle enters the result.
  /// - Throws: `.notFinite`, or `.notPositiveDefinite` with the order of the first minor that is not positive.
  package init(of matrix: consuming DoubleDoubleMatrix) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "Cholesky needs a square matrix")
    guard matrix.high.isFinite else { throw .notFinite }
    self.matrix = matrix.high
    let n = matrix.rows
    var l = consume matrix
    var minor = 0
    l.withUnsafeMutableWords { high, low in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 34 * n + 256) { work in
        if let work = work.baseAddress { minor = double_double_cholesky(n, high, low, work) }
      }
    }
    guard minor == 0 else { throw .notPositiveDefinite(leadingMinor: minor) }
    guard l.high.isFinite else { throw .notFinite }
    exactFactor = l
  }

  /// What 106 bits leave open of L⁻¹ X L⁻ᵀ in the Frobenius norm, by the condition number at its most, whatever the units are.
  /// - Parameter size: the Frobenius norm of L⁻¹ X L⁻ᵀ.
  package func lost(ofSize size: Double) -> Double {
    let (n, spread) = (matrix.rows, spread)
    return 0x1p-96 * Double(n * n) * spread * spread * size
  }

  /// A bound on by how much L or its inverse can widen an angle, at least the root of the condition number of A: |L| |L⁻¹|, Frobenius,
  /// infinite where doubles do not tell. O(n³).
  package var stretch: Double {
    let inverse = inverseRoot
    guard inverse.bound < .infinity else { return .infinity }
    let unscaled = zip(inverse.squares, matrix.diagonal).reduce(0) { $0 + $1.0 / $1.1 }.squareRoot()
    return 1.01 * inverse.bound / (inverse.bound - inverse.error) * exactFactor.normBound * unscaled
  }

  /// A bound on |L⁻¹ D|, Frobenius, D the roots of the diagonal of A; infinite where doubles do not tell. Its square is, whatever the
  /// units are, about the trace of the inverse of the correlations. O(n³).
  package var spread: Double { inverseRoot.bound }

  private var inverseRoot: InverseRoot { inverseRoot(times: Array(repeating: 0, count: matrix.rows)) }

  /// What there is of L⁻¹ D, by substitution in doubles, which no LAPACK has a part in, with a bound on its Frobenius norm and on its
  /// error (Proofs/Certificate.md, S12), both infinite where doubles do not tell. O(n³).
  /// - Parameter given: one number for each column, not negative.
  package func inverseRoot(times given: [Double]) -> InverseRoot {
    let n = matrix.rows
    let roots = matrix.diagonal.map { $0.squareRoot() }
    var (squares, products) = (roots, roots)
    factor.withUnsafeEntries { factor in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 8 * n) { work in
        if let l = factor.baseAddress, let work = work.baseAddress {
          inverse_sizes(n, l, roots, given, work, &squares, &products)
        }
      }
    }
    let size = (1 + 0x1p-30) * squares.reduce(0, +).squareRoot()
    let share = 0x1p-52 * Double(n + 2) * Double(n).squareRoot() * size
    let error = share < 0.5 ? share / (1 - share) * size : .infinity
    return (squares: squares, products: products, bound: size + error, error: error)
  }

  /// Of L⁻¹ D as computed the squares of the lengths of its columns and the product of its absolute values with what was given.
  package typealias InverseRoot = (squares: [Double], products: [Double], bound: Double, error: Double)

  /// Factors a matrix of doubles.
  package init(of matrix: Matrix) throws(LinearAlgebraError) { try self.init(of: DoubleDoubleMatrix(matrix)) }

  /// L⁻¹ B for an n × k matrix B, O(n² k).
  package func solveLower(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    substituted(into: right, by: double_double_substitute)
  }

  /// L⁻ᵀ B for an n × k matrix B, O(n² k).
  package func solveTransposedLower(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    substituted(into: right, by: double_double_substitute_transposed)
  }

  /// A⁻¹ B for an n × k matrix B, O(n² k).
  package func solve(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    solveTransposedLower(solveLower(right))
  }

  /// Lᵀ B for an n × k matrix B, O(n² k).
  package func transposeTimes(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    exactFactor.transposed * right
  }

  /// B L for a k × n matrix B, O(n² k).
  package func rowsTimesFactor(_ rows: Matrix) -> DoubleDoubleMatrix {
    transposeTimes(DoubleDoubleMatrix(rows.transposed)).transposed
  }

  /// L⁻¹ B to the nearest double.
  package func solveLower(_ right: Matrix) -> Matrix { solveLower(DoubleDoubleMatrix(right)).high }

  /// L⁻ᵀ B to the nearest double.
  package func solveTransposedLower(_ right: Matrix) -> Matrix {
    solveTransposedLower(DoubleDoubleMatrix(right)).high
  }

  private typealias Substitution = (
    Int, Int, UnsafePointer<Double>?, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?,
    UnsafeMutablePointer<Double>?
  ) -> Void

  private func substituted(into right: DoubleDoubleMatrix, by substitute: Substitution) -> DoubleDoubleMatrix
  {
    precondition(matrix.rows == right.rows, "shapes differ")
    var x = right
    x.withUnsafeMutableWords { xHigh, xLow in
      exactFactor.withUnsafeWords { high, low in
        substitute(matrix.rows, right.columns, high, low, xHigh, xLow)
      }
    }
    return x
  }
}
