import ContrastiveTheory
import Evidence
import Foundation
import Subprocess

/// What the theorems of a run came to.
struct Verification: Sendable {
  /// What a theorem came to.
  enum Outcome: String, Codable {
    case holds
    /// A property is refuted.
    case refuted
    /// No property is refuted, but a test failed.
    case failing
    /// A property could not be decided, or there is none.
    case inconclusive
    /// A property did not run to its end.
    case unfinished
  }

  /// A class of a property's instances: its share of them, and the share that is required, in [0, 1].
  struct Coverage: Codable {
    let name: String
    let share: Double
    let required: Double
  }

  struct Theorem {
    let id: String
    let title: String
    /// Nil when no property ended.
    let status: TheoremStatus?
    let verdict: Outcome
    /// The number of properties that ended.
    let properties: Int
    let instances: Int
    /// The largest measured / bound; nil when it is no finite number, or none was measured.
    let worstRatio: Double?
    /// The class with the smallest share / required.
    let coverage: Coverage?
    /// The computing time of its properties, which run side by side.
    let seconds: Double
  }

  /// By id.
  let theorems: [Theorem]
  /// The properties that are refuted or inconclusive.
  let notHolding: [LedgerLine]
  /// The properties that measure how often a statement fails, whatever they came to.
  let frequencies: [LedgerLine]
  /// The failures beside those.
  let failures: [TestEvents.Issue]
  /// The tests that did not run to their end.
  let unfinished: [TestEvents.Test]
  /// How the test process broke down, and the end of what it printed; nil when it did not.
  let breakdown: (how: String, output: String)?
  /// The ids that were asked for and that no theorem has.
  let unmatched: [String]
  let isInterrupted: Bool

  static let interruptedExitCode: Int32 = 130

  /// - Parameters:
  ///   - asked: the ids that were asked for; empty for all theorems.
  ///   - end: how the test process ended; nil when it was interrupted.
  init(_ records: RunRecords, asked: [String], end: ChildProcess.End?) {
    let lines = records.lines
    isInterrupted = end == nil
    notHolding = lines.filter { $0.verdict != .holds }
    frequencies = lines.filter { $0.form == .frequency }
    failures = Self.failures(records.events.issues, beside: notHolding)
    unfinished = records.events.tests.filter { test in
      !test.hasEnded && !lines.contains { $0.theorem == test.theorem && $0.property == test.property }
    }
    let hasFailures = !notHolding.isEmpty || !failures.isEmpty
    breakdown = end.flatMap { end in
      Self.breakdown(end.status, hasFailures: hasFailures).map { ($0, end.output) }
    }

    let ids = Set(lines.map(\.theorem)).union(records.events.titles.keys)
      .union(records.events.tests.map(\.theorem))
    let (failed, open) = (failures, unfinished)
    theorems = ids.sorted { $0.compare($1, options: .numeric) == .orderedAscending }.map { id in
      Theorem(
        id: id, title: records.events.titles[id], lines: lines.filter { $0.theorem == id },
        isFailing: failed.contains { $0.theorem == id },
        isUnfinished: open.contains { $0.theorem == id })
    }
    unmatched = isInterrupted || breakdown != nil ? [] : asked.filter { !ids.contains($0) }
  }

  /// 130 when interrupted; 2 when nothing answers to an id; 1 when something is refuted or failing; 3 when
  /// something is not decided; else 0.
  var exitCode: Int32 {
    let verdicts = theorems.map(\.verdict)
    if isInterrupted { return Self.interruptedExitCode }
    if !unmatched.isEmpty { return 2 }
    if breakdown != nil || !failures.isEmpty || verdicts.contains(.refuted) || verdicts.contains(.failing) {
      return 1
    }
    return verdicts.allSatisfy { $0 == .holds } ? 0 : 3
  }

  /// The issues that are not told by a ledger line: a property that does not hold records one issue.
  private static func failures(_ issues: [TestEvents.Issue], beside lines: [LedgerLine]) -> [TestEvents.Issue]
  {
    var told = lines
    return issues.reduce(into: []) { failures, issue in
      if let line = told.firstIndex(where: { $0.theorem == issue.theorem && $0.property == issue.property }) {
        told.remove(at: line)
      } else if !failures.contains(where: {
        // A trait that fails does so for the suite and for each test in it.
        $0.theorem == issue.theorem && $0.property == nil && $0.text == issue.text
      }) {
        failures.append(issue)
      }
    }
  }

  /// How a process broke down; nil when it ended as its tests say.
  private static func breakdown(_ status: TerminationStatus, hasFailures: Bool) -> String? {
    switch status {
    case .exited(0): nil
    case .exited(1) where hasFailures: nil
    case .exited(let code): "the test process exited with code \(code)"
    case .signaled(let number):
      "the test process was ended by signal \(number) (\(String(cString: strsignal(number))))"
    }
  }
}

extension Verification.Theorem {
  fileprivate init(id: String, title: String?, lines: [LedgerLine], isFailing: Bool, isUnfinished: Bool) {
    self.id = id
    self.title = lines.first?.title ?? title ?? ""
    status = lines.first?.status
    properties = lines.count
    instances = lines.reduce(0) { $0 + $1.instances }
    let ratios = lines.map(\.worstRatio)
    worstRatio = ratios.contains(nil) ? nil : ratios.compactMap(\.self).max()
    coverage = lines.flatMap { line in
      line.coverage.filter { $0.required > 0 && line.instances > 0 }.map { group in
        Verification.Coverage(
          name: group.name, share: Double(group.count) / Double(line.instances), required: group.required)
      }
    }.min { $0.share / $0.required < $1.share / $1.required }
    seconds = lines.reduce(0) { $0 + $1.seconds }
    verdict =
      if lines.contains(where: { $0.verdict == .refuted }) {
        .refuted
      } else if isFailing {
        .failing
      } else if lines.contains(where: { $0.verdict == .inconclusive }) {
        .inconclusive
      } else if isUnfinished {
        .unfinished
      } else {
        lines.isEmpty ? .inconclusive : .holds
      }
  }
}
