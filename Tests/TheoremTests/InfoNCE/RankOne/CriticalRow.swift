import MixtureFamilies
import TheoremTesting

/// A mixture, a bias, and h: an encoder whose one row is √h along the first axis is critical.
typealias CriticalRow = (problem: Problem, square: Double)

extension Family<CriticalRow> {
  /// Of slices as in the subdivision, but for those few whose bias would be above one: the bias and the second coordinates of the
  /// means are those at which the gradient of the row is zero.
  static let criticalRows = Family<(u: Double, tau: Double, s: Double)>("slices") { draw in
    (draw.real("u", in: 0.3...0.7), draw.real("τ", in: 0...1), draw.real("s", in: 0.1...0.4))
  }
  .map("critical encoders of one row") { slice, _ -> CriticalRow? in
    let (u, tau, s) = slice
    let along = [u, tau * u, -(1 + tau) * u].map { $0 / s }
    let across = [along[2] - along[1], along[0] - along[2], along[1] - along[0]]
    func problem(bias: Double, tilt: Double) throws -> Problem {
      try WhitenedProblem(
        bias: bias, weights: [1, 1, 1],
        means: zip(along, across).map { [$0, tilt * $0 + $1] }
      ).problem
    }
    // Half of the first row of the gradient over s: linear in the bias, and its second entry in the tilt.
    func gradient(bias: Double, tilt: Double) throws -> Matrix {
      try problem(bias: bias, tilt: tilt).loss.gradient(Matrix(rowVectors: [[s, 0]]))
    }
    let zero = try gradient(bias: 0, tilt: 0)
    let bias = zero[0, 0] / (zero[0, 0] - (try gradient(bias: 1, tilt: 0)[0, 0]))
    guard bias <= 1 else { return nil }
    let (plain, tilted) = (try gradient(bias: bias, tilt: 0), try gradient(bias: bias, tilt: 1))
    return (try problem(bias: bias, tilt: plain[0, 1] / (plain[0, 1] - tilted[0, 1])), s * s)
  }
}
