import Foundation
import Subprocess

/// One run of the theorems in the test process.
struct TheoremRun: Sendable {
  /// The test process, without the arguments that say which tests.
  let program: ChildProcess
  /// The ids of the theorems to run; all of them when empty.
  let theorems: [String]
  let ledger: RunLedger
  let settings: RunSettings
  /// Whether properties may run side by side.
  var isParallel = true

  /// What the test process says when its filter lets no test through.
  private static let nothingMatched = TerminationStatus.exited(69)

  /// Runs the theorems to their end, or until the task is cancelled: then what had finished by then is the
  /// result, and the end is nil.
  /// - Parameter progress: tells how the run gets on.
  /// - Throws: ``RunError`` when there is nothing to run or another run took the ledger.
  func run(progress: ProgressPrinter?) async throws -> (records: RunRecords, end: ChildProcess.End?) {
    let events = try TestEvents.makeFile()
    defer { try? FileManager.default.removeItem(at: events) }
    let monitor = try RunMonitor(ledger: ledger.file, events: events, settings: settings, progress: progress)
    try ledger.checkIsFree()
    let end = try await finish(child(events: events), watchedBy: monitor)
    let records = try await monitor.finish()
    if end?.status == Self.nothingMatched || (end?.status == .exited(0) && records.isEmpty) {
      throw RunError.nothingMatches(theorems: theorems)
    }
    return (records, end)
  }

  /// Runs the child; nil when it was interrupted.
  private func finish(_ child: ChildProcess, watchedBy monitor: RunMonitor) async throws -> ChildProcess.End?
  {
    do {
      return try await child.run { process, _ in try await monitor.look(at: process) }
    } catch is CancellationError {
      return nil
    }
  }

  private func child(events: URL) -> ChildProcess {
    var child = program
    child.arguments += ["--filter", Self.pattern(theorems), "--event-stream-output-path", events.path]
    if !isParallel { child.arguments.append("--no-parallel") }
    child.environment = settings.environment
    child.environment["THEOREM_LEDGER"] = ledger.file.path
    child.environment["THEOREM_PARENT"] = "stdin"
    child.environment["NO_COLOR"] = "1"
    if ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] == nil {
      // A crash is told by a few lines: which function of which file.
      child.environment["SWIFT_BACKTRACE"] =
        "color=no,threads=crashed,registers=none,images=none,limit=6,top=0"
    }
    return child
  }

  /// The tests of theorems, all of them for no ids, as a regular expression that Swift Testing matches against
  /// "Module.Suite/function()/File.swift:line:column". A theorem's id is what its file's name starts with.
  static func pattern(_ theorems: [String]) -> String {
    theorems.isEmpty ? #"/[A-Z][0-9]+_[^/]*$"# : #"/(\#(theorems.joined(separator: "|")))_[^/]*$"#
  }
}
