import Foundation
import Testing

@testable import TheoremTesting

/// A process of its own that writes a line to THEOREM_LEDGER and holds it: with LEDGER_HOLDER=stdin as long as its standard
/// input is open, else until the process is ended.
///
/// Other tests start this suite in a child; here, it does nothing.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["LEDGER_HOLDER"] != nil, "only for other tests' child processes"))
struct LedgerHolder {
  @Test func `holds its ledger`() async throws {
    try await Ledger.shared.open()
    try Ledger.shared.append(.sample(property: "holds its ledger"))
    if ProcessInfo.processInfo.environment["LEDGER_HOLDER"] == "stdin" {
      while try FileHandle.standardInput.read(upToCount: 1)?.isEmpty == false {}
    } else {
      // Longer than the tests beside the waiting ones may keep every thread: who started it ends it.
      try await Task.sleep(for: .seconds(3600))
    }
  }
}

/// A process of its own, whose threads have nothing else to do, that waits many times at once for LEDGER_WAITER, which another
/// process holds.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["LEDGER_WAITER"] != nil, "only for other tests' child processes"))
struct LedgerWaiter {
  @Test func `waits without a thread`() async throws {
    let path = try #require(ProcessInfo.processInfo.environment["LEDGER_WAITER"])
    let patience = Duration.milliseconds(200)
    // One after another on each thread it would take 6 s.
    let waiting = 30 * ProcessInfo.processInfo.activeProcessorCount
    let start = ContinuousClock.now
    let failures = await withTaskGroup { group in
      for _ in 0..<waiting {
        group.addTask {
          do throws(LedgerError) {
            try await Ledger(path: path, patience: patience).open()
            return 0
          } catch { return 1 }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(failures == waiting)
    #expect(ContinuousClock.now - start < .seconds(3))
  }
}

extension LedgerLine {
  /// A line of this process that holds.
  static func sample(property: String, instance: String = "{}") -> LedgerLine {
    var line = LedgerLine(
      theorem: "T10", title: "A sample", status: .proved, property: property, claim: .universal, planned: 1,
      process: ProcessInfo.processInfo.processIdentifier)
    line.instances = 1
    line.worst = .init(
      .vanishes(measured: 1, budget: ErrorBudget([.rounding: 2]), resolution: 3), index: 0, instance: instance
    )
    line.judge()
    return line
  }
}
