import Synchronization

/// What the sampled checks of this process have spent of the run's false-alarm budget.
final class FalseAlarmLedger: Sendable {
  static let shared = FalseAlarmLedger()

  private let spent = Mutex(0.0)

  /// Books a property's part. A property that no longer fits into the budget does not hold: the line's judgement tells.
  func spend(on line: inout LedgerLine) {
    let total = spent.withLock {
      $0 += line.falseAlarm
      return $0
    }
    if total > FalseAlarm.ofRun, line.falseAlarm > 0 { line.findings[LedgerLine.Finding.overspent] = total }
  }
}
