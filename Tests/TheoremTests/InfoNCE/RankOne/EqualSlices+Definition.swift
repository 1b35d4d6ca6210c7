import Foundation
import TheoremTesting

extension EqualSlices {
  /// αᵀMα for the α with 1ᵀα = 0 and Aᵀ(M + s² G/2) α = 0 whose part across A is (A₃ − A₂, A₁ − A₃, A₂ − A₁).
  /// - Parameters:
  ///   - a: A, each to a few units of its last place.
  ///   - s: the standard deviation of the noise.
  static func definition(_ a: [Estimate], noise s: Double) -> Estimate {
    let (values, step) = (a.map(\.value), 0.01)
    var (posterior, spread) = (Matrix(rows: 3, columns: 3, repeating: 0), Matrix.diagonal([1, 1, 1]))
    for k in 0..<3 {
      for node in -800...800 {
        let z = Double(node) * step
        let mass = exp(-z * z / 2) / (2 * Double.pi).squareRoot() * step
        let powers = values.map { exp($0 * (values[k] + s * z)) }
        let p = powers.map { $0 / powers.reduce(0, +) }
        for l in 0..<3 {
          posterior[k, l] += mass * p[l]
          for m in 0..<3 { spread[l, m] += mass * (l == m ? p[l] - p[l] * p[l] : -p[l] * p[m]) }
        }
      }
    }
    let budget = sumError(values, noise: s, step: step)
    func form(_ x: [Estimate], _ m: Matrix, _ y: [Estimate]) -> Estimate {
      (0..<3).flatMap { i in
        (0..<3).map { j in x[i] * Estimate((m[i, j] + m[j, i]) / 2, budget: budget) * y[j] }
      }.sum / 3
    }
    let across = [a[2] - a[1], a[0] - a[2], a[1] - a[0]]
    func product(_ x: [Estimate], _ y: [Estimate]) -> Estimate { zip(x, y).map { $0 * $1 }.sum / 3 }
    let square = Estimate(exactly: s).squared
    // δ such that the slope along the row is zero.
    let bias = (form(a, posterior, a) + square.squared + square * form(a, spread, a)) / product(a, a)
    let along = -(square.squared + square * form(a, spread, a) / 2)
    let both = form(a, posterior, across) - bias * product(a, across) + square * form(a, spread, across) / 2
    let share = both / along
    let alpha = zip(across, a).map { $0 - share * $1 }
    return form(alpha, posterior, alpha) - bias * product(alpha, alpha)
  }

  /// What an entry of the sums may be wrong by (Proofs/T29_ThreeEqualWeights.md).
  private static func sumError(_ a: [Double], noise s: Double, step: Double) -> ErrorBudget {
    let (low, high) = (a.reduce(.infinity) { min($0, $1) }, a.reduce(-.infinity) { max($0, $1) })
    let (angle, largest) = (0.9 * Double.pi, max(-low, high))
    let shift = min(angle / (s * (high - low)), 10)
    let decay = 2 * Double.pi * shift / step
    let ofStep = 2 * exp(shift * shift / 2 - decay) / (pow(cos(angle / 2), 2) * -expm1(-decay))
    // What lies beyond 8 standard deviations.
    let beyond = 2 * exp(-32.0) / (8 * (2 * Double.pi).squareRoot())
    let exponent = largest * (largest + 8 * s)
    return .proved([.integration: 3 * (ofStep + beyond), .rounding: .ulpOfOne * (1000 + 20 * exponent)])
  }
}
