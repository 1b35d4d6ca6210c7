import Foundation
import MixtureFamilies
import TheoremTesting

/// Let n points of each of C ≥ 2 classes, n ≥ 2, be encoded on the unit sphere in two views each, and let scores be inner products.
/// Let L be the contrastive loss with the second views of all other points as negatives, and L_sup the one with those of other classes
/// only. Then 0 ≤ L − L_sup ≤ log(1 + e²/(C − 1)), for every encoder (Luthra, Yang and Galanti).
@Suite(.theorem(.proved))
struct `T73 Negatives of the same class` {
  @Test func `the gap is at most log(1 + e² over C − 1)`() throws {
    try upperBound(.labelledBatches, attaining: 0.9) { ($0.gap, $0.bound) }
  }

  @Test func `the gap is not negative`() throws { try forAll(.labelledBatches) { .less(0, than: $0.gap) } }

  @Test func `the unit sphere cannot be dropped`() throws {
    try cannotDrop(
      "the unit sphere", of: .labelledBatches,
      replacing: { LabelledBatch(first: 3 * $0.first, second: 3 * $0.second, labels: $0.labels) }
    ) { .atMost($0.gap, $0.bound) }
  }

  @Test func `balance cannot be dropped`() throws {
    // Each point of the first class fifty times.
    try cannotDrop(
      "balance", of: .labelledBatches,
      replacing: { batch in
        let copies = batch.labels.indices.flatMap { i in
          Array(repeating: i, count: batch.labels[i] == 0 ? 50 : 1)
        }
        return LabelledBatch(
          first: Matrix(columnVectors: copies.map(batch.first.column)),
          second: Matrix(columnVectors: copies.map(batch.second.column)),
          labels: copies.map { batch.labels[$0] })
      }
    ) { .atMost($0.gap, $0.bound) }
  }
}

/// Encoded points in two views, one a column, and their classes.
private struct LabelledBatch: Sendable {
  let first: Matrix
  let second: Matrix
  let labels: [Int]

  var classes: Int { Set(labels).count }

  /// L − L_sup, each from its definition.
  var gap: Estimate {
    let scores = Matrix.plainProduct(first, second, transposesA: true)
    func loss(negatives: (Int, Int) -> Bool) -> Double {
      labels.indices.reduce(0) { sum, i in
        let negatives = labels.indices.filter { $0 != i && negatives(i, $0) }
        return sum + log(negatives.reduce(0) { $0 + exp(scores[i, $1]) }) - scores[i, i]
      } / Double(labels.count)
    }
    let value = loss { _, _ in true } - loss { labels[$0] != labels[$1] }
    let largest = Matrix.plainProduct(first.absolute, second.absolute, transposesA: true).largestEntry
    let size = 1 + largest + log(Double(labels.count))
    let rounding = 12 * Double(labels.count + first.rows) * size * .ulpOfOne
    return Estimate(value, budget: .proved([.rounding: rounding]))
  }

  var bound: Estimate { .log(1 + .exp(2) / Estimate(exactly: Double(classes - 1))) }
}

extension Family<LabelledBatch> {
  fileprivate static let labelledBatches = Family("batches of balanced classes on a sphere") { draw in
    // Two opposite classes are where the gap is largest.
    let isOpposite = draw.integer("two opposite classes", in: 0...1, shares: [0.8, 0.2]) == 1
    let classes = isOpposite ? 2 : draw.integer("classes", in: 2...12)
    let (points, r) = (draw.integer("points", in: 2...12), draw.integer("rows", in: 1...6))
    let spread = draw.logarithmic("spread", in: 0.01...3)
    var centres = (0..<(isOpposite ? 1 : classes)).map { _ in draw.normals("centre", r) }
    if isOpposite { centres.append(centres[0].map { -$0 }) }
    func view(_ name: String) -> Matrix {
      let around = centres.flatMap { centre in
        (0..<points).map { _ in zip(centre, draw.normals(name, r)).map { $0 + spread * $1 } }
      }
      return Matrix(columnVectors: around).withUnitColumns
    }
    let labels = (0..<classes).flatMap { Array(repeating: $0, count: points) }
    return LabelledBatch(first: view("point"), second: view("its other view"), labels: labels)
  }
  .assuming("the unit sphere") { batch in
    [batch.first, batch.second].flatMap(\.columnVectors).allSatisfy { point in
      abs(point.reduce(0) { $0 + $1 * $1 } - 1) < 64 * .ulpOfOne
    }
  }
  .assuming("balance") { Set(Dictionary(grouping: $0.labels) { $0 }.values.map(\.count)).count == 1 }
  .covering("five classes or more", 0.3) { $0.classes >= 5 }
  .covering("half of the bound or more", 0.1) { $0.gap.value >= 0.5 * $0.bound.value }
}
