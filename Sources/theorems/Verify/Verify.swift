import ArgumentParser
import Evidence
import Foundation
import Terminal

/// `theorems verify`: runs the theorem suite and tells what each theorem came to.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the theorems of this package and print what each came to.",
    discussion: """
      Examples:
        theorems verify                              the whole suite
        theorems verify --filter T10,T13             two theorems
        theorems verify --instances 1000             more instances of each property
        theorems verify --ledger run.jsonl --json    for programs
        THEOREM_SHARD=1/3 theorems verify --ledger 1.jsonl
                                                     a third of the instances; see `theorems report`

      Interrupted or killed, it goes on where it was: run it again with the same --ledger.

      Exit codes: 0 all hold; 1 one is refuted or fails; 2 wrong usage, or a suite that does not compile; \
      3 one is inconclusive; 130 interrupted.
      """)

  @Option(
    help: ArgumentHelp("Only these theorems, as in T10 or T10,T13; may be repeated.", valueName: "ids"),
    transform: theoremIDs)
  var filter: [[String]] = []

  @Option(help: "How many instances each property looks at, instead of its own number.")
  var instances: Int?

  @Option(
    help: ArgumentHelp(
      "Append the results to this ledger, one line of JSON a property. What it tells already, of the same build, is not computed again.",
      valueName: "file"),
    completion: .file())
  var ledger: String?

  @Flag(help: "Print JSON instead of a table.")
  var json = false

  @Flag(help: "Run the suite as it was built last.")
  var skipBuild = false

  func validate() throws {
    if let instances, instances < 1 || instances > Int32.max {
      throw ValidationError("--instances: found \(instances), expected 1 to \(Int32.max)")
    }
  }

  func run() async throws {
    let (verification, time, unwritten) = try await cancelledBySignals(
      telling: "interrupted before the theorems ran"
    ) { try await verify() }
    try json ? emit(verification.json()) : show(verification.table)
    let instances = verification.theorems.reduce(0) { $0 + $1.instances }
    let theorems = theoremCount(verification.theorems.map(\.status))
    tell(
      "\(theorems), \(instances.counted("instance"))\(verification.settings?.told ?? ""), \(time.components.seconds) s"
    )
    if let unwritten { throw unwritten }
    throw ExitCode(verification.exitCode)
  }

  /// - Returns: also how long the theorems took, without the build, and why the ledger lacks the end of the run.
  private func verify() async throws -> (Verification, Duration, unwritten: RunError?) {
    // What can be found out before a build that may take a minute.
    let settings = try RunSettings(instances.map { ["THEOREM_INSTANCES": "\($0)"] } ?? [:])
    let package = try PackageUnderTest.current
    let theorems = filter.flatMap(\.self)
    let ledger = try RunLedger(path: ledger, asked: theorems)
    defer { ledger.removeIfTemporary() }
    let files = try TheoremFiles(in: package)
    try files.checkIDs()
    try files.checkAsked(theorems)
    if !skipBuild {
      do { try await package.build() } catch RunError.doesNotBuild(let output) {
        let error = RunError.doesNotBuild(output: output)
        try ledger.end(2, [Breakdown(.build, "\(error)", output: output)])
        throw error
      }
    }
    let run = TheoremRun(
      program: try await package.testProgram(), theorems: theorems, ledger: ledger, settings: settings)
    let start = ContinuousClock.now
    let records = try await run.run(progress: ProgressPrinter())
    let verification = Verification(records, asked: theorems, of: package, files, settings: settings.settings)
    let time = ContinuousClock.now - start
    do throws(RunError) { try ledger.end(verification.exitCode, verification.besideTheLines) } catch {
      return (verification, time, error)
    }
    return (verification, time, nil)
  }
}

extension Settings {
  /// As in " of seed 0, shard 2 of 3, 7 of each property": a variable that somebody forgot is seen.
  fileprivate var told: String {
    " of seed \(seed)" + (shard == .whole ? "" : ", shard \(shard.index) of \(shard.count)")
      + (instances.map { ", \($0) of each property" } ?? "")
  }
}
