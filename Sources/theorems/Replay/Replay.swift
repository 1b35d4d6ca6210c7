import ArgumentParser
import Evidence
import Foundation
import Terminal

/// `theorems replay`: looks at one stored counterexample again.
struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Try a stored counterexample again.",
    discussion: """
      FILE is a counterexample as a run or a search stores it: the instance as values, and the property that it is to \
      violate. The instance alone is looked at, with the code as it is now.

      Examples:
        theorems replay Tests/Counterexamples/T16_some-mixtures-leave-a-direction-of-f-out_fbbd5a1c3c27ecc2.json
        theorems replay found.json --json

      Exit codes: 0 the property holds there, or claims a counterexample and has one; 1 it is violated; 2 no file of that \
      kind; 3 undecided.
      """)

  @Argument(help: "The file.", completion: .file(extensions: ["json"]))
  var file: String

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Run the suite as it was built last.")
  var skipBuild = false

  func run() async throws {
    let header = try CounterexampleHeader(file: URL(fileURLWithPath: file))
    guard isTheoremID(header.theorem) else {
      throw StoredCounterexampleError(
        file: file, reason: "found the theorem \"\(header.theorem)\", expected an id as in T10")
    }
    let line = try await cancelledBySignals(telling: "interrupted before the counterexample was looked at") {
      try await replay(header)
    }
    try json ? emit(String(decoding: line.encoded(), as: UTF8.self)) : show(line.replayedInWords)
    throw ExitCode(line.verdict == .holds ? 0 : line.verdict == .refuted ? 1 : 3)
  }

  private func replay(_ header: CounterexampleHeader) async throws -> LedgerLine {
    // What can be found out before a build that may take a minute.
    let settings = try RunSettings(["THEOREM_REPLAY": URL(fileURLWithPath: file).path, "THEOREM_SHARD": nil])
    let package = try PackageUnderTest.current
    if !skipBuild { try await package.build() }
    let ledger = try RunLedger(path: nil, asked: [header.theorem])
    defer { ledger.removeIfTemporary() }
    let run = TheoremRun(
      program: try await package.testProgram(), theorems: [header.theorem], ledger: ledger, settings: settings
    )
    let records = try await run.run(progress: nil)
    if records.isInterrupted { throw CancellationError() }
    if let line = records.lines.first { return line }
    if let breakdown = records.breakdowns.last {
      tell(breakdown.note)
      throw ExitCode(1)
    }
    if let issue = records.issues.first { throw RunError.failed(issue.text) }
    throw RunError.nothingToReplay(path: file, theorem: header.theorem, property: header.property)
  }
}

extension LedgerLine {
  /// What a stored counterexample came to.
  fileprivate var replayedInWords: String {
    var lines = [
      "\(theorem) \(title): \(property)",
      "the property \(verdict == .holds ? "holds" : "is \(verdict.rawValue)")",
    ]
    if let reason { lines.append("  \(reason)") }
    if let worst = simplest ?? worst { lines.append(worst.described) }
    return lines.joined(separator: "\n")
  }
}

extension LedgerLine.Worst {
  /// The numbers and the instance, in full.
  var described: String {
    let lines = ["statement \(outcome.rawValue): \(numbers)", errors, reason, "instance: \(instance)"]
    return lines.compactMap(\.self).map { "  \($0)" }.joined(separator: "\n")
  }
}
