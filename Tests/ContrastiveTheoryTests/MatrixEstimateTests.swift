import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Matrices with their errors` {
  private static let offsets = [0, 1e-20, 1e-8]

  /// An estimate that is off a matrix by so much.
  private func near(_ matrix: Matrix, off: Double, key: UInt64) -> MatrixEstimate {
    var generator = CounterBasedGenerator(key: key)
    return near(
      matrix, off: off, along: .normal(rows: matrix.rows, columns: matrix.columns, using: &generator))
  }

  private func near(_ matrix: Matrix, off: Double, along direction: Matrix) -> MatrixEstimate {
    var moved = DoubleDoubleMatrix(matrix)
    moved.add(DoubleDouble(off / direction.frobeniusNorm), times: DoubleDoubleMatrix(direction))
    return MatrixEstimate(moved, budget: .proved([.rounding: (1 + 0x1p-40) * off]))
  }

  /// Whether a matrix is as near as its error says, and that is no more than an offset or rounding explains.
  private func expect(
    _ found: MatrixEstimate, is exact: Matrix, off: Double, scale: Double = 1,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let distance = (found.value - DoubleDoubleMatrix(exact)).high.frobeniusNorm
    #expect(distance <= found.budget.total, sourceLocation: location)
    #expect(found.budget.total <= scale * (100 * off + 1e-24), sourceLocation: location)
    #expect(found.budget.grade == .proved, sourceLocation: location)
  }

  private func expect(
    _ found: Estimate, is exact: Double, off: Double, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(abs(found.value - exact) <= found.budget.total, sourceLocation: location)
    #expect(found.budget.total <= 1000 * off + 1e-13, sourceLocation: location)
  }

  @Test func `arithmetic is that of the exact matrices, within its error`() {
    // Of integers, whose sums and products are doubles.
    let a = Matrix(rowVectors: [[3, -1, 4], [1, -5, 9], [-2, 6, 5], [3, 5, -8]])
    let b = Matrix(rowVectors: [[9, 7, -9, 3], [2, 3, 8, -4], [-6, 2, 6, 4]])
    let c = Matrix(rowVectors: [[3, 3, -8], [3, -2, 7], [9, 5, 0], [-2, 8, 8]])
    for off in Self.offsets {
      let (x, y, z) = (near(a, off: off, key: 1), near(b, off: off, key: 2), near(c, off: off, key: 3))
      expect(x + z, is: a + c, off: off)
      expect(x - z, is: a - c, off: off)
      for product in [x * y, x * MatrixEstimate(b), MatrixEstimate(a) * y] {
        expect(product, is: a * b, off: off)
      }
      expect(-3 * x, is: -3 * a, off: off)
      let factor = Estimate(2, budget: .proved([.rounding: 0x1p-30]))
      expect(factor * x, is: (2 + 0x1p-30) * a, off: off + 0x1p-30)
      expect(x.transposed, is: a.transposed, off: off)
      expect(x.columns(1..<3), is: a.columns(1..<3), off: off)
      expect(x.scalingColumns(by: [2, -3, 0]), is: a.scalingColumns(by: [2, -3, 0]), off: off)
      expect((x * y).diagonalPart, is: .diagonal((a * b).diagonal), off: off)
      for product in [x.inner(z), x.inner(MatrixEstimate(c)), MatrixEstimate(a).inner(z)] {
        expect(product, is: a.inner(c), off: off)
      }
      expect((x * y).trace, is: (a * b).trace, off: off)
      expect(x.norm, is: a.frobeniusNorm, off: off)
      expect(x[1, 2], is: 9, off: off)
      #expect(x.size >= a.frobeniusNorm && x.size <= (1 + 1e-7) * a.frobeniusNorm)
    }
  }

  @Test func `decompositions are those of the exact matrix, within their error`() throws {
    // Of second differences, whose eigenvectors are sines and whose inverse is known.
    let n = 7
    let differences = Matrix(rows: n, columns: n) { $0 == $1 ? 2 : abs($0 - $1) == 1 ? -1 : 0 }
    let inverse = Matrix(rows: n, columns: n) {
      Double((min($0, $1) + 1) * (n - max($0, $1))) / Double(n + 1)
    }
    let values = (1...n).map { 2 - 2 * cos(Double($0) * .pi / Double(n + 1)) }
    let sines = Matrix(rows: n, columns: n) { sin(Double(($0 + 1) * ($1 + 1)) * .pi / Double(n + 1)) }
    for off in Self.offsets {
      // Along the eigenvector that the inverse stretches most.
      let least = sines.columns(0..<1)
      let matrix = near(differences, off: off, along: least.timesTranspose(least).symmetricPart)
      for (found, exact) in zip(try matrix.eigenvalues, values) { expect(found, is: exact, off: off) }
      for (found, exact) in zip(try matrix.singularValues, values.reversed()) {
        expect(found, is: exact, off: off)
      }
      expect(try matrix.solve(MatrixEstimate(.identity(n))), is: inverse, off: off, scale: 10)
      let root = try matrix.root
      expect(root * root.transposed, is: differences, off: off, scale: 10)
      var generator = CounterBasedGenerator(key: 4)
      let direction = Matrix.normal(rows: n, columns: n, using: &generator).symmetricPart
      let turned = near(differences, off: off, along: direction)
      for chosen in [[0], [2, 5], [4, 5, 6]] {
        let found = try Subspace.eigenspace(of: turned) { _ in chosen }
        let exact = Matrix(rows: n, columns: chosen.count) { sines[$0, chosen[$1]] }
        let rounded = MatrixEstimate(DoubleDoubleMatrix(exact), budget: .proved([.rounding: 1e-14]))
        let verdict = try found.equality(with: Subspace(spannedBy: rounded))
        #expect(verdict.outcome == .holds && found.error <= 100 * off + 1e-13)
      }
    }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 1)) {
      try MatrixEstimate(-1 * differences).solve(MatrixEstimate(.identity(n)))
    }
    // What may be singular has an inverse that is not known.
    let unknown = MatrixEstimate(DoubleDoubleMatrix(differences), budget: .proved([.rounding: 1]))
    #expect(try unknown.solve(MatrixEstimate(.identity(n))).budget.total == .infinity)
  }

  @Test func `orthonormal columns span those of the matrix`() throws {
    var generator = CounterBasedGenerator(key: 9)
    let columns = Matrix.normal(rows: 6, columns: 3, using: &generator)
    let basis = MatrixEstimate(orthonormalising: columns)
    #expect((basis.transposed * basis - MatrixEstimate(.identity(3))).norm.value <= 3 * basis.budget.total)
    #expect(basis.budget.total < 1e-25)
    let span = try Subspace(spannedBy: MatrixEstimate(columns))
    #expect(try span.equality(with: Subspace(spannedBy: basis)).outcome == .holds && span.error < 1e-25)
  }
}
