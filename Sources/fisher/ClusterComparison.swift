import ContrastiveTheory
import Evidence
import Foundation
import Synchronization

/// k-means on the representations of InfoNCE, LDA, PCA and on the raw columns, over several random splits of the rows.
struct ClusterComparison {
  /// The number of splits.
  static let splitCount = 20
  /// What is compared split by split: the first minus the second.
  static let differences: [(first: Representations.Method, second: Representations.Method)] = [
    (.infoNCE, .discriminants), (.infoNCE, .principalComponents), (.infoNCE, .raw),
    (.infoNCEScaled, .discriminants), (.infoNCEScaled, .principalComponentsScaled),
  ]

  /// Why there is none, which does not end the analysis.
  struct Missing: Error, CustomStringConvertible {
    let description: String

    init(_ cause: any Error) {
      description = "clusters: not computed: a half of the rows, drawn at random: \(cause)"
    }
  }

  let experiment: ClusteringExperiment
  let summary: ClusteringSummary

  /// Runs the splits, and says on standard error how far it is when that takes more than 2 seconds.
  /// - Throws: as `ClusteringExperiment.agreements(of:split:)`.
  init(_ experiment: ClusteringExperiment) throws {
    let done = Mutex(0)
    self.experiment = experiment
    summary = ClusteringSummary(
      try withProgress("clustering, \(done.withLock(\.self)) of \(Self.splitCount) splits done") {
        try (0..<Self.splitCount).map { split in
          defer { done.withLock { $0 += 1 } }
          return try experiment.agreements(split: UInt64(split))
        }
      })
  }
}

// MARK: Table

extension ClusterComparison {
  /// The comparison as a table for people.
  var table: String {
    let indices = ClusteringSummary.Index.allCases
    let columns =
      "  r = \(experiment.dimension)".padded + indices.map { $0.rawValue.uppercased().padded }.joined()
    var lines = [
      "k-means against the classes, mean over \(Self.splitCount) random halves and 95% bootstrap interval",
      columns,
    ]
    for method in Representations.Method.allCases {
      let cells = indices.map { cell(summary.mean($0, of: method)) }
      lines.append("  \(method.title)".padded + cells.joined())
    }
    for (first, second) in Self.differences {
      let cells = indices.map { cell(summary.difference($0, of: first, beyond: second)) }
      lines.append("  \(first.title) - \(second.title)".padded + cells.joined())
    }
    lines.append(
      "* the same subspace at the scale of LDA, where the pooled within-class covariance is the identity.")
    lines.append(
      "Each representation is found from the other half. Intervals speak of other splits of these rows.")
    return lines.map { $0.replacing(#/ +$/#, with: "") }.joined(separator: "\n")
  }

  private func cell(_ mean: BootstrapMean?) -> String {
    guard let mean else { return "undefined".padded }
    let (low, high) = (mean.interval.lowerBound.fixed(3), mean.interval.upperBound.fixed(3))
    return "\(mean.mean.fixed(3)) (\(low) to \(high))".padded
  }
}

extension String {
  fileprivate var padded: String { padding(toLength: max(count, 28), withPad: " ", startingAt: 0) }
}

extension Representations.Method {
  fileprivate var title: String {
    switch self {
    case .infoNCE: "InfoNCE"
    case .infoNCEScaled: "InfoNCE*"
    case .discriminants: "LDA"
    case .principalComponents: "PCA"
    case .principalComponentsScaled: "PCA*"
    case .raw: "raw columns"
    }
  }
}

// MARK: HTML

extension ClusterComparison {
  /// The means as a table of HTML.
  var html: String {
    let indices = ClusteringSummary.Index.allCases
    let head = indices.map { "<th>\($0.rawValue.uppercased())</th>" }.joined()
    let rows = Representations.Method.allCases.map { method in
      "<tr><td>\(method.title)</td>\(indices.map { "<td>\(cell(summary.mean($0, of: method)))</td>" }.joined())</tr>"
    }
    return "<table><tr><th>k-means, r = \(experiment.dimension)</th>\(head)</tr>\(rows.joined())</table>"
  }
}

// MARK: JSON

extension ClusterComparison {
  /// The document's part; its keys are stable.
  struct Document: Encodable {
    struct Mean: Encodable {
      let mean: Double
      let low: Double
      let high: Double

      init(_ mean: BootstrapMean) {
        (self.mean, low, high) = (mean.mean, mean.interval.lowerBound, mean.interval.upperBound)
      }
    }

    let splits: Int
    let dimension: Int
    let confidence: Double
    /// By method, then by index.
    let methods: [String: [String: Mean]]
    /// By the two methods, "infonce-lda" for instance, then by index.
    let differences: [String: [String: Mean]]
  }

  var document: Document {
    func byIndex(_ mean: (ClusteringSummary.Index) -> BootstrapMean?) -> [String: Document.Mean] {
      let means = ClusteringSummary.Index.allCases.map { ($0.rawValue, mean($0).map(Document.Mean.init)) }
      return Dictionary(uniqueKeysWithValues: means).compactMapValues(\.self)
    }
    let methods = Representations.Method.allCases.map { method in
      (method.rawValue, byIndex { summary.mean($0, of: method) })
    }
    let differences = Self.differences.map { first, second in
      ("\(first.rawValue)-\(second.rawValue)", byIndex { summary.difference($0, of: first, beyond: second) })
    }
    return Document(
      splits: Self.splitCount, dimension: experiment.dimension, confidence: BootstrapMean.confidence,
      methods: Dictionary(uniqueKeysWithValues: methods),
      differences: Dictionary(uniqueKeysWithValues: differences))
  }
}
