import Evidence
import Foundation
import Terminal

/// Follows a test process by the files that it writes, and tells how it gets on.
actor RunMonitor {
  private var ledger: LedgerReader
  private let ledgerPath: String
  private var events: TestEvents
  private var lines: [LedgerLine] = []
  /// The properties that have a line.
  private var written: Set<Plan.Property> = []
  /// Tells how the run gets on; nil for a run whose master does that.
  private let progress: ProgressPrinter?
  private var process: Int32?
  /// Whether the run is a search.
  private let isSearch: Bool
  /// The lines of an earlier run that this one goes on with.
  private let old: [LedgerLine]
  /// How many plans of earlier runs the ledger holds.
  private let oldPlans: Int
  /// Damaged lines of the ledger that are older than the run.
  private let oldDamages: Int

  /// What the ledger holds already is not of this run; it stands for the properties that this run finds finished.
  init(ledger: URL, events: URL, settings: RunSettings, progress: ProgressPrinter?) throws {
    var reader = LedgerReader(ledger)
    old = try reader.next().filter { !$0.isSearch && settings.areThose(of: $0) }.map(\.believed)
    oldPlans = reader.plans.count
    self.ledger = reader
    (self.progress, isSearch) = (progress, settings.isSearch)
    oldDamages = reader.damages.count
    ledgerPath = ledger.path
    self.events = TestEvents(events)
  }

  /// Reads what is new.
  func look(at process: Int32) async throws {
    self.process = process
    try await readOn()
    let tests = events.tests
    // Tests that run at once are told to have ended late, when most of them have; a line is written when its property ends.
    let ended = tests.count { $0.hasEnded || written.contains($0.identity) }
    let notHolding = lines.count { $0.judgement.isNotHolding }
    await progress?.update(
      "\(ended) of \(tests.count) properties ended"
        + (notHolding > 0 ? ", \(notHolding) of them not holding" : "")
        + (lines.last.map { "; last \($0.theorem), \($0.property)" } ?? ""))
  }

  /// The records of a process that has ended.
  func finish() async throws -> RunRecords {
    try await readOn()
    ledger.finish()
    await progress?.clear()
    for damage in ledger.damages.dropFirst(oldDamages) { tell("ledger \(ledgerPath): \(damage)") }
    tellOtherPlans()
    let resumed = resumedLines
    if !resumed.isEmpty {
      tell(
        "\(resumed.count) of the properties were finished in the ledger by an earlier run; "
          + "remove \(ledgerPath) to run them again")
    }
    return RunRecords(
      lines: resumed + lines, titles: events.titles, tests: events.tests, issues: events.issues)
  }

  /// Tells what an earlier run on the same ledger did otherwise: its results are not taken over, and a report of the ledger does
  /// not hold where both looked at the same instances.
  private func tellOtherPlans() {
    guard let new = ledger.plans.last, ledger.plans.count > oldPlans else { return }
    let differences = ledger.plans.prefix(oldPlans).compactMap { $0.difference(to: new) }
    for difference in Set(differences).sorted() {
      tell("ledger \(ledgerPath): it holds a run \(difference), whose results are not taken over")
    }
  }

  /// The lines of the properties that ended without one, since an earlier run had finished them.
  private var resumedLines: [LedgerLine] {
    guard let plan = ledger.plans.last, ledger.plans.count > oldPlans else { return [] }
    // Those of another build, version, LAPACK or number of instances the suite does not take over.
    let old = plan.finished(old, of: ledger.plans)
    return events.tests.filter(\.hasEnded).compactMap { test in
      guard !lines.contains(where: { $0.identity == test.identity }),
        let last = old.last(where: { $0.identity == test.identity })
      else { return nil }
      // The suite has judged them so as well: it fails where they did not come out the same.
      return LedgerLine.repeated(old.filter { $0.isSameRun(as: last) })
    }
  }

  private func readOn() async throws {
    do { try events.readOn() } catch {
      throw RunError.failed("the test process's events cannot be read: \(error.reason)")
    }
    let added: [LedgerLine]
    do { added = try ledger.next() } catch {
      throw RunError.ledgerUnreadable(path: ledgerPath, reason: error.reason)
    }
    for line in added where isOurs(line) {
      lines.append(line)
      written.insert(line.identity)
      let verdict = line.judgement.word
      await progress?.note("\(line.theorem)  \(line.property): \(verdict) (\(line.seconds.fixed(1)) s)")
    }
  }

  /// Another run may have written between our look at the ledger and our child's lock; and a search tells nothing of a check.
  private func isOurs(_ line: LedgerLine) -> Bool {
    #if os(Linux)
      guard line.process == process else { return false }
    #endif
    // On other systems the test process is a grandchild.
    return line.isSearch == isSearch
  }
}
