import Foundation
import Testing

@testable import TheoremTesting

/// A process of its own that writes a line to THEOREM_LEDGER and holds it until the process is ended.
///
/// Other tests start this suite in a child; here, it does nothing.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["LEDGER_HOLDER"] != nil, "only for other tests' child processes"))
struct LedgerHolder {
  @Test func `holds its ledger`() throws {
    ParentWatch.start()
    try Ledger.shared.append(.sample(property: "holds its ledger"))
    Thread.sleep(forTimeInterval: 120)
  }
}

extension LedgerLine {
  /// A line of this process that holds.
  static func sample(property: String, instance: String = "{}") -> LedgerLine {
    var line = LedgerLine(
      theorem: "T10", title: "A sample", status: .proved, property: property, form: .universal, planned: 1,
      process: ProcessInfo.processInfo.processIdentifier)
    line.instances = 1
    line.worst = .init(
      .vanishes(measured: 1, budget: ErrorBudget([.rounding: 2]), resolution: 3), index: 0, instance: instance
    )
    line.judge()
    return line
  }
}
