import Foundation
import TheoremTesting

/// Two square matrices, by their rows.
struct Pair: Sendable, Codable {
  let a: [[Double]]
  let b: [[Double]]

  /// |tr(Aᵀ B)|.
  var trace: Estimate { estimate(abs(Matrix(rowVectors: a).inner(Matrix(rowVectors: b)))) }

  /// |A| |B|; half of it where PLANTED is set, which must fail.
  var norms: Estimate {
    estimate(ProcessInfo.processInfo.environment["PLANTED"] == nil ? productOfNorms : productOfNorms / 2)
  }

  private var productOfNorms: Double {
    Matrix(rowVectors: a).frobeniusNorm * Matrix(rowVectors: b).frobeniusNorm
  }

  /// With the rounding error of a sum of n² products.
  private func estimate(_ value: Double) -> Estimate {
    let terms = Double(a.count * a.count)
    return Estimate(value, budget: ErrorBudget([.rounding: (terms + 2) * .ulpOfOne * productOfNorms]))
  }
}

extension Family<Pair> {
  /// Normal matrices of up to 6 rows; in half of the pairs B is A and something else, small or large.
  static let pairs = Family("pairs of square matrices") { generator in
    let n = generator.integer(in: 1...6)
    let a = Matrix.normal(rows: n, columns: n, using: &generator)
    let other = Matrix.normal(rows: n, columns: n, using: &generator)
    let b = generator.uniform() < 0.5 ? other : a + generator.logUniform(in: 0.001...1) * other
    return Pair(a: (0..<n).map(a.row), b: (0..<n).map(b.row))
  }
  .covering("more than one row", 0.5) { $0.a.count > 1 }
}
