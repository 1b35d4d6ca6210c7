import ContrastiveTheory
import Evidence
import Foundation

/// What a test process left on record: its ledger lines and what Swift Testing told of its tests.
struct RunRecords: Sendable {
  var lines: [LedgerLine] = []
  var events: TestEvents

  var isEmpty: Bool { lines.isEmpty && events.tests.isEmpty && events.issues.isEmpty }
}

/// Follows a test process by the files that it writes, and tells how it gets on.
actor RunMonitor {
  private var ledger: LedgerReader
  private let ledgerPath: String
  private var records: RunRecords
  private let progress = ProgressPrinter()
  private var process: Int32?
  /// Damaged lines of the ledger that are older than the run.
  private let oldDamages: Int

  /// What the ledger holds already is not of this run.
  init(ledger: URL, events: URL) throws {
    var reader = LedgerReader(ledger)
    _ = try reader.next()
    self.ledger = reader
    oldDamages = reader.damages.count
    ledgerPath = ledger.path
    records = RunRecords(events: TestEvents(events))
  }

  /// Reads what is new.
  func look(at process: Int32) async throws {
    self.process = process
    try await readOn()
    let tests = records.events.tests
    let notHolding = records.lines.count { $0.verdict != .holds }
    await progress.update(
      "\(tests.count(where: \.hasEnded)) of \(tests.count) properties ended"
        + (notHolding > 0 ? ", \(notHolding) of them not holding" : "")
        + (records.lines.last.map { "; last \($0.theorem), \($0.property)" } ?? ""))
  }

  /// The records of a process that has ended.
  func finish() async throws -> RunRecords {
    try await readOn()
    ledger.finish()
    await progress.clear()
    for damage in ledger.damages.dropFirst(oldDamages) {
      FileHandle.standardError.write(Data("ledger \(ledgerPath): \(damage)\n".utf8))
    }
    return records
  }

  private func readOn() async throws {
    try records.events.readOn()
    for line in try ledger.next() where isOurs(line) {
      records.lines.append(line)
      let seconds = String(format: "%.1f", line.seconds)
      await progress.note("\(line.theorem)  \(line.property): \(line.verdict.rawValue) (\(seconds) s)")
    }
  }

  /// Another run may have written between our look at the ledger and our child's lock.
  private func isOurs(_ line: LedgerLine) -> Bool {
    #if os(Linux)
      line.process == process
    #else
      // The test process is a grandchild there.
      true
    #endif
  }
}
