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
    let lossesOfClasses = Family<MarginLoss>.losses.with(.classes)
      // A hinge that no margin reaches says nothing.
      .assuming("a loss above a thousandth") { sides($0, $1).number.value > 0.001 }
      .covering("spread like the means, or more", 0.1) { loss, classes in
        let (number, bound) = sides(loss, classes)
        return bound.value > 1.5 * number.value
      }
    try upperBound(lossesOfClasses, attaining: 0.99) { sides($0, $1) }
  }

  @Test func `ℓ(0) = 1 cannot be dropped`() throws {
    try cannotDrop("ℓ(0) = 1", of: .losses, .classes, replacing: { _ in .naturalLogistic }) {
      inequality($0, $1)
    }
  }

  @Test func `convexity cannot be dropped`() throws {
    // No output is negative, as after a rectifier. Then a class whose points are short beside another's has
    // negative margins, where a sigmoid is concave; the other has large ones, where it is flat. With a
    // sigmoid a fifth of these instances violate the inequality.
    let rectified = Family<EmbeddedClasses>.classes(
      "classes of a few points far apart, of no negative outputs", spreads: 1...10, adjusting: abs)
    try cannotDrop("convexity", of: .losses, rectified, count: 200, replacing: { _ in .sigmoid }) {
      inequality($0, $1)
    }
  }

  @Test func `τ = Σ w² cannot be dropped`() throws {
    try cannotDrop("τ = Σ w²", of: .losses, .classes) {
      inequality($0, $1)
    } without: {
      inequality($0, $1, collisions: 1.2)
    }
  }

  /// L_μ, and (L − τ)/(1 − τ).
  /// - Parameter collisions: how often τ is counted.
  private func sides(
    _ loss: MarginLoss, _ classes: EmbeddedClasses, collisions: Double = 1
  ) -> (number: Estimate, bound: Estimate) {
    let (weights, points) = classes
    var (supervised, pairs, size, terms) = (0.0, 0.0, 0.0, 0)
    let means = Matrix(
      columnVectors: points.map { $0.times(Array(repeating: 1 / Double($0.columns), count: $0.columns)) })
    for (c, own) in points.enumerated() {
      let (positives, toMeans) = (own.gram, own.transposeTimes(means))
      for (other, theirs) in points.enumerated() {
        let negatives = own.transposeTimes(theirs)
        size = max(size, own.absolute.transposeTimes(theirs.absolute).largestEntry)
        terms += own.columns * own.columns * theirs.columns
        for x in 0..<own.columns {
          let share = weights[c] * weights[other] / Double(own.columns)
          if c != other { supervised += share * loss(toMeans[x, c] - toMeans[x, other]) }
          for positive in positives.row(x) {
            for negative in negatives.row(x) {
              pairs += share * loss(positive - negative) / Double(own.columns * theirs.columns)
            }
          }
        }
      }
    }
    terms += points.reduce(4 * points[0].rows + 50) { $0 + 4 * $1.columns }
    let budget = ErrorBudget.proved([.rounding: Double(terms) * .ulpOfOne * (1 + 3 * size)])
    // The weights are those of a law over their sum.
    let tau = weights.map { Estimate(exactly: $0).squared }.sum
    let different = weights.map { Estimate(exactly: $0) }.sum.squared - tau
    return (
      Estimate(supervised, budget: budget) / different,
      (Estimate(pairs, budget: budget) - Estimate(exactly: collisions) * tau) / different
    )
  }

  /// The statement, in units of ℓ(0).
  private func inequality(
    _ loss: MarginLoss, _ classes: EmbeddedClasses, collisions: Double = 1
  ) -> Verdict {
    let (number, bound) = sides(loss, classes, collisions: collisions)
    return .atMost(number, bound, scale: 1)
  }
}

private enum MarginLoss: Sendable {
  case hinge, binaryLogistic, naturalLogistic, sigmoid

  func callAsFunction(_ margin: Double) -> Double {
    // log(1 + exp(−margin)), which does not overflow.
    let softplus = max(-margin, 0) + log1p(exp(-abs(margin)))
    return switch self {
    case .hinge: max(1 - margin, 0)
    case .binaryLogistic: softplus / log(2)
    case .naturalLogistic: softplus
    case .sigmoid: 2 / (1 + exp(margin))
    }
  }
}

extension Family<MarginLoss> {
  fileprivate static let losses = Family("convex losses") { draw in
    draw.element("loss", of: [MarginLoss.hinge, .binaryLogistic]) ?? .hinge
  }
  .assuming("convexity") { $0 != .sigmoid }
  .assuming("ℓ(0) = 1") { abs($0(0) - 1) < 64 * .ulpOfOne }
}

/// Classes that are finitely many points each, so that every expectation is a sum: for each class f at its equally likely points,
/// one a column.
private typealias EmbeddedClasses = (weights: [Double], points: [Matrix])

extension Family<EmbeddedClasses> {
  fileprivate static let classes = classes("classes of a few points", spreads: 0.001...3)

  /// - Parameter spreads: the deviation within the classes, beside means of size 1.
  fileprivate static func classes(
    _ name: String, spreads: ClosedRange<Double>, adjusting: @escaping @Sendable (Double) -> Double = { $0 }
  ) -> Family {
    Family(name) { draw in
      let (count, r) = (draw.integer("classes", in: 2...4), draw.integer("rows", in: 1...4))
      let weights = (0..<count).map { _ in draw.logarithmic("weight", in: 0.1...1) }.normalised
      let spread = draw.logarithmic("spread", in: spreads)
      let points = (0..<count).map { _ in
        let mean = draw.normals("mean", r)
        return Matrix(
          columnVectors: (0..<draw.integer("points", in: 2...5)).map { _ in
            zip(mean, draw.normals("point", r)).map { adjusting($0 + spread * $1) }
          })
      }
      return (weights, points)
    }
  }
}
