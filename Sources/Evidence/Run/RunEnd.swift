/// That a run of `theorems verify` has ended, and how: the last line that it adds to its ledger, under the key `end`. Without it
/// nobody can tell what failed beside the properties.
package struct RunEnd: Codable, Sendable, Equatable {
  /// The exit code of a run that was interrupted.
  package static let interruptedExitCode: Int32 = 130

  /// As in ``Plan/run``.
  package var run: String
  package var exitCode: Int32
  /// The ids of the theorems that were asked for; nil for all.
  package var asked: [String]?
  /// What no result tells.
  package var breakdowns: [Breakdown]

  package init(of run: String, exitCode: Int32, asked: [String]? = nil, breakdowns: [Breakdown] = []) {
    (self.run, self.exitCode, self.asked, self.breakdowns) = (run, exitCode, asked, breakdowns)
  }

  /// Whether the run was asked for all that an earlier one was asked for.
  package func isAskedForAll(of earlier: RunEnd) -> Bool {
    guard let asked else { return true }
    return earlier.asked.map { Set(asked).isSuperset(of: $0) } ?? false
  }

  package var isInterrupted: Bool { exitCode == Self.interruptedExitCode }
}
