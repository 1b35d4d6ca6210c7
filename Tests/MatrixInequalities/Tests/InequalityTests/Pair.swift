import TheoremTesting

/// Two square matrices, by their rows.
struct Pair: Sendable, Codable {
  let a: [[Double]]
  let b: [[Double]]

  /// |tr(Aᵀ B)|, with the rounding error of a sum of n² products.
  var trace: Estimate { estimate(abs(Matrix(rowVectors: a).inner(Matrix(rowVectors: b)))) }

  /// |A| |B|.
  var norms: Estimate { estimate(Matrix(rowVectors: a).frobeniusNorm * Matrix(rowVectors: b).frobeniusNorm) }

  var halfOfNorms: Estimate { Estimate(norms.value / 2, budget: norms.budget) }

  private func estimate(_ value: Double) -> Estimate {
    let size = Matrix(rowVectors: a).frobeniusNorm * Matrix(rowVectors: b).frobeniusNorm
    let n = Double(a.count)
    return Estimate(value, budget: ErrorBudget([.rounding: 2 * (n * n + 2) * .ulpOfOne * size]))
  }
}

extension Family<Pair> {
  /// Normal matrices of up to 6 rows; in half of the pairs B is A, perturbed by anything from nothing to itself.
  static let pairs = Family("pairs of square matrices") { generator in
    let n = generator.integer(in: 1...6)
    let a = Matrix.normal(rows: n, columns: n, using: &generator)
    let other = Matrix.normal(rows: n, columns: n, using: &generator)
    let b = generator.uniform() < 0.5 ? other : a + logUniform(0.001...1, using: &generator) * other
    return Pair(a: (0..<n).map(a.row), b: (0..<n).map(b.row))
  }
  .covering("more than one row", 0.5) { $0.a.count > 1 }
}
