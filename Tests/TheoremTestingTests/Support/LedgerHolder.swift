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
    LedgerLine(
      theorem: "T10", title: "A sample", status: .proved, property: property, form: .universal,
      verdict: .holds,
      instances: 1, inconclusive: 0, worstRatio: 0.5, worstInstance: instance, seconds: 0.1, epoch: 0,
      process: ProcessInfo.processInfo.processIdentifier, provider: "none")
  }
}
