import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Numbers of 106 bits` {
  @Test func `keep what doubles lose`() {
    let (one, tiny) = (DoubleDouble(1), DoubleDouble(0x1p-80))
    #expect((one + tiny) - one == tiny)
    #expect((one + tiny) * (one - tiny) - one == DoubleDouble(0))
    let third = one / DoubleDouble(3)
    #expect(abs((third * DoubleDouble(3) - one).high) < 0x1p-104)
    let root = DoubleDouble(2).squareRoot
    #expect(abs((root * root - DoubleDouble(2)).high) < 0x1p-102)
  }

  @Test func `the factor of a matrix that is singular to doubles is one`() throws {
    // Hilbert's matrix of order 10 has the condition number 1.6e13.
    let hilbert = Matrix(rows: 10, columns: 10) { 1 / Double($0 + $1 + 1) }
    let root = try DoubleDoubleCholesky(of: hilbert)
    let product = root.exactFactor * root.exactFactor.transposed
    #expect((product - DoubleDoubleMatrix(hilbert)).high.frobeniusNorm < 0x1p-98)
    let inverse = root.solve(DoubleDoubleMatrix(.identity(10)))
    let identity = DoubleDoubleMatrix(hilbert) * inverse - DoubleDoubleMatrix(.identity(10))
    #expect(identity.high.frobeniusNorm < 1e-15)
    // Of a factor in doubles the trace has three digits, and the bound none to spare.
    let spread = root.inverseRootOfCorrelation
    let trace = (0..<10).reduce(0) { $0 + inverse.high[$1, $1] * hilbert[$1, $1] }
    #expect(abs(spread.value.frobeniusNorm - trace.squareRoot()) < spread.error)
    #expect(spread.error < 1e-6 * trace.squareRoot())
    #expect(spread.bound >= trace.squareRoot())
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 2)) {
      try DoubleDoubleCholesky(of: Matrix(rowVectors: [[1, 1], [1, 1]]))
    }
  }

  @Test func `a span has orthonormal columns, one for each direction`() {
    var generator = CounterBasedGenerator(key: 5)
    let columns = Matrix.normal(rows: 7, columns: 3, using: &generator)
    let exact = DoubleDoubleMatrix(columns)
    let combinations = Matrix(columnVectors: [[1, 1e-9, 0], [2, -1, 3]])
    let near = exact.besides(exact * DoubleDoubleMatrix(combinations))
    let basis = near.orthonormalised
    #expect(basis.columns == 3)
    let defect = basis.transposed * basis - DoubleDoubleMatrix(.identity(3))
    #expect(defect.high.frobeniusNorm < 0x1p-96)
    let outside = near - basis * (basis.transposed * near)
    #expect(outside.high.frobeniusNorm < 1e-15 * columns.frobeniusNorm)
  }

  @Test func `products are those of their sums`() {
    var generator = CounterBasedGenerator(key: 6)
    for (rows, inner, columns) in [(1, 1, 1), (3, 5, 2), (9, 4, 7), (0, 3, 2)] {
      let a = Matrix.normal(rows: rows, columns: inner, using: &generator)
      let b = Matrix.normal(rows: inner, columns: columns, using: &generator)
      let product = DoubleDoubleMatrix(high: a, low: 0x1p-60 * a) * DoubleDoubleMatrix(b)
      #expect((product.high - a * b).frobeniusNorm <= 1e-14 * (1 + a.frobeniusNorm * b.frobeniusNorm))
      let rest = product - DoubleDoubleMatrix(a) * DoubleDoubleMatrix(b)
      #expect(
        (rest.high - 0x1p-60 * (a * b)).frobeniusNorm <= 0x1p-95 * (1 + a.frobeniusNorm * b.frobeniusNorm))
    }
  }

  @Test func `scaled columns are those of a product with a diagonal matrix`() {
    var generator = CounterBasedGenerator(key: 7)
    for (rows, columns) in [(1, 1), (5, 3), (0, 2)] {
      let high = Matrix.normal(rows: rows, columns: columns, using: &generator)
      let factors = (0..<columns).map { _ in generator.normal() }
      let matrix = DoubleDoubleMatrix(high: high, low: 0x1p-60 * high)
      let difference = matrix.scalingColumns(by: factors) - matrix * DoubleDoubleMatrix(.diagonal(factors))
      #expect(
        difference.high.frobeniusNorm <= 0x1p-98 * high.frobeniusNorm * Matrix.diagonal(factors).frobeniusNorm
      )
    }
  }
}
