import Foundation
import TheoremTesting

/// Two square matrices of one order.
struct Pair: Sendable, Codable {
  let a: Matrix
  let b: Matrix

  /// |tr(Aᵀ B)|.
  var trace: Estimate { inner(a, b).magnitude }

  /// |A| |B|; half of it where PLANTED is set, which must fail.
  var norms: Estimate {
    let product = (inner(a, a) * inner(b, b)).squareRoot()
    return ProcessInfo.processInfo.environment["PLANTED"] == nil ? product : product / 2
  }

  private func inner(_ x: Matrix, _ y: Matrix) -> Estimate {
    zip(x.storage, y.storage).map { Estimate(exactly: $0) * Estimate(exactly: $1) }.sum
  }
}

extension Family<Pair> {
  /// Normal matrices of up to 6 rows; in half of the pairs B is A and something else, small or large.
  static let pairs = Family("pairs of square matrices") { generator in
    let n = generator.integer(in: 1...6)
    let a = Matrix.normal(rows: n, columns: n, using: &generator)
    let other = Matrix.normal(rows: n, columns: n, using: &generator)
    let b = generator.uniform() < 0.5 ? other : a + generator.logUniform(in: 0.001...1) * other
    return Pair(a: a, b: b)
  }
  .covering("more than one row", 0.5) { $0.a.rows > 1 }
}
