import LinearAlgebra
import RandomNumbers
import Testing

extension Factorisations {
  /// The second assertion: a result wrong by a few hundred roundings, relative to the norm, does not pass.
  @Test func `the yardstick sees small mistakes`() throws {
    for n in [1, 5, 33] {
      var generator = CounterBasedGenerator(key: 5, stream: UInt64(n))
      let a = Matrix.symmetric(spectrum: (1...n).map(Double.init), using: &generator)
      let slip = 300 * Double(n) * roundoff
      /// The matrix with one column off by the slip.
      func spoiled(_ x: Matrix) -> Matrix {
        x.scalingColumns(by: (0..<x.columns).map { $0 == n - 1 ? 1 + slip : 1 })
      }
      let eigen = try SymmetricEigen(of: a)
      let svd = try SingularValues(of: a)
      let qr = try QR(of: a)
      let b = Matrix.normal(rows: n, columns: n, using: &generator)
      let x = try a.solve(b)
      let pencil = try SymmetricDefinitePencil(a, .identity(n))
      let ratios = [
        "A - V D Vᵀ": eigenRatio(a, eigen.values, spoiled(eigen.vectors)),
        "I - Vᵀ V": orthogonalityRatio(spoiled(eigen.vectors)),
        "A - U S Vᵀ": singularRatio(a, svd.left, svd.values.map { $0 * (1 + slip) }, svd.right),
        "A - Q R": qrRatio(a, (1 + slip) * qr.q, qr.r),
        "A - L Lᵀ": choleskyRatio(a, (1 + slip) * (try Cholesky(of: a).factor)),
        "A X - B": solutionRatio(a, x + slip * x.oneNorm * .identity(n), b),
        "A V - B V D": pencilRatio(a, .identity(n), pencil.values.map { $0 * (1 + slip) }, pencil.vectors),
        "spectrum": spectrumRatio(eigen.values.map { $0 * (1 + slip) }, eigen.values),
      ]
      for (quantity, ratio) in ratios { #expect(ratio > threshold, "\(quantity), n = \(n)") }
    }
  }
}
