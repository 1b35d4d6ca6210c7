import Foundation
import MixtureFamilies
import TheoremTesting

/// Let n points of each of C ≥ 2 classes, n ≥ 2, be encoded on the unit sphere in two views each, and let scores be inner products.
/// Let L be the contrastive loss with the second views of all other points as negatives, and L_sup the one with those of other classes
/// only. Then 0 ≤ L − L_sup ≤ log(1 + e²/(C − 1)), for every encoder (Luthra, Yang and Galanti).
@Suite(.theorem(.proved))
struct `T73 Negatives of the same class` {
  @Test func `the gap is at most log(1 + e² over C − 1)`() throws {
    try upperBound(.labelledBatches, attaining: 0.9) { $0.sides }
  }

  @Test func `the gap is not negative`() throws {
    try forAll(.labelledBatches) { batch in
      let gap = batch.sides.number
      return .less(0, than: gap)
    }
  }

  @Test func `twin: without normalisation`() throws {
    try twin(dropping: "the unit sphere", of: .labelledBatches) { batch in
      var long = batch
      long.length = 3
      return long
    } _: {
      $0.verdict
    }
  }

  @Test func `twin: one large class`() throws {
    try twin(dropping: "balance", of: .labelledBatches) { batch in
      var unbalanced = batch
      unbalanced.copiesOfTheFirst = 200
      return unbalanced
    } _: {
      $0.verdict
    }
  }
}

/// Encoded points in two views, class by class.
private struct LabelledBatch: Sendable, Codable {
  /// [class][point]: unit vectors.
  var anchors: [[[Double]]]
  var partners: [[[Double]]]
  /// The norm of the encoded points.
  var length = 1.0
  /// How often each point of the first class occurs.
  var copiesOfTheFirst = 1

  /// L − L_sup, each from its definition, and the bound.
  var sides: (number: Estimate, bound: Estimate) {
    var (loss, supervised, count) = (0.0, 0.0, 0)
    for (c, points) in anchors.enumerated() {
      let copies = c == 0 ? copiesOfTheFirst : 1
      for (i, anchor) in points.enumerated() {
        var (same, other) = (0.0, 0.0)
        for (k, candidates) in partners.enumerated() {
          for (j, candidate) in candidates.enumerated() {
            let score = length * length * zip(anchor, candidate).reduce(0) { $0 + $1.0 * $1.1 }
            let times = (k == 0 ? copiesOfTheFirst : 1) - (k == c && j == i ? 1 : 0)
            if k == c { same += Double(times) * exp(score) } else { other += Double(times) * exp(score) }
          }
        }
        let positive = length * length * zip(anchor, partners[c][i]).reduce(0) { $0 + $1.0 * $1.1 }
        loss += Double(copies) * (log(same + other) - positive)
        supervised += Double(copies) * (log(other) - positive)
        count += copies
      }
    }
    let gap = (loss - supervised) / Double(count)
    let size = Double(count + anchors[0][0].count) * (1 + length * length)
    return (
      Estimate(gap, budget: ErrorBudget([.rounding: 4 * size * .ulpOfOne])),
      Estimate(log1p(exp(2) / Double(anchors.count - 1)), budget: ErrorBudget([.rounding: 8 * .ulpOfOne]))
    )
  }

  var verdict: Verdict {
    let sides = sides
    return .atMost(sides.number, sides.bound, scale: 1)
  }
}

extension Family<LabelledBatch> {
  fileprivate static let labelledBatches = Family("batches of balanced classes on a sphere") { generator in
    // Two opposite classes are where the gap is largest.
    let isOpposite = generator.uniform() < 0.2
    let classes = isOpposite ? 2 : generator.integer(in: 2...12)
    let (points, r) = (generator.integer(in: 2...12), generator.integer(in: 1...6))
    let spread = generator.logUniform(in: 0.01...3)
    let first = (0..<r).map { _ in generator.normal() }
    var (anchors, partners): ([[[Double]]], [[[Double]]]) = ([], [])
    for c in 0..<classes {
      let centre = isOpposite ? first.map { c == 0 ? $0 : -$0 } : (0..<r).map { _ in generator.normal() }
      func view(_ generator: inout some RandomNumberGenerator) -> [Double] {
        let raw = centre.map { $0 + spread * generator.normal() }
        let norm = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return raw.map { $0 / norm }
      }
      anchors.append((0..<points).map { _ in view(&generator) })
      partners.append((0..<points).map { _ in view(&generator) })
    }
    return LabelledBatch(anchors: anchors, partners: partners)
  }
  .covering("five classes or more", 0.3) { $0.anchors.count >= 5 }
  .covering("half of the bound or more", 0.1) { $0.sides.number.value >= 0.5 * $0.sides.bound.value }
}
