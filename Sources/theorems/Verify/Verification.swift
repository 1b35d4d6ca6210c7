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
    /// It takes the other shards of the run to judge a property.
    case pending
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
  /// The properties that take the other shards of the run to be judged.
  let pending: [LedgerLine]
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
  /// How many properties rest on sampled checks.
  let sampledProperties: Int
  /// The probability, at most, that any of the sampled checks is wrong.
  let falseAlarm: Double
  /// The stored counterexamples that nothing tries, and why.
  let lostCounterexamples: [StoredCounterexampleError]

  static let interruptedExitCode: Int32 = 130

  /// - Parameters:
  ///   - asked: the ids that were asked for; empty for all theorems.
  ///   - end: how the test process ended; nil when it was interrupted.
  ///   - counterexamples: the package's folder of stored counterexamples.
  init(_ records: RunRecords, asked: [String], end: ChildProcess.End?, counterexamples: URL) {
    let found = Self.failures(records.issues, beside: records.lines.filter(\.isNotHolding))
    let isFailing = !found.isEmpty || records.lines.contains(where: \.isNotHolding)
    self.init(
      records, failures: found,
      breakdown: end.flatMap { end in
        Self.breakdown(end.status, hasFailures: isFailing).map { ($0, end.output) }
      },
      isInterrupted: end == nil, asked: asked,
      lostCounterexamples: Self.lostCounterexamples(records, in: counterexamples))
  }

  /// What ledgers tell, of one run or of all shards of one.
  init(merging lines: [LedgerLine]) {
    self.init(
      RunRecords(lines: LedgerLine.merged(lines)), failures: [], breakdown: nil, isInterrupted: false,
      asked: [],
      lostCounterexamples: [])
  }

  private init(
    _ records: RunRecords, failures: [TestEvents.Issue], breakdown: (how: String, output: String)?,
    isInterrupted: Bool, asked: [String], lostCounterexamples: [StoredCounterexampleError]
  ) {
    let lines = records.lines
    let unfinished = records.tests.filter { test in
      !test.hasEnded && !lines.contains { $0.theorem == test.theorem && $0.property == test.property }
    }
    (self.failures, self.breakdown, self.isInterrupted) = (failures, breakdown, isInterrupted)
    (self.unfinished, self.lostCounterexamples) = (unfinished, lostCounterexamples)
    notHolding = lines.filter(\.isNotHolding)
    pending = lines.filter(\.isPending)
    frequencies = lines.filter { $0.form == .frequency }
    sampledProperties = lines.count { $0.falseAlarm > 0 }
    falseAlarm = lines.reduce(0) { $0 + $1.falseAlarm }
    let ids = Set(lines.map(\.theorem)).union(records.titles.keys).union(records.tests.map(\.theorem))
    theorems = ids.sorted { $0.compare($1, options: .numeric) == .orderedAscending }.map { id in
      Theorem(
        id: id, title: records.titles[id], lines: lines.filter { $0.theorem == id },
        isFailing: failures.contains { $0.theorem == id },
        isUnfinished: unfinished.contains { $0.theorem == id })
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
    if falseAlarm > FalseAlarm.ofRun || !lostCounterexamples.isEmpty { return 1 }
    return verdicts.allSatisfy { $0 == .holds || $0 == .pending } ? 0 : 3
  }

  /// The stored counterexamples that belong to no property of the theorems that ran, or cannot be read. (Those of a theorem
  /// that ran, and that its suite knows to be damaged, are told by its failure as well.)
  private static func lostCounterexamples(
    _ records: RunRecords, in folder: URL
  ) -> [StoredCounterexampleError] {
    Set(records.tests.map(\.theorem)).sorted().flatMap { theorem in
      CounterexampleHeader.files(of: theorem, in: folder).compactMap { file -> StoredCounterexampleError? in
        do throws(StoredCounterexampleError) {
          let property = try CounterexampleHeader(file: file).property
          if records.tests.contains(where: { $0.theorem == theorem && $0.property == property }) {
            return nil
          }
          return .init(file: file.path, reason: "\(theorem) has no property \"\(property)\"")
        } catch {
          return error
        }
      }
    }
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
      line.coverage.filter { $0.required > 0 && $0.drawn > 0 }.map { group in
        Verification.Coverage(
          name: group.name, share: Double(group.count) / Double(group.drawn), required: group.required)
      }
    }.min { $0.share / $0.required < $1.share / $1.required }
    seconds = lines.reduce(0) { $0 + $1.seconds }
    let open = lines.filter { $0.verdict == .inconclusive }
    verdict =
      if lines.contains(where: { $0.verdict == .refuted }) {
        .refuted
      } else if isFailing {
        .failing
      } else if open.contains(where: { !$0.isPending }) {
        .inconclusive
      } else if isUnfinished {
        .unfinished
      } else if !open.isEmpty {
        .pending
      } else {
        lines.isEmpty ? .inconclusive : .holds
      }
  }
}

extension LedgerLine {
  /// Whether the property is refuted or inconclusive, and not for want of other shards.
  fileprivate var isNotHolding: Bool { verdict != .holds && !isPending }
}
