import CVectorMath

/// The Cholesky factor L of a symmetric positive definite matrix, A = L Lᵀ, in 106 bits, O(n³).
///
/// L Lᵀ is within 2⁻¹⁰¹ (n + 1) |L| |Lᵀ| of A entry for entry (Higham, *Accuracy and Stability of Numerical Algorithms*, theorem
/// 10.3, with the unit of ``DoubleDouble``), whatever the units of the coordinates are.
package struct DoubleDoubleCholesky: Sendable {
  /// A to the nearest double.
  package let matrix: Matrix
  /// L, n × n, lower triangular, zeros above the diagonal.
  package let exactFactor: DoubleDoubleMatrix

  /// L to the nearest double.
  package var factor: Matrix { exactFactor.high }
  /// Lᵀ, made anew: what takes it does more than that.
  private var transposedFactor: DoubleDoubleMatrix { exactFactor.transposed }

  /// Factors the n × n `matrix`, of which only the lower triangle enters the result.
  /// - Throws: `.notFinite`, or `.notPositiveDefinite` with the order of the first minor that is not positive.
  package init(of matrix: DoubleDoubleMatrix) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns, "Cholesky needs a square matrix")
    guard matrix.high.isFinite else { throw .notFinite }
    self.matrix = matrix.high
    let n = matrix.rows
    var l = matrix
    var minor = 0
    l.withUnsafeMutableWords { minor = double_double_cholesky(n, $0, $1) }
    guard minor == 0 else { throw .notPositiveDefinite(leadingMinor: minor) }
    guard l.high.isFinite else { throw .notFinite }
    exactFactor = l
  }

  /// What 106 bits leave open of L⁻¹ X L⁻ᵀ in the Frobenius norm, by the condition number at its most, whatever the units are.
  /// - Parameter size: the Frobenius norm of L⁻¹ X L⁻ᵀ.
  package func lost(ofSize size: Double) -> Double {
    let (n, spread) = (matrix.rows, inverseRootOfCorrelation.bound)
    return 0x1p-96 * Double(n * n) * spread * spread * size
  }

  /// A bound on by how much L or its inverse can widen an angle, at least the root of the condition number of A: |L| |L⁻¹|, Frobenius,
  /// infinite where doubles do not tell. O(n³).
  package var stretch: Double {
    let (inverse, bound, error) = inverseRootOfCorrelation
    guard bound < .infinity else { return .infinity }
    let unscaled = inverse.scalingColumns(by: matrix.diagonal.map { 1 / $0.squareRoot() })
    return 1.01 * bound / (bound - error) * exactFactor.normBound * unscaled.frobeniusNorm
  }

  /// L⁻¹ D, D the roots of the diagonal of A: whatever the units are, its square is the trace of the inverse of the correlations. By
  /// substitution in doubles, which no LAPACK has a part in, with a bound on its Frobenius norm and on its error (Proofs/Certificate.md,
  /// S12), both infinite where doubles do not tell. O(n³).
  package var inverseRootOfCorrelation: (value: Matrix, bound: Double, error: Double) {
    let n = matrix.rows
    var inverse = Matrix.diagonal(matrix.diagonal.map { $0.squareRoot() })
    inverse.withUnsafeMutableEntries { inverse in
      factor.withUnsafeEntries { factor in
        if let x = inverse.baseAddress, let l = factor.baseAddress { triangular_solve_diagonal(n, l, x) }
      }
    }
    let size = (1 + 0x1p-30) * inverse.frobeniusNorm
    let share = 0x1p-52 * Double(n + 2) * Double(n).squareRoot() * size
    guard share < 0.5 else { return (inverse, .infinity, .infinity) }
    let error = share / (1 - share) * size
    return (inverse, size + error, error)
  }

  /// Factors a matrix of doubles.
  package init(of matrix: Matrix) throws(LinearAlgebraError) { try self.init(of: DoubleDoubleMatrix(matrix)) }

  /// L⁻¹ B for an n × k matrix B, O(n² k).
  package func solveLower(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    exactFactor.substituted(into: right, backward: false)
  }

  /// L⁻ᵀ B for an n × k matrix B, O(n² k).
  package func solveTransposedLower(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    transposedFactor.substituted(into: right, backward: true)
  }

  /// A⁻¹ B for an n × k matrix B, O(n² k).
  package func solve(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    solveTransposedLower(solveLower(right))
  }

  /// Lᵀ B for an n × k matrix B, O(n² k).
  package func transposeTimes(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix { transposedFactor * right }

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
}

extension DoubleDoubleMatrix {
  /// T⁻¹ B for this triangular matrix T, n × n: a lower one, or, backward, an upper one.
  fileprivate func substituted(into right: DoubleDoubleMatrix, backward: Bool) -> DoubleDoubleMatrix {
    precondition(rows == right.rows, "shapes differ")
    var x = right
    x.withUnsafeMutableWords { xHigh, xLow in
      withUnsafeWords { high, low in
        double_double_substitute(backward ? 1 : 0, rows, right.columns, high, low, xHigh, xLow)
      }
    }
    return x
  }
}
