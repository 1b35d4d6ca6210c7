import ArgumentParser
import Evidence
import Foundation

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
        theorems search T17 --epoch 7 --json       other random starts, for programs

      Exit codes: 0 nothing was found, or what the theorem claims to exist; 1 a violation of what should hold; 2 wrong \
      usage; 3 what should exist was not found; 130 interrupted.
      """)

  @Argument(help: ArgumentHelp("The theorems, as in T16.", valueName: "id"))
  var theorems: [String]

  @Option(help: "How long each property is searched.")
  var seconds = 60.0

  @Option(help: "Which random starts to take; one epoch's are always the same.")
  var epoch: UInt32?

  @Option(
    help: ArgumentHelp("Append the results to this ledger.", valueName: "file"), completion: .file())
  var ledger: String?

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Run the suite as it was built last.")
  var skipBuild = false

  func validate() throws {
    guard seconds > 0, seconds.isFinite else {
      throw ValidationError("--seconds: found \(seconds), expected a number above 0")
    }
    _ = try theorems.flatMap(theoremIDs)
  }

  func run() async throws {
    let lines: [LedgerLine]
    let isInterrupted: Bool
    do {
      (lines, isInterrupted) = try await cancelledBySignals { try await search() }
    } catch is CancellationError {
      FileHandle.standardError.write(Data("interrupted before the search began\n".utf8))
      throw ExitCode(Verification.interruptedExitCode)
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(lines), as: UTF8.self))
    } else {
      print(lines.map(\.searched).joined(separator: "\n\n"))
    }
    let verdicts = Set(lines.map(\.verdict))
    let code: Int32 = verdicts.contains(.refuted) ? 1 : verdicts.contains(.inconclusive) ? 3 : 0
    throw ExitCode(isInterrupted ? Verification.interruptedExitCode : code)
  }

  private func search() async throws -> (lines: [LedgerLine], isInterrupted: Bool) {
    let package = try PackageUnderTest(containing: FileManager.default.currentDirectoryPath)
    let ledger = try RunLedger(path: ledger)
    defer { ledger.removeIfTemporary() }
    if !skipBuild { try await package.build() }
    var settings = ["THEOREM_SEARCH": "\(seconds)"]
    if let epoch { settings["THEOREM_EPOCH"] = "\(epoch)" }
    let run = TheoremRun(
      program: try await package.testProgram(), theorems: try theorems.flatMap(theoremIDs), ledger: ledger,
      settings: settings, isParallel: false)
    let (records, end) = try await run.run(progress: ProgressPrinter())
    if records.lines.isEmpty, end != nil {
      throw records.issues.first.map { RunError.failed($0.text) } ?? RunError.nothingToSearch(theorems: theorems)
    }
    return (records.lines, end == nil)
  }
}

extension LedgerLine {
  /// What the search of a property found.
  fileprivate var searched: String {
    let budget = String(
      format: "%.0f evaluations in %.0f restarts, %.0f s", findings["evaluations"] ?? 0,
      findings["restarts"] ?? 0,
      seconds)
    var lines = [
      "\(theorem), \(property): \(reason ?? (refuted > 0 ? "a counterexample" : "no violation")) (\(budget))"
    ]
    if let worst { lines.append(worst.described) }
    if refuted > 0, let saved { lines.append("  replay: theorems replay \(saved)") }
    return lines.joined(separator: "\n")
  }
}
