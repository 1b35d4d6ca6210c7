import Foundation
import TheoremTesting

extension EqualSlices {
  /// αᵀMα for the α with 1ᵀα = 0 and Aᵀ(M + s² G/2) α = 0 whose part across A is (A₃ − A₂, A₁ − A₃, A₂ − A₁).
  static func definition(_ a: [Double], noise s: Double) -> Double {
    var (posterior, spread) = (Matrix(rows: 3, columns: 3, repeating: 0), Matrix.diagonal([1, 1, 1]))
    for k in 0..<3 {
      for step in -800...800 {
        let z = Double(step) / 100
        let mass = exp(-z * z / 2) / (2 * Double.pi).squareRoot() / 100
        let powers = a.map { exp($0 * (a[k] + s * z)) }
        let p = powers.map { $0 / powers.reduce(0, +) }
        for l in 0..<3 {
          posterior[k, l] += mass * p[l]
          for m in 0..<3 { spread[l, m] += mass * (l == m ? p[l] - p[l] * p[l] : -p[l] * p[m]) }
        }
      }
    }
    let (along, across) = (
      Matrix(columnVectors: [a]), Matrix(columnVectors: [[a[2] - a[1], a[0] - a[2], a[1] - a[0]]])
    )
    func form(_ x: Matrix, _ m: Matrix, _ y: Matrix) -> Double { x.inner(m * y) / 3 }
    let p = posterior.symmetricPart
    // δ such that the slope along the row is zero.
    let bias =
      (form(along, p, along) + pow(s, 4) + s * s * form(along, spread, along)) * 3 / along.inner(along)
    let m = p - bias * Matrix.diagonal([1, 1, 1])
    let n = m + (s * s / 2) * spread
    let alpha = across - (form(along, n, across) / form(along, n, along)) * along
    return form(alpha, m, alpha)
  }
}
