import Evidence
import Foundation

/// What the processes of a search found.
struct SearchFindings: Sendable {
  private var lines: [LedgerLine] = []
  /// The ids of the theorems that were there to search.
  private(set) var theorems: Set<String> = []
  /// The failures that no line tells of.
  private(set) var issues: [String] = []
  private(set) var breakdowns: [Breakdown] = []
  private(set) var isInterrupted = false

  /// Nothing yet.
  init() {}

  /// What one process found.
  /// - Parameter end: nil when it was interrupted.
  init(_ records: RunRecords, end: ChildProcess.End?) {
    lines = records.lines
    theorems = Set(records.tests.map(\.theorem))
    issues = records.issues.filter { issue in
      !records.lines.contains { $0.theorem == issue.theorem && $0.property == issue.property }
    }.map(\.text)
    breakdowns = [end.flatMap { Breakdown($0, hasFailures: !records.issues.isEmpty) }].compactMap(\.self)
    isInterrupted = end == nil
  }

  mutating func add(_ other: SearchFindings) {
    lines += other.lines
    theorems.formUnion(other.theorems)
    // What fails in one process does so in each.
    issues += other.issues.filter { !issues.contains($0) }
    breakdowns += other.breakdowns
    isInterrupted = isInterrupted || other.isInterrupted
  }

  /// The lines of a property as one.
  ///
  /// A part that an interrupt or a breakdown kept from ending is not missed: what the others found stands by itself.
  var merged: [LedgerLine] {
    let parts = Dictionary(grouping: lines) { [$0.theorem, $0.property] }.values
    let renumbered = parts.flatMap { lines in
      lines.enumerated().map { index, line in
        var part = line
        part.shard = .init(index: index + 1, count: lines.count)
        return part
      }
    }
    return LedgerLine.merged(renumbered).sorted(by: LedgerLine.inOrder)
  }

  /// The counterexamples that were stored beside the one that a merged line tells of.
  func alsoSaved(beside line: LedgerLine) -> [String] {
    let ofProperty = lines.filter { $0.theorem == line.theorem && $0.property == line.property }
    return Set(ofProperty.compactMap(\.saved)).subtracting([line.saved].compactMap(\.self)).sorted()
  }
}
