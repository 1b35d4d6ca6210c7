import Foundation
import MixtureFamilies
import TheoremTesting

/// Let f map to the unit sphere, let scores be inner products over a temperature τ, and let the M negatives of an anchor be independent
/// draws of the marginal law. Then L_M − log M, L_M = E[−s₊ + log(e^{s₊} + Σ e^{sᵢ})], tends to the alignment and uniformity −E s₊ +
/// E_x log E_y e^s, and differs from it by at most e^{2/τ} (1 + e^{2/τ}(e^{2/τ} − 1)/2)/M: like 1/M, faster than the M^{−1/2} that Wang
/// and Isola show.
@Suite(.theorem(.proved))
struct `T70 Many negatives` {
  @Test func `the deviation is at most a constant over M`() throws {
    try upperBound(.twoPoints) { try $0.sides }
  }

  @Test func `it falls like 1 over M, and not like its root`() throws {
    try rate(-1, neighbours: -1.5 ... -0.5, sizes: [128, 512, 2048], of: .twoPoints) { points, size in
      var points = points
      points.negatives = Int(size)
      return points.deviation.magnitude
    }
  }

  @Test func `M times the deviation tends to its limit`() throws {
    try rate(-1, neighbours: -2...0, sizes: [128, 512, 2048], of: .twoPoints) { points, size in
      var points = points
      points.negatives = Int(size)
      let deviation = points.deviation
      return Estimate(
        size * deviation.value - points.limit, budget: deviation.budget.scaled(by: 2 * size)
      ).magnitude
    }
  }

  @Test func `twin: negatives of another law`() throws {
    try twin(dropping: "negatives of the marginal law", of: .manyOfTwoPoints) { points in
      var biased = points
      biased.negativeShare = 1 - points.share
      return biased
    } _: {
      let sides = try $0.sides
      return .atMost(sides.number, sides.bound, scale: 1)
    }
  }
}

/// A law on two points of the sphere, so that the number of negatives at one of them is binomial and every mean is a finite sum.
private struct TwoPoints: Sendable, Codable {
  /// The score of a point with itself, 1/τ, and with the other.
  let same: Double
  let different: Double
  /// The probability of the first point.
  let share: Double
  /// The probability that both members of a pair are at the first point: between its square and itself.
  let together: Double
  /// M.
  var negatives: Int
  /// The probability that a negative is at the first point; nil for the marginal law.
  var negativeShare: Double?

  /// A place of the anchor and of the positive: with what probability, and e^{s₊}/Z.
  private struct Outcome {
    let probability: Double
    let positive: Double
    /// e^s/Z of a negative at the first point, and at the second.
    let weights: (Double, Double)
  }

  private var outcomes: [Outcome] {
    [(true, true), (true, false), (false, true), (false, false)].map { anchor, positive in
      let weights =
        anchor ? (exp(same), exp(different)) : (exp(different), exp(same))
      let z = share * weights.0 + (1 - share) * weights.1
      let probability =
        switch (anchor, positive) {
        case (true, true): together
        case (false, false): 1 - 2 * share + together
        default: share - together
        }
      return Outcome(
        probability: probability, positive: (positive ? weights.0 : weights.1) / z,
        weights: (weights.0 / z, weights.1 / z))
    }
  }

  /// L_M − log M minus alignment and uniformity: E log((e^{s₊} + Σ e^{sᵢ})/(M Z)).
  var deviation: Estimate {
    let m = Double(negatives)
    let law = Self.binomial(negatives, negativeShare ?? share)
    let value = outcomes.reduce(0) { sum, outcome in
      sum
        + outcome.probability
        * law.enumerated().reduce(0) { sum, term in
          let k = Double(term.offset)
          let ratio = (outcome.positive + k * outcome.weights.0 + (m - k) * outcome.weights.1) / m
          return sum + term.element * log(ratio)
        }
    }
    return Estimate(value, budget: ErrorBudget([.rounding: 16 * (m + 10) * (1 + 2 * same) * .ulpOfOne]))
  }

  /// The limit of M times the deviation: E[W₊ − Var W/2].
  var limit: Double {
    outcomes.reduce(0) { sum, outcome in
      let spread = outcome.weights.0 - outcome.weights.1
      return sum + outcome.probability * (outcome.positive - share * (1 - share) * spread * spread / 2)
    }
  }

  var sides: (number: Estimate, bound: Estimate) {
    get throws {
      let e = exp(2 * same)
      let bound = e * (1 + e * (e - 1) / 2) / Double(negatives)
      return (
        deviation.magnitude,
        Estimate(bound, budget: ErrorBudget([.rounding: 16 * (1 + same) * bound * .ulpOfOne]))
      )
    }
  }

  /// The probabilities of 0 … n, from the likeliest number outwards.
  private static func binomial(_ n: Int, _ share: Double) -> [Double] {
    let mode = min(Int(Double(n + 1) * share), n)
    var law = [Double](repeating: 0, count: n + 1)
    law[mode] = 1
    let odds = share / (1 - share)
    for k in stride(from: mode + 1, through: n, by: 1) {
      law[k] = law[k - 1] * odds * Double(n - k + 1) / Double(k)
    }
    for k in stride(from: mode - 1, through: 0, by: -1) {
      law[k] = law[k + 1] / odds * Double(k + 1) / Double(n - k)
    }
    let sum = law.reduce(0, +)
    return law.map { $0 / sum }
  }
}

extension Estimate {
  fileprivate var magnitude: Estimate { Estimate(abs(value), budget: budget) }
}

extension Family<TwoPoints> {
  /// - Parameter negatives: the range of M.
  private static func points(_ name: String, negatives: ClosedRange<Double>, warmest: Double) -> Family {
    Family(name) { generator in
      let temperature = generator.logUniform(in: 0.5...warmest)
      let share = generator.uniform(in: 0.05...0.95)
      let largest = share
      let least = share * share
      return TwoPoints(
        same: 1 / temperature, different: generator.uniform(in: -1...0.5) / temperature, share: share,
        together: least + (largest - least) * generator.uniform(),
        negatives: Int(generator.logUniform(in: negatives)))
    }
  }

  fileprivate static let twoPoints = points(
    "laws on two points of a sphere", negatives: 1...1000, warmest: 10)

  fileprivate static let manyOfTwoPoints = points(
    "laws on two points of a sphere, many negatives, warm", negatives: 1000...2000, warmest: 10
  )
  .assuming("its hypotheses") { abs($0.share - 0.5) > 0.2 && $0.same < 1 }
}
