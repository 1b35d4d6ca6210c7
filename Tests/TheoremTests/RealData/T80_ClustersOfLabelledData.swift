import Foundation
import MixtureFamilies
import TheoremTesting

/// Halve the rows of the iris data at random, class by class. Let one half give the representations, InfoNCE's by pairs
/// that are drawn by label with bias δ, two coordinates each, and let k-means run on the other half. In at least half
/// of all such splits its adjusted Rand index is larger for InfoNCE than for principal components, where δ is 1 or .7,
/// either as likely; and at δ = 1 it is for InfoNCE's row space, at the scale of LDA, less than .05 below that for LDA.
/// On the digits, with nine coordinates and δ = 1, its mean is for InfoNCE above that for principal components and
/// below that for LDA.
@Suite(.theorem(.open))
struct `T80 Clusters of labelled data` {
  @Test func `InfoNCE is above principal components on iris`() throws {
    try fails(forAtMost: 0.5, detecting: 0.97, of: .irisSplits(biases: [1, 0.7]), count: 80) { split in
      try split.excess(of: .infoNCE, over: .principalComponents)
    }
  }

  @Test func `its row space is near LDA at the scale of LDA`() throws {
    try fails(forAtMost: 0.5, detecting: 0.97, of: .irisSplits(biases: [1]), count: 80) { split in
      try split.excess(of: .infoNCEScaled, over: .discriminants, allowance: 0.05)
    }
  }

  @Test func `on the digits it lies between principal components and LDA`() throws {
    try forAll(.digitsSplits, count: 1) { splits in
      let summary = try splits.summary
      return summary.excess(of: .infoNCE, over: .principalComponents)
        .and(summary.excess(of: .discriminants, over: .infoNCE))
    }
  }
}

private enum DataSet: String, Codable {
  case iris, digits

  var experiment: (Double) throws -> ClusteringExperiment {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return { bias in
      let file = try FileHandle(forReadingFrom: folder.appending(path: "Data/\(rawValue).csv"))
      let data = try LabelledData(csv: { try file.read(upToCount: 1 << 18) }, label: "class")
      return try ClusteringExperiment(data, bias: bias)
    }
  }
}

/// A random split of a data set.
private struct Split: Sendable, Codable {
  let data: DataSet
  let bias: Double
  let key: UInt64

  /// "The index of one method, and the allowance, are above that of another."
  func excess(
    of method: Representations.Method, over other: Representations.Method, allowance: Double = 0
  ) throws -> Verdict {
    let found = try data.experiment(bias).agreements(split: key)
    guard let first = found[method], let second = found[other] else {
      return .inconclusive("a method has no clusters")
    }
    // Sums and a quotient of whole numbers.
    return .positive(
      first.adjustedRandIndex - second.adjustedRandIndex + allowance,
      budget: ErrorBudget([.rounding: 64 * Double.ulpOfOne]))
  }
}

/// A few random splits of a data set.
private struct Splits: Sendable, Codable {
  let data: DataSet
  let bias: Double
  let keys: [UInt64]

  var summary: ClusteringSummary {
    get throws {
      let experiment = try data.experiment(bias)
      return ClusteringSummary(try keys.map { try experiment.agreements(split: $0) })
    }
  }
}

extension ClusteringSummary {
  /// "The mean index of one method is above that of another", with the bootstrap interval's lower half as its error.
  fileprivate func excess(of method: Representations.Method, over other: Representations.Method) -> Verdict {
    guard let found = difference(.adjustedRand, of: method, beyond: other) else {
      return .inconclusive("a method has no clusters")
    }
    return .positive(
      found.mean, budget: ErrorBudget([.statistical: found.mean - found.interval.lowerBound]))
  }
}

extension Family<Split> {
  fileprivate static func irisSplits(biases: [Double]) -> Family {
    Family("random halves of iris") { generator in
      let bias = biases[generator.integer(in: 0...(biases.count - 1))]
      return Split(data: .iris, bias: bias, key: generator.next())
    }
  }
}

extension Family<Splits> {
  fileprivate static let digitsSplits = Family("random halves of digits") { generator in
    Splits(data: .digits, bias: 1, keys: (0..<6).map { _ in generator.next() })
  }
}
