import Foundation
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
    let spread = root.inverseRoot(times: Array(repeating: 1, count: 10))
    let trace = (0..<10).reduce(0) { $0 + inverse.high[$1, $1] * hilbert[$1, $1] }
    #expect(abs(spread.squares.reduce(0, +).squareRoot() - trace.squareRoot()) < spread.error)
    #expect(spread.error < 1e-6 * trace.squareRoot())
    #expect(spread.bound >= trace.squareRoot())
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 2)) {
      try DoubleDoubleCholesky(of: Matrix(rowVectors: [[1, 1], [1, 1]]))
    }
  }

  /// Of coordinates that are nearly equal, in units from 1e-140 to 1e140.
  private func covariance(order n: Int) -> Matrix {
    var generator = CounterBasedGenerator(key: UInt64(n))
    let normal = Matrix.normal(rows: n + 1, columns: n, using: &generator)
    let inner = Matrix(rows: n, columns: n, repeating: 1) + 1e-3 * normal.gram
    let units = (0..<n).map { pow(10, Double($0 * 37 % 281 - 140)) }
    return inner.scalingColumns(by: units).transposed.scalingColumns(by: units).symmetricPart
  }

  @Test(arguments: [1, 2, 7, 8, 9, 15, 16, 17, 18, 25, 31, 32, 33, 50])
  func `a factor is that of a matrix next to the given one in any order and units`(n: Int) throws {
    let matrix = covariance(order: n)
    let scales = matrix.diagonal.map { 1 / $0.squareRoot() }
    let root = try DoubleDoubleCholesky(of: matrix)
    let factor = root.exactFactor.transposed.scalingColumns(by: scales)
    let given = DoubleDoubleMatrix(matrix).scalingColumns(by: scales).transposed.scalingColumns(by: scales)
    // What the factor may be off by, and the product and the scaling here.
    let bound = 0x1p-98 * Double(n) + 0x1p-101 * Double(n + 2)
    #expect((factor.gram - given).high.largestEntry <= bound)

    for minor in Set([1, (n + 1) / 2, n]) {
      var indefinite = DoubleDoubleMatrix(matrix)
      indefinite[minor - 1, minor - 1] = DoubleDouble(-1)
      #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: minor)) {
        try DoubleDoubleCholesky(of: indefinite)
      }
    }
  }

  @Test(arguments: [1, 2, 7, 8, 9, 17, 50])
  func `of an inverse root there are the columns' lengths and the products with sizes`(n: Int) throws {
    let matrix = covariance(order: n)
    let root = try DoubleDoubleCholesky(of: matrix)
    let scales = matrix.diagonal.map { $0.squareRoot() }
    let exact = root.solveLower(DoubleDoubleMatrix(.diagonal(scales))).high
    let given = (0..<n).map { Double($0 % 3) }
    let found = root.inverseRoot(times: given)
    #expect(found.error < 1e-6 * exact.frobeniusNorm && found.bound >= exact.frobeniusNorm)
    for i in 0..<n {
      let length = Matrix(columnVectors: [exact.column(i)]).frobeniusNorm
      #expect(abs(found.squares[i].squareRoot() - length) <= found.error)
      let product = (0..<n).reduce(0) { $0 + abs(exact[i, $1]) * given[$1] }
      #expect(abs(found.products[i] - product) <= found.error * Double(2 * n))
    }
  }

  @Test(arguments: [1, 5, 16, 17, 40])
  func `what a factor and its transpose were solved with is what solutions give back`(n: Int) throws {
    let root = try DoubleDoubleCholesky(of: covariance(order: n))
    var generator = CounterBasedGenerator(key: 11)
    let right = DoubleDoubleMatrix(Matrix.normal(rows: n, columns: 3, using: &generator))
    for (solution, factor) in [
      (root.solveLower(right), root.exactFactor),
      (root.solveTransposedLower(right), root.exactFactor.transposed),
    ] {
      let sizes = factor.high.absolute * solution.high.absolute
      let rest = (factor * solution - right).high
      for (rest, size) in zip(rest.storage, sizes.storage) {
        #expect(abs(rest) <= 0x1p-100 * Double(n + 1) * size)
      }
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
