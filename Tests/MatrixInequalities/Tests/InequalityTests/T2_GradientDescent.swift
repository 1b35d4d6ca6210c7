import TheoremTesting

/// For f(x) = λ x² / 2 with 0 < λ ≤ 1, gradient descent with step 1 from x₀ satisfies f(x_k) ≤ x₀² / (4 k + 2).
@Suite(.theorem(.open))
struct `T2 Gradient descent on a parabola` {
  @Test func `after k steps`() throws {
    try upperBound(.descents) { (number: $0.value, bound: $0.bound) }
  }
}

private struct Descent: Sendable, Codable {
  let curvature: Double
  let start: Double
  let steps: Int

  /// f(x_k), step by step.
  var value: Estimate {
    let rate = 1 - Estimate(exactly: curvature)
    let end = (0..<steps).reduce(Estimate(exactly: start)) { x, _ in rate * x }
    return Estimate(exactly: curvature) * end.squared / 2
  }

  var bound: Estimate { Estimate(exactly: start).squared / Estimate(exactly: Double(4 * steps + 2)) }
}

extension Family<Descent> {
  fileprivate static let descents = Family("parabolas") { generator in
    Descent(
      curvature: generator.logUniform(in: 1e-3...1), start: 10 * generator.normal(),
      steps: generator.integer(in: 0...200))
  }
  .covering("at least ten steps of a curvature above a tenth", 0.2) { $0.steps >= 10 && $0.curvature > 0.1 }
}
