import LinearAlgebra
import Testing

extension Factorisations {
  @Test func `symmetric eigenproblem`() throws {
    var ratios = Ratios("SymmetricEigen")
    for instance in MatrixCase.spread {
      var generator = instance.generator
      let spectrum = instance.indefiniteSpectrum(using: &generator)
      let a = Matrix.symmetric(spectrum: spectrum, using: &generator)
      let eigen = try SymmetricEigen(of: a)
      ratios.note("A - V D Vᵀ", eigenRatio(a, eigen.values, eigen.vectors), "\(instance)")
      ratios.note("I - Vᵀ V", orthogonalityRatio(eigen.vectors), "\(instance)")
      ratios.note("prescribed spectrum", spectrumRatio(eigen.values, spectrum), "\(instance)")
      ratios.require("ascending", eigen.values == eigen.values.sorted(), "\(instance)")
    }
    ratios.judge()
  }

  @Test func `functions of a symmetric matrix`() throws {
    var ratios = Ratios("SymmetricEigen.map")
    for instance in MatrixCase.regular where instance.order <= 64 && instance.scale == 1 {
      var generator = instance.generator
      let spectrum = instance.spectrum(using: &generator)
      let a = Matrix.symmetric(spectrum: spectrum, using: &generator)
      let eigen = try SymmetricEigen(of: a)
      let (same, square) = (eigen.map { $0 }, eigen.map { $0 * $0 })
      ratios.note("A - map(λ)", ratio(a - same, order: a.rows, scale: a.oneNorm), "\(instance)")
      ratios.note("A² - map(λ²)", ratio(a * a - square, order: a.rows, scale: (a * a).oneNorm), "\(instance)")
      ratios.require("exactly symmetric", square == square.transposed, "\(instance)")
    }
    ratios.judge()
  }
}
