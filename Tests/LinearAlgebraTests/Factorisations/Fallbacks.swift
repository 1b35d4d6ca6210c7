import Testing

@testable import LinearAlgebra

extension Factorisations {
  @Test func `where a driver does not converge, another one decomposes the matrix`() throws {
    var ratios = Ratios("fallbacks")
    for instance in MatrixCase.spread {
      var generator = instance.generator
      let spectrum = instance.indefiniteSpectrum(using: &generator)
      let a = Matrix.symmetric(spectrum: spectrum, using: &generator)
      // As LAPACK leaves it: overwritten.
      let eigen = try SymmetricEigen(
        of: a,
        by: [
          { matrix in
            matrix = Matrix(rows: matrix.rows, columns: matrix.columns)
            return ([], 1)
          }, SymmetricEigen.shiftedSteps,
        ])
      ratios.note("A - V D Vᵀ", eigenRatio(a, eigen.values, eigen.vectors), "\(instance)")
      ratios.note("I - Vᵀ V", orthogonalityRatio(eigen.vectors), "\(instance)")
      ratios.require("ascending", eigen.values == eigen.values.sorted(), "\(instance)")
      let svd = try SingularValues(
        of: a,
        by: [
          { factors in
            factors.a = Matrix(rows: a.rows, columns: a.columns)
            return 1
          }, SingularValues.implicitShifts,
        ])
      let product = svd.left.scalingColumns(by: svd.values).timesTranspose(svd.right)
      ratios.note("A - U S Vᵀ", ratio(a - product, order: a.rows, scale: a.oneNorm), "\(instance)")
      ratios.note("I - Uᵀ U", orthogonalityRatio(svd.left), "\(instance)")
      ratios.require("descending", svd.values == svd.values.sorted(by: >), "\(instance)")
    }
    ratios.judge()
    #expect(throws: LinearAlgebraError.notConverged(routine: "dsyevd and dsyev")) {
      try SymmetricEigen(of: .identity(2), by: [{ _ in ([], 1) }, { _ in ([], 2) }])
    }
    #expect(throws: LinearAlgebraError.notConverged(routine: "dgesdd and dgesvd")) {
      try SingularValues(of: .identity(2), by: [{ _ in 1 }])
    }
  }
}
