import LinearAlgebra
import Testing

/// Tall, wide, square and empty shapes; the singular values take each mode in turn.
private let shapes = [
  (0, 0), (0, 3), (4, 0), (1, 1), (1, 5), (5, 1), (2, 2), (3, 8), (8, 3), (5, 5), (16, 33), (33, 16),
  (33, 33),
  (64, 5), (5, 64), (64, 64), (128, 33), (33, 128), (512, 8), (8, 512), (512, 128), (128, 512), (512, 512),
]

/// The matrices of a shape, each with its singular values and a name.
private func cases(_ m: Int, _ n: Int) throws -> [(matrix: Matrix, spectrum: [Double], name: String)] {
  let k = min(m, n)
  let modes = k > 64 ? [SpectrumMode.geometric] : SpectrumMode.allCases
  let scales = max(m, n) == 33 ? [1, 1e-290, 1e290] : [1]
  return try modes.flatMap { mode in
    try (k > 64 ? [1e12] : [1e2, 1e12]).flatMap { condition in
      try scales.map { scale in
        let instance = MatrixCase(order: k, mode: mode, condition: condition, scale: scale)
        var generator = instance.generator
        let spectrum = instance.spectrum(using: &generator)
        let a = try matrix(m, n, spectrum: spectrum, using: &generator)
        return (a, spectrum, "\(m) × \(n), \(instance)")
      }
    }
  }
}

extension Factorisations {
  @Test func `singular values`() throws {
    var ratios = Ratios("SingularValues")
    for (m, n) in shapes {
      for (a, spectrum, name) in try cases(m, n) {
        let svd = try SingularValues(of: a)
        let (u, s, v) = (svd.left, svd.values, svd.right)
        ratios.note("A - U S Vᵀ", singularRatio(a, u, s, v), name)
        ratios.note("I - Uᵀ U", orthogonalityRatio(u), name)
        ratios.note("I - Vᵀ V", orthogonalityRatio(v), name)
        ratios.note("prescribed spectrum", spectrumRatio(s, spectrum), name)
        ratios.require("descending, not negative", s == s.sorted(by: >) && s.allSatisfy { $0 >= 0 }, name)
        ratios.require("thin", u.columns == min(m, n) && v.columns == min(m, n), name)
      }
    }
    ratios.judge()
  }

  @Test func `QR factorisation`() throws {
    var ratios = Ratios("QR")
    for (m, n) in shapes where m >= n {
      for (a, _, name) in try cases(m, n) {
        let qr = try QR(of: a)
        ratios.note("A - Q R", qrRatio(a, qr.q, qr.r), name)
        ratios.note("I - Qᵀ Q", orthogonalityRatio(qr.q), name)
        ratios.require("R upper triangular", isUpperTriangular(qr.r), name)
        ratios.require(
          "thin", qr.q.rows == m && qr.q.columns == n && qr.r.rows == n && qr.r.columns == n, name)
      }
    }
    ratios.judge()
  }
}
