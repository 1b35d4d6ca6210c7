import LinearAlgebra
import Testing

extension Factorisations {
  @Test func `Cholesky factor and solves`() throws {
    var ratios = Ratios("Cholesky")
    for instance in MatrixCase.regular {
      var generator = instance.generator
      let spectrum = instance.spectrum(using: &generator)
      let a = Matrix.symmetric(spectrum: spectrum, using: &generator)
      let cholesky = try Cholesky(of: a)
      let l = cholesky.factor
      ratios.note("A - L Lᵀ", choleskyRatio(a, l), "\(instance)")
      ratios.require("L lower triangular", isUpperTriangular(l.transposed), "\(instance)")
      ratios.require("diagonal of L positive", l.diagonal.allSatisfy { $0 > 0 }, "\(instance)")

      // Right sides of the size of A, so that nothing overflows.
      let b = a * Matrix.normal(rows: instance.order, columns: 3, using: &generator)
      let root = instance.scale.squareRoot()
      ratios.note("A X - B", solutionRatio(a, cholesky.solve(b), b), "\(instance)")
      ratios.note("L X - B", solutionRatio(l, cholesky.solveLower(1 / root * b), 1 / root * b), "\(instance)")
      ratios.note(
        "Lᵀ X - B", solutionRatio(l.transposed, cholesky.solveTransposedLower(1 / root * b), 1 / root * b),
        "\(instance)")
    }
    ratios.judge()
  }
}

/// Whether every entry below the diagonal is zero.
func isUpperTriangular(_ r: Matrix) -> Bool {
  (0..<r.columns).allSatisfy { j in (0..<r.rows).allSatisfy { i in i <= j || r[i, j] == 0 } }
}
