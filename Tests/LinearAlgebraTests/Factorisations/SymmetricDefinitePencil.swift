import LinearAlgebra
import Testing

extension Factorisations {
  /// dsygvd divides by the Cholesky factor of B, so the eigenvalues grow up to κ‖A‖/‖B‖, κ the condition of B, and
  /// with them what rounding leaves of dsgt01's residual and of Vᵀ B V; at κ = 1 these ratios are LAPACK's own. The
  /// residual relative to both products, A V and B V D, stays small for every κ.
  @Test func `symmetric definite pencil`() throws {
    var ratios = Ratios("SymmetricDefinitePencil")
    for instance in MatrixCase.spread where instance.scale == 1 {
      for condition in instance.order < 128 ? [1, 1e2, 1e6, 1e12] : [1e2] {
        var generator = instance.generator
        let a = Matrix.symmetric(
          spectrum: instance.indefiniteSpectrum(using: &generator), using: &generator)
        let b = Matrix.symmetric(
          spectrum: SpectrumMode.geometric.values(instance.order, condition: condition, using: &generator),
          using: &generator)
        let pencil = try SymmetricDefinitePencil(a, b)
        let (values, v) = (pencil.values, pencil.vectors)
        let name = "\(instance), B of condition \(condition)"
        ratios.note("A V - B V D", pencilRatio(a, b, values, v) / condition, name)
        ratios.note("A V - B V D, of both products", backwardPencilRatio(a, b, values, v), name)
        let defect = Matrix.identity(instance.order) - v.transposeTimes(b * v)
        ratios.note("I - Vᵀ B V", ratio(defect, order: instance.order, scale: condition), name)
        ratios.require("ascending", values == values.sorted(), name)
      }
    }
    ratios.judge()
  }
}
