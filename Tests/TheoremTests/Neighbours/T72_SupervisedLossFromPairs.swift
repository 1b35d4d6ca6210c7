import Foundation
import MixtureFamilies
import TheoremTesting

/// Let x, x⁺ be independent draws of one class c and x⁻ a draw of a class c⁻, where c and c⁻ are independent with weights w. Let ℓ
/// be convex with ℓ(0) = 1, τ = Σ w², and let f be any encoder. The loss L_μ of the classifier that tells two different classes
/// apart by their means, E[ℓ(f(x)ᵀ(μ_c − μ_c⁻)) | c ≠ c⁻], is at most (L − τ)/(1 − τ), L = E ℓ(f(x)ᵀ(f(x⁺) − f(x⁻))) (Arora,
/// Saunshi and others).
@Suite(.theorem(.proved))
struct `T72 A supervised loss from pairs` {
  @Test func `the inequality`() throws {
    try upperBound(.embeddedClasses, attaining: 0.99) { try $0.sides }
  }

  @Test func `twin: the natural logarithm`() throws {
    try twin(dropping: "ℓ(0) = 1", of: .embeddedClasses) { classes in
      var natural = classes
      natural.loss = .naturalLogistic
      return natural
    } _: {
      try $0.verdict
    }
  }

  @Test func `twin: a sigmoid`() throws {
    try twin(dropping: "convexity", of: .spreadClasses, count: 100) { classes in
      var sigmoid = classes
      sigmoid.loss = .sigmoid
      return sigmoid
    } _: {
      try $0.verdict
    }
  }

  @Test func `twin: another τ`() throws {
    try twin(dropping: "τ = Σ w²", of: .embeddedClasses) { classes in
      var other = classes
      other.collisionScale = 1.2
      return other
    } _: {
      try $0.verdict
    }
  }
}

/// Classes that are finitely many points each, so that every expectation is a sum.
private struct EmbeddedClasses: Sendable, Codable {
  enum Loss: String, Sendable, Codable {
    case hinge, binaryLogistic, naturalLogistic, sigmoid

    func callAsFunction(_ margin: Double) -> Double {
      switch self {
      case .hinge: max(1 - margin, 0)
      case .binaryLogistic: Self.softplus(-margin) / log(2)
      case .naturalLogistic: Self.softplus(-margin)
      case .sigmoid: 2 / (1 + exp(margin))
      }
    }

    /// log(1 + exp t), which does not overflow.
    private static func softplus(_ t: Double) -> Double { max(t, 0) + log1p(exp(-abs(t))) }
  }

  var loss: Loss
  var weights: [Double]
  /// [class][point]: the r numbers of f at equally likely points.
  var points: [[[Double]]]
  /// τ counts this many times.
  var collisionScale = 1.0

  private var means: [[Double]] {
    points.map { points in
      points[0].indices.map { i in points.reduce(0) { $0 + $1[i] } / Double(points.count) }
    }
  }

  /// L_μ, and (L − τ)/(1 − τ).
  var sides: (number: Estimate, bound: Estimate) {
    get throws {
      func inner(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      let means = means
      var (supervised, pairs, size) = (0.0, 0.0, 1.0)
      let tau = weights.reduce(0) { $0 + $1 * $1 }
      for (c, weight) in weights.enumerated() {
        for (other, otherWeight) in weights.enumerated() {
          for x in points[c] {
            let share = weight * otherWeight / Double(points[c].count)
            if c != other { supervised += share * loss(inner(x, means[c]) - inner(x, means[other])) }
            for positive in points[c] {
              for negative in points[other] {
                let part = share / Double(points[c].count * points[other].count)
                let margin = inner(x, positive) - inner(x, negative)
                size = max(size, abs(margin))
                pairs += part * loss(margin)
              }
            }
          }
        }
      }
      // Every loss here is at most 1 + |margin| / log 2, and has a derivative of at most 1 / log 2.
      let rounding = 16 * Double(points.joined().count + points[0][0].count) * .ulpOfOne * (1 + 2 * size)
      let counted = collisionScale * tau
      let budget = ErrorBudget([.rounding: rounding / (1 - tau)])
      return (
        Estimate(supervised / (1 - tau), budget: budget),
        Estimate((pairs - counted) / (1 - tau), budget: budget)
      )
    }
  }

  var verdict: Verdict {
    get throws {
      let sides = try sides
      return .atMost(sides.number, sides.bound, scale: 1)
    }
  }
}

extension Family<EmbeddedClasses> {
  /// - Parameter spreads: the deviation within the classes, beside means of size 1.
  private static func classes(_ name: String, spreads: ClosedRange<Double>) -> Family {
    Family(name) { generator in
      let (count, r) = (generator.integer(in: 2...4), generator.integer(in: 1...4))
      let raw = (0..<count).map { _ in generator.logUniform(in: 0.1...1) }
      let sum = raw.reduce(0, +)
      let spread = generator.logUniform(in: spreads)
      let points = (0..<count).map { _ in
        let mean = (0..<r).map { _ in generator.normal() }
        return (0..<generator.integer(in: 2...5)).map { _ in mean.map { $0 + spread * generator.normal() } }
      }
      return EmbeddedClasses(
        loss: generator.uniform() < 0.5 ? .hinge : .binaryLogistic, weights: raw.map { $0 / sum },
        points: points)
    }
    // A hinge that no margin reaches says nothing.
    .assuming("its hypotheses") { try $0.sides.number.value > 0.001 }
  }

  fileprivate static let embeddedClasses = classes("classes of a few points", spreads: 0.001...3)
    .covering("spread like the means, or more", 0.1) { classes in
      let sides = try classes.sides
      return sides.bound.value > 1.5 * sides.number.value
    }

  fileprivate static let spreadClasses = classes("classes of a few points far apart", spreads: 1...10)
}
