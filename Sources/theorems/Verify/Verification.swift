import Evidence
import Foundation

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
  /// The properties that did not run to their end, or that a plan lists and no line tells of.
  let unfinished: [Plan.Property]
  /// How the test process broke down; nil when it did not.
  let breakdown: Breakdown?
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
    let found = Self.failures(records.issues, beside: records.lines.filter(\.judgement.isNotHolding))
    let isFailing = !found.isEmpty || records.lines.contains(where: \.judgement.isNotHolding)
    self.init(
      records, failures: found,
      breakdown: end.flatMap { Breakdown($0, hasFailures: isFailing) },
      isInterrupted: end == nil, asked: asked,
      lostCounterexamples: Self.lostCounterexamples(records, asked: asked, in: counterexamples))
  }

  /// What ledgers tell, of one run or of all shards of one.
  /// - Parameter plans: what the runs had to contain.
  init(merging lines: [LedgerLine], plans: [Plan]) {
    let missing = plans.flatMap { $0.unfinished(lines) }
    self.init(
      RunRecords(lines: LedgerLine.merged(lines)), failures: [], missing: Set(missing).sorted(),
      breakdown: nil, isInterrupted: false, asked: [], lostCounterexamples: [])
  }

  private init(
    _ records: RunRecords, failures: [TestEvents.Issue], missing: [Plan.Property] = [], breakdown: Breakdown?,
    isInterrupted: Bool, asked: [String], lostCounterexamples: [StoredCounterexampleError]
  ) {
    let lines = records.lines.sorted(by: LedgerLine.inOrder)
    let unfinished =
      missing
      + records.tests.filter { test in
        !test.hasEnded && !lines.contains { $0.theorem == test.theorem && $0.property == test.property }
      }.map { Plan.Property(theorem: $0.theorem, property: $0.property) }
    (self.failures, self.breakdown, self.isInterrupted) = (failures, breakdown, isInterrupted)
    (self.unfinished, self.lostCounterexamples) = (unfinished, lostCounterexamples)
    notHolding = lines.filter(\.judgement.isNotHolding)
    pending = lines.filter(\.judgement.isPending)
    frequencies = lines.filter { if case .frequency = $0.claim { true } else { false } }
    sampledProperties = lines.count { $0.falseAlarm > 0 }
    falseAlarm = lines.reduce(0) { $0 + $1.falseAlarm }
    let ids = Set(lines.map(\.theorem)).union(records.titles.keys).union(records.tests.map(\.theorem))
      .union(unfinished.map(\.theorem))
    theorems = ids.byNumber.map { id in
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
    if !lostCounterexamples.isEmpty { return 1 }
    let isDecided = verdicts.allSatisfy { $0 == .holds || $0 == .pending }
    return isDecided && falseAlarm <= FalseAlarm.ofRun ? 0 : 3
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
}
