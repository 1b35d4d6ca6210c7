import LinearAlgebra
import Testing

extension Factorisations {
  @Test func `linear systems`() throws {
    var ratios = Ratios("Matrix.solve")
    for instance in MatrixCase.regular {
      var generator = instance.generator
      let n = instance.order
      let a = try matrix(n, n, spectrum: instance.spectrum(using: &generator), using: &generator)
      for sides in [0, 1, 7] {
        let b = a * Matrix.normal(rows: n, columns: sides, using: &generator)
        ratios.note("A X - B", solutionRatio(a, try a.solve(b), b), "\(instance), \(sides) right sides")
      }
    }
    ratios.judge()
  }
}
