import Foundation
import MixtureFamilies
import TheoremTesting

/// Halve the rows of the iris data at random, class by class. Let one half give the representations, InfoNCE's by pairs
/// that are drawn by label with bias δ, two coordinates each, and let k-means run on the other half. (1) In at least half of
/// all such splits its adjusted Rand index is larger for InfoNCE than for principal components, where δ is 1 or .7,
/// either as likely; and (2) at δ = 1 it is for InfoNCE's row space, at the scale of LDA, less than .05 below that for LDA.
/// (3) On the digits, with nine coordinates and δ = 1, its mean is for InfoNCE above that for principal components and
/// below that for LDA.
@Suite(.theorem(.measured))
struct `T80 Clusters of labelled data` {
  @Test func `(1) InfoNCE is above principal components on iris`() throws {
    try fails(forAtMost: 0.5, detecting: 0.85, of: Family<UInt64>.splits.with(.biases), count: 200) {
      try .less(0, than: excess(of: .infoNCE, over: .principalComponents, in: $0, bias: $1))
    }
  }

  @Test func `(1) by how much`() throws {
    let splits = Family<UInt64>.splits.with(.biases)
    try measure("index of InfoNCE less that of principal components", of: splits, count: 200) {
      try excess(of: .infoNCE, over: .principalComponents, in: $0, bias: $1)
    }
  }

  @Test func `(2) its row space is near LDA at the scale of LDA`() throws {
    try fails(forAtMost: 0.5, detecting: 0.85, of: .splits, count: 200) {
      try .less(-0.05, than: excess(of: .infoNCEScaled, over: .discriminants, in: $0, bias: 1))
    }
  }

  @Test func `(2) by how much`() throws {
    try measure("index of InfoNCE, at the scale of LDA, less that of LDA", of: .splits, count: 200) {
      try excess(of: .infoNCEScaled, over: .discriminants, in: $0, bias: 1)
    }
  }

  @Test func `(3) on the digits it lies between principal components and LDA`() throws {
    // So many that a mean's interval ends above zero in all but one of some ten thousand runs (Proofs/T80).
    let severalSplits = Family<[UInt64]>("random halves, 24 times") { draw in
      var stream = draw.stream("splits")
      return (0..<24).map { _ in stream.next() }
    }
    try forAll(severalSplits, count: 1) { splits in
      let digits = try experiment("digits", bias: 1)
      let methods: [Representations.Method] = [.infoNCE, .principalComponents, .discriminants]
      let summary = ClusteringSummary(try splits.map { try digits.agreements(of: methods, split: $0) })
      return excess(of: .infoNCE, over: .principalComponents, in: summary)
        .and(excess(of: .discriminants, over: .infoNCE, in: summary))
    }
  }

  /// The index of one method less that of another, on a split of iris.
  private func excess(
    of method: Representations.Method, over other: Representations.Method, in split: UInt64, bias: Double
  ) throws -> Estimate {
    let methods = [method, other]
    let found = try experiment("iris", bias: bias).agreements(of: methods, split: split)
    let indices = methods.map { found[$0]?.adjustedRandIndex ?? .nan }
    // Sums and a quotient of whole numbers.
    return Estimate(indices[0] - indices[1], budget: ErrorBudget([.rounding: 64 * Double.ulpOfOne]))
  }

  private func experiment(_ data: String, bias: Double) throws -> ClusteringExperiment {
    let file = URL(filePath: #filePath).appending(path: "../../../Data/\(data).csv").standardized
    let handle = try FileHandle(forReadingFrom: file)
    return try ClusteringExperiment(
      LabelledData(csv: { try handle.read(upToCount: 1 << 18) }, label: "class"), bias: bias)
  }

  /// "The mean index of one method is above that of another", with the bootstrap interval's lower half as its error.
  private func excess(
    of method: Representations.Method, over other: Representations.Method, in summary: ClusteringSummary
  ) -> Verdict {
    guard let found = summary.difference(.adjustedRand, of: method, beyond: other) else {
      return .inconclusive("a method has no clusters")
    }
    return .positive(found.mean, budget: ErrorBudget([.statistical: found.mean - found.interval.lowerBound]))
  }
}

extension Family<UInt64> {
  /// The key of a split, its pairs and the seeds of k-means.
  fileprivate static let splits = Family("random halves") { draw in
    var stream = draw.stream("split")
    return stream.next()
  }
}

extension Family<Double> {
  fileprivate static let biases = Family("a bias of 1 or .7") { $0.element("bias", of: [1, 0.7]) ?? 1 }
}
