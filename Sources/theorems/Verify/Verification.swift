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
  /// All properties that came to something.
  let judged: [LedgerLine]
  /// The failures beside the properties that do not hold.
  let failures: [TestEvents.Issue]
  /// The properties that did not run to their end, or that a plan lists and no line tells of.
  let unfinished: [Plan.Property]
  /// How the test processes, or the build, broke down.
  let breakdowns: [Breakdown]
  /// The theorems that the sources state and of which no test was run, or that the ledgers hold a search of alone, and why.
  let unseen: [String]
  /// The ids that were asked for and that no theorem has.
  let unmatched: [String]
  let isInterrupted: Bool
  /// What the run was told; nil for what ledgers tell.
  let settings: Settings?
  /// The stored counterexamples that nothing tries, and why.
  let lostCounterexamples: [StoredCounterexampleError]

  /// - Parameters:
  ///   - asked: the ids that were asked for; empty for all theorems.
  ///   - package: whose theorems they are.
  ///   - files: where every theorem has to have a test, and every property a result; nil for a search, which passes those over
  ///     that it cannot search.
  ///   - settings: what the run was told.
  init(
    _ records: RunRecords, asked: [String], of package: PackageUnderTest, _ files: TheoremFiles? = nil,
    settings: Settings
  ) {
    let silent =
      files == nil ? [] : records.tests.filter { test in test.hasEnded && !records.isFailing(test) }
    self.init(
      records,
      failures: Self.failures(records.issues, beside: records.lines.filter(\.judgement.isNotHolding)),
      missing: records.lines.missing(of: silent.map(\.identity)), asked: asked,
      unseen: files?.unseen(by: records.tests, asked: asked) ?? [],
      lostCounterexamples: Self.lostCounterexamples(records, asked: asked, in: package),
      settings: settings)
  }

  /// What ledgers tell, of one run or of all shards of one.
  /// - Parameters:
  ///   - plans: what the runs had to contain.
  ///   - breakdowns: what kept them from their ends.
  init(merging lines: [LedgerLine], plans: [Plan], breakdowns: [Breakdown]) {
    let missing = plans.flatMap { $0.unfinished(lines, of: plans) }
    // A search looks for what refutes a property, and checks none.
    let checked = Set(lines.filter { !$0.isSearch }.map(\.theorem)).union(missing.map(\.theorem))
    let searched = Set(lines.map(\.theorem)).subtracting(checked).byNumber.map {
      (theorem: $0, reason: "\($0): it was searched, and none of its properties checked")
    }
    self.init(
      RunRecords(lines: LedgerLine.merged(lines), breakdowns: breakdowns), failures: [],
      missing: Set(missing).sorted(), asked: [], unseen: searched, lostCounterexamples: [])
  }

  private init(
    _ records: RunRecords, failures: [TestEvents.Issue], missing: [Plan.Property], asked: [String],
    unseen: [(theorem: String, reason: String)], lostCounterexamples: [StoredCounterexampleError],
    settings: Settings? = nil
  ) {
    self.settings = settings
    let lines = records.lines.sorted(by: LedgerLine.inOrder)
    let unfinished = Set(
      missing
        + lines.missing(of: records.tests.filter { !$0.hasEnded && !records.isFailing($0) }.map(\.identity))
    ).sorted()
    (self.failures, breakdowns, isInterrupted) = (failures, records.breakdowns, records.isInterrupted)
    self.unseen = unseen.map(\.reason)
    (self.unfinished, self.lostCounterexamples) = (unfinished, lostCounterexamples)
    judged = lines
    let ids = Set(lines.map(\.theorem)).union(records.titles.keys).union(records.tests.map(\.theorem))
      .union(unfinished.map(\.theorem)).union(unseen.map(\.theorem))
    theorems = ids.byNumber.map { id in
      Theorem(
        id: id, title: records.titles[id], lines: lines.filter { $0.theorem == id },
        isFailing: failures.contains { $0.theorem == id }
          || records.breakdowns.contains { $0.culprit?.theorem == id },
        isUnfinished: unfinished.contains { $0.theorem == id } || unseen.contains { $0.theorem == id })
    }
    unmatched = isInterrupted || !breakdowns.isEmpty ? [] : asked.filter { !ids.contains($0) }
  }

  /// The properties that are refuted or inconclusive.
  var notHolding: [LedgerLine] { judged.filter(\.judgement.isNotHolding) }
  /// The properties that take the other shards of the run to be judged.
  var pending: [LedgerLine] { judged.filter(\.judgement.isPending) }
  /// How many properties rest on sampled checks.
  var sampledProperties: Int { judged.count { $0.falseAlarm > 0 } }
  /// How many instances on climbs from the worst ones could not be decided.
  var climbsUndecided: Int { judged.reduce(0) { $0 + $1.ascentUndecided } }
  /// The probability, at most, that any of the sampled checks is wrong.
  var falseAlarm: Double { judged.reduce(0) { $0 + $1.falseAlarm } }
  /// What the samples of all seeds together may be wrong by: each seed is a run.
  var allowedFalseAlarm: Double { FalseAlarm.ofRun * Double(max(Set(judged.map(\.seed)).count, 1)) }

  /// 130 when interrupted; 2 when nothing answers to an id; 1 when something is refuted or failing; 3 when
  /// something is not decided; else 0.
  var exitCode: Int32 {
    let verdicts = theorems.map(\.verdict)
    if isInterrupted { return RunEnd.interruptedExitCode }
    if !unmatched.isEmpty { return 2 }
    if breakdowns.contains(where: { $0.stage == .build }) { return 2 }
    let isFailing = !failures.isEmpty || !lostCounterexamples.isEmpty
    if isFailing || breakdowns.contains(where: { $0.stage != .source }) { return 1 }
    if verdicts.contains(.refuted) || verdicts.contains(.failing) { return 1 }
    let isDecided = breakdowns.isEmpty && verdicts.allSatisfy { $0 == .holds || $0 == .pending }
    return isDecided && falseAlarm <= allowedFalseAlarm ? 0 : 3
  }

  /// What no line of the ledger tells, for those who read no more than that.
  var besideTheLines: [Breakdown] {
    breakdowns
      + failures.map { failure in
        let culprit = failure.theorem.flatMap { theorem in
          failure.property.map { Plan.Property(theorem: theorem, property: $0) }
        }
        let name = culprit == nil ? failure.theorem.map { "\($0): " } ?? "" : ""
        return Breakdown(.test, "\(name)failed: \(failure.text.onOneLine.cut(to: 300))", culprit: culprit)
      } + lostCounterexamples.map { Breakdown(.test, "\($0)") } + unseen.map { Breakdown(.source, $0) }
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
