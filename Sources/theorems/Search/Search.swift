import ArgumentParser
import Evidence
import Foundation
import Terminal

/// `theorems search`: looks for the instances that violate a theorem's statements most, or come nearest to it.
struct Search: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for the worst instance of a theorem's properties.",
    discussion: """
      Each property that draws from a family is searched for so many seconds, one after another, on all processors: an \
      evolution strategy with restarts maximises the violation over all that the family can draw. \
      The search of a property ends early when a violation is found. It is then made as simple as it can be, certified \
      once more and stored in Tests/Counterexamples.

      Examples:
        theorems search T16                        for a counterexample to "the optimum spans F"
        theorems search T10 --seconds 300          how near the bound can one come?
        theorems search T17 --seed 7 --json        other random starts, for programs

      Exit codes: 0 nothing was found, or what the theorem claims to exist; 1 a violation of what should hold; 2 wrong \
      usage; 3 what should exist was not found; 130 interrupted.
      """)

  @Argument(
    help: ArgumentHelp("The theorems, as in T16 or T16,T17.", valueName: "ids"), transform: theoremIDs)
  var theorems: [[String]]

  @Option(help: "How long each property is searched.")
  var seconds = 60.0

  @Option(help: "Which random starts to take; those of one seed are always the same.")
  var seed: UInt32?

  @Option(help: ArgumentHelp("Append the results to this ledger.", valueName: "file"), completion: .file())
  var ledger: String?

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Run the suite as it was built last.")
  var skipBuild = false

  func validate() throws {
    guard seconds > 0, seconds <= Settings.mostSeconds else {
      throw ValidationError(
        "--seconds: found \(seconds), expected a number above 0 and at most \(Settings.mostSeconds)")
    }
  }

  func run() async throws {
    let (lines, outcome) = try await cancelledBySignals(telling: "interrupted before the search began") {
      try await search()
    }
    if json {
      try emit(lines.json())
    } else if !lines.isEmpty {
      try show(lines.map(\.searched).joined(separator: "\n\n"))
    }
    var notes = outcome.failures.map(\.text)
    notes += outcome.breakdowns.map(\.note)
    if !outcome.unmatched.isEmpty {
      notes.append("no theorem matches \(outcome.unmatched.joined(separator: ", "))")
    }
    if outcome.isInterrupted { notes.append("interrupted: this is what was found by then") }
    for note in notes { tell(note) }
    throw ExitCode(outcome.exitCode)
  }

  private func search() async throws -> (lines: [LedgerLine], outcome: Verification) {
    // What can be found out before a build that may take a minute.
    var own = ["THEOREM_SEARCH": "\(seconds)"]
    own["THEOREM_SEED"] = seed.map { "\($0)" }
    let settings = try RunSettings(own)
    let package = try PackageUnderTest.current
    try TheoremFiles(in: package).checkAsked(ids)
    let ledger = try RunLedger(path: ledger, asked: ids)
    defer { ledger.removeIfTemporary() }
    if !skipBuild { try await package.build() }
    let run = TheoremRun(
      program: try await package.testProgram(), theorems: ids, ledger: ledger, settings: settings,
      isParallel: false)
    let records = try await run.run(progress: ProgressPrinter())
    let outcome = Verification(records, asked: ids, of: package, settings: settings.settings)
    if records.lines.isEmpty, records.breakdowns.isEmpty, !records.isInterrupted {
      throw records.issues.first.map { RunError.failed($0.text) } ?? RunError.nothingToSearch(theorems: ids)
    }
    try ledger.end(outcome.exitCode, outcome.besideTheLines)
    return (records.lines, outcome)
  }

  private var ids: [String] { theorems.flatMap(\.self) }
}

extension LedgerLine {
  /// What the search of a property found.
  fileprivate var searched: String {
    guard case .search(let restarts) = evidence else { return "\(theorem), \(property): not searched" }
    let budget = "\(instances) evaluations in \(restarts) restarts, \(seconds.fixed(1)) s"
    let found = refuted > 0 ? "a violation was found" : "no violation was found"
    var lines = ["\(theorem), \(property): \(instances > 0 ? found : reason ?? verdict.rawValue) (\(budget))"]
    if let worst = simplest ?? worst { lines.append(worst.described) }
    if refuted > 0, let replay = replayWords(saved: saved, unsaved: unsaved) { lines.append("  \(replay)") }
    return lines.joined(separator: "\n")
  }
}
