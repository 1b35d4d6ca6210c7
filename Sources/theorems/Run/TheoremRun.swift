import Evidence
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

  /// Runs the theorems to their end, or until the task is cancelled: then what had finished by then is the result.
  ///
  /// Where the process breaks down, what it left unfinished runs once more by itself, one property after another, so that the one
  /// that ends the process has a name and the others a result.
  /// - Parameter progress: tells how the run gets on.
  /// - Throws: ``RunError`` when there is nothing to run or another run took the ledger.
  func run(progress: ProgressPrinter?) async throws -> RunRecords {
    var (records, end) = try await run(Self.pattern(theorems), isParallel: isParallel, progress)
    if end?.status == Self.nothingMatched || (end?.status == .exited(0) && records.isEmpty) {
      throw RunError.nothingMatches(theorems: theorems)
    }
    let first = records.breakdowns
    var left = records.unfinished
    while let broken = records.breakdowns.last, !left.isEmpty {
      await progress?.note("\(broken.how); \(left.count) unfinished properties run again, one after another")
      var (alone, _) = try await run(Self.pattern(left), isParallel: false, progress)
      let running = alone.unfinished.first(where: \.hasStarted)?.identity
      for index in alone.breakdowns.indices { alone.breakdowns[index].culprit = running }
      left = alone.unfinished.filter { $0.identity != running }
      let isExplained = alone.breakdowns.allSatisfy { $0.culprit != nil }
      // What ended the first process has a name now, unless nothing ends the later ones.
      if records.breakdowns == first, running != nil { records.breakdowns = [] }
      records.add(alone)
      if alone.breakdowns.isEmpty || !isExplained { break }
    }
    return records
  }

  private func run(_ filter: String, isParallel: Bool, _ progress: ProgressPrinter?) async throws -> (
    RunRecords, ChildProcess.End?
  ) {
    let events = try TestEvents.makeFile()
    defer { try? FileManager.default.removeItem(at: events) }
    let monitor = try RunMonitor(ledger: ledger.file, events: events, settings: settings, progress: progress)
    try ledger.checkIsFree()
    let end = try await finish(
      child(filter: filter, isParallel: isParallel, events: events), watchedBy: monitor)
    var records = try await monitor.finish()
    records.isInterrupted = end == nil
    let isFailing = !records.issues.isEmpty || records.lines.contains(where: \.judgement.isNotHolding)
    let breakdown = end.flatMap {
      Breakdown($0, hasFailures: isFailing, isFinished: records.unfinished.isEmpty)
    }
    records.breakdowns = [breakdown].compactMap(\.self)
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

  private func child(filter: String, isParallel: Bool, events: URL) -> ChildProcess {
    var child = program
    child.arguments += ["--filter", filter, "--event-stream-output-path", events.path]
    if !isParallel { child.arguments.append("--no-parallel") }
    child.environment = settings.environment
    child.environment["THEOREM_LEDGER"] = ledger.file.path
    child.environment["THEOREM_RUN"] = ledger.run
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

  /// These tests and no others, likewise.
  private static func pattern(_ tests: [TestEvents.Test]) -> String {
    let places = tests.map { NSRegularExpression.escapedPattern(for: $0.place) }
    return #"/(\#(places.joined(separator: "|")))$"#
  }
}

extension Breakdown {
  /// Nil when the process ended as its tests say.
  /// - Parameters:
  ///   - hasFailures: whether a failure of the tests is on record.
  ///   - isFinished: whether every test had ended.
  init?(_ end: ChildProcess.End, hasFailures: Bool, isFinished: Bool) {
    let how: String
    switch end.status {
    case .exited(0) where isFinished: return nil
    case .exited(1) where hasFailures && isFinished: return nil
    case .exited(let code): how = "the test process ended too early, with exit code \(code)"
    case .signaled(let number):
      how = "the test process was ended by signal \(number) (\(String(cString: strsignal(number))))"
    }
    self.init(.run, how, output: end.output)
  }
}
