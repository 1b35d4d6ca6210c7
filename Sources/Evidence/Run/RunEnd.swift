/// That a run of `theorems verify` has ended, and how: the last line that it adds to its ledger, under the key `end`. Without it
/// nobody can tell what failed beside the properties.
package struct RunEnd: Codable, Sendable, Equatable {
  /// The exit code of a run that was interrupted.
  package static let interruptedExitCode: Int32 = 130

  /// As in ``Plan/run``.
  package var run: String
  package var exitCode: Int32
  /// What no result tells.
  package var breakdowns: [Breakdown]

  package init(of run: String, exitCode: Int32, breakdowns: [Breakdown] = []) {
    (self.run, self.exitCode, self.breakdowns) = (run, exitCode, breakdowns)
  }

  package var isInterrupted: Bool { exitCode == Self.interruptedExitCode }
}
