import Evidence
import LinearAlgebra

/// A matrix in 106 bits and what it may be wrong by, in the Frobenius norm.
///
/// As with an `Estimate`, arithmetic carries the errors along and adds what its own rounding did (Proofs/Certificate.md, S18): a
/// formula that is written with matrices needs no error analysis by hand.
package struct MatrixEstimate: Sendable {
  package let value: DoubleDoubleMatrix
  /// In the Frobenius norm.
  package let budget: ErrorBudget

  /// - Parameter budget: leave it out for a matrix that is known exactly.
  package init(_ value: DoubleDoubleMatrix, budget: ErrorBudget = .exact) {
    (self.value, self.budget) = (value, budget)
  }

  /// A matrix of doubles, exactly.
  package init(_ matrix: Matrix) { self.init(DoubleDoubleMatrix(matrix)) }

  /// Orthonormal columns that span those of a matrix, which are independent.
  package init(orthonormalising matrix: Matrix) {
    let basis = DoubleDoubleMatrix(matrix).orthonormalised
    self.init(basis, budget: .proved([.rounding: basis.orthogonalityDefect]))
  }

  package var rows: Int { value.rows }
  package var columns: Int { value.columns }

  /// A bound on the Frobenius norm.
  package var size: Double { (1 + 0x1p-30) * (value.normBound + budget.total) }

  /// The number at a row and a column.
  package subscript(row: Int, column: Int) -> Estimate {
    let entry = value[row, column]
    return Estimate(entry.high, budget: budget + .proved([.rounding: entry.low.magnitude]))
  }

  package var transposed: MatrixEstimate { MatrixEstimate(value.transposed, budget: budget) }

  /// The matrix without what is off its diagonal.
  package var diagonalPart: MatrixEstimate {
    var part = DoubleDoubleMatrix(Matrix(rows: rows, columns: columns))
    for i in 0..<min(rows, columns) { part[i, i] = value[i, i] }
    return MatrixEstimate(part, budget: budget)
  }

  /// The columns of the range.
  package func columns(_ range: Range<Int>) -> MatrixEstimate {
    MatrixEstimate(value.columns(range), budget: budget)
  }

  /// Each column times its number.
  package func scalingColumns(by factors: [Double]) -> MatrixEstimate {
    let largest = factors.reduce(0) { max($0, $1.magnitude) }
    return MatrixEstimate(
      value.scalingColumns(by: factors),
      budget: budget.scaled(by: largest) + Self.rounding(1, products: largest, value.normBound))
  }

  package static func + (a: MatrixEstimate, b: MatrixEstimate) -> MatrixEstimate {
    MatrixEstimate(
      a.value + b.value, budget: a.budget + b.budget + rounding(1, a.value.normBound + b.value.normBound))
  }

  package static func - (a: MatrixEstimate, b: MatrixEstimate) -> MatrixEstimate { a + -1 * b }

  package static func * (factor: Estimate, a: MatrixEstimate) -> MatrixEstimate {
    var scaled = DoubleDoubleMatrix(Matrix(rows: a.rows, columns: a.columns))
    scaled.add(DoubleDouble(factor.value), times: a.value)
    return MatrixEstimate(
      scaled,
      budget: a.budget.scaled(by: factor.value.magnitude) + factor.budget.scaled(by: a.size)
        + rounding(1, products: factor.value.magnitude, a.value.normBound))
  }

  /// The product, O(rows · inner · columns).
  package static func * (a: MatrixEstimate, b: MatrixEstimate) -> MatrixEstimate {
    let size = a.value.normBound
    return MatrixEstimate(
      a.value * b.value,
      budget: b.budget.scaled(by: size) + a.budget.scaled(by: b.size)
        + rounding(a.columns, products: size, b.value.normBound))
  }

  /// The sum of the products of the entries of two matrices of one shape.
  package func inner(_ other: MatrixEstimate) -> Estimate {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    var sum = DoubleDouble(0)
    for j in 0..<columns {
      for i in 0..<rows { sum = sum + value[i, j] * other.value[i, j] }
    }
    let size = value.normBound
    return Estimate(
      sum.high,
      budget: other.budget.scaled(by: size) + budget.scaled(by: other.size)
        + Self.rounding(rows * columns, products: size, other.value.normBound)
        + .proved([.rounding: sum.low.magnitude]))
  }

  /// The sum of the diagonal.
  package var trace: Estimate {
    inner(MatrixEstimate(Matrix(rows: rows, columns: columns) { $0 == $1 ? 1 : 0 }))
  }

  /// The Frobenius norm.
  package var norm: Estimate {
    // Squares of small numbers underflow: the matrix is multiplied by a power of two first, which is exact.
    let largest = value.high.largestEntry
    guard largest > 0, largest.isFinite else { return Estimate(largest, budget: budget) }
    let scale = Double(sign: .plus, exponent: min(max(-largest.exponent, -1000), 1000), significand: 1)
    let scaled = Estimate(exactly: scale) * MatrixEstimate(value)
    let length = scaled.inner(MatrixEstimate(scaled.value)).value.squareRoot() / scale
    return Estimate(
      length, budget: budget + .proved([.rounding: 0x1p-50 * length + Self.underflow(rows * columns)]))
  }

  /// What operations in 106 bits leave open, each exact to 2⁻¹⁰² of its operands: of sums of so many products of norms.
  private static func rounding(_ terms: Int, _ size: Double) -> ErrorBudget {
    .proved([.rounding: 0x1p-98 * Double(terms + 1) * size])
  }

  /// The same of sums of so many products of numbers from matrices with these norms, which may underflow.
  private static func rounding(_ terms: Int, products a: Double, _ b: Double) -> ErrorBudget {
    let ofSizes = rounding(terms, a * b)
    // Of larger ones what underflows is less than what 106 bits leave open; of zeros nothing is lost.
    guard a > 0, b > 0, a * b < 0x1p-800 else { return ofSizes }
    return ofSizes + .proved([.rounding: underflow(terms)])
  }

  /// What so many operations lose to numbers below the smallest that a double can be.
  private static func underflow(_ operations: Int) -> Double { 0x1p-1060 * Double(operations + 1) }
}
