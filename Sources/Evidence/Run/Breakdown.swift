import Foundation

/// What kept a run from its end, or failed beside its properties, as the command line saw it. In a ledger it belongs to the
/// ``RunEnd``, so that a report can say why results are missing, and ends as the run did.
package struct Breakdown: Codable, Sendable, Equatable {
  /// What broke down.
  package enum Stage: String, Codable, Sendable {
    case build, run
    /// A test failed beside its property, or a stored counterexample belongs to none.
    case test
    /// A theorem's file has no test.
    case source
  }

  package var stage: Stage
  /// The property that ended the process; nil where that is not known, or none had started.
  package var culprit: Plan.Property?
  /// As in "the test process ended too early, with exit code 7".
  package var how: String
  /// The last lines that the process printed.
  package var output: [String]

  /// Of what the process printed, the last 20 lines are kept, the first 300 characters of each.
  package init(_ stage: Stage, _ how: String, culprit: Plan.Property? = nil, output: String = "") {
    (self.stage, self.how, self.culprit) = (stage, how, culprit)
    self.output = output.split(whereSeparator: \.isNewline).suffix(20).map { String($0.prefix(300)) }
  }

  /// As in "T10, every minimiser: the test process ended too early, with exit code 7".
  package var summary: String { culprit.map { "\($0.theorem), \($0.property): \(how)" } ?? how }

  /// In one line, with the first error of the output, or its end where no line is called one.
  package var problem: String {
    let line = output.first { $0.localizedCaseInsensitiveContains("error:") } ?? output.last
    return line.map { "\(summary): \($0)" } ?? summary
  }

  /// With the last lines that the process printed.
  package var note: String {
    if output.isEmpty { return summary }
    return (["\(summary); the last that it printed:"] + output.map { "  \($0)" }).joined(separator: "\n")
  }
}
