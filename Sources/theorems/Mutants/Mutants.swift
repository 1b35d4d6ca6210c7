import ArgumentParser
import Evidence
import Foundation
import Terminal

/// `theorems mutants`: whether the tests notice mistakes.
struct Mutants: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make named mistakes in a copy of this package, and see which tests notice.",
    discussion: """
      Tests/Mutants/mutants.json lists the mistakes: each replaces one text in one source file. The copy, in .build/mutants, \
      is built and tested with each of them in turn, with 10 instances of each property. A mutant is killed when a test fails, \
      or ends the process, that passes without it. One that does not compile, or whose tests come to the time limit before \
      any has failed, is not killed; one that survives needs a proof, in the table, that no test could tell.

      Examples:
        theorems mutants                            all of them: minutes each, on two cores
        theorems mutants --shard 1/20               every twentieth
        theorems mutants --filter InfoNCE.swift     those whose name or file holds this text
        theorems mutants --filter "a dropped clause" --tests T01
                                                    does this theorem notice that one?
        theorems mutants --shard 1/2 --json > 1.json
        theorems mutants --merge 1.json 2.json      the shards as one: does every theorem kill a mutant?

      Exit codes: 0 every mutant is killed or proved equivalent and, of the whole table, every theorem kills one; 1 not \
      so; 2 wrong usage, or an edit that cannot be made; 130 interrupted.
      """)

  @Option(
    help: ArgumentHelp("Only mutants whose name or file holds this text; may be repeated.", valueName: "text")
  )
  var filter: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only the mutants whose number leaves the remainder i - 1 on division by n.", valueName: "i/n"))
  var shard: Shard?

  @Option(
    help: ArgumentHelp("Only tests whose name or file fits this regular expression.", valueName: "regex"))
  var tests: String?

  @Option(help: "How long the tests may run on a mutant.")
  var seconds = 30.0

  @Flag(
    help: """
      Make the mistakes in this package itself, and take them back: no copy needs to be built. For a clone that nobody edits.
      """)
  var inPlace = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Run nothing: put together what these shards printed with --json.", valueName: "file"),
    completion: .file())
  var merge: [String] = []

  @Flag(help: "Print JSON instead of a matrix.")
  var json = false

  func validate() throws {
    guard seconds > 0, seconds.isFinite else {
      throw ValidationError("--seconds: found \(seconds), expected a number above 0")
    }
    guard merge.isEmpty || (filter.isEmpty && shard == nil && tests == nil && !inPlace) else {
      throw ValidationError(
        "--merge: found --filter, --shard, --tests or --in-place beside it, expected none of them")
    }
    if let tests, (try? NSRegularExpression(pattern: tests)) == nil {
      throw ValidationError("--tests: found \"\(tests)\", expected a regular expression")
    }
  }

  func run() async throws {
    let package = try PackageUnderTest.current
    let table = try MutantTable(of: package.root)
    let results: MutantResults
    var isInterrupted = false
    if merge.isEmpty {
      (results, isInterrupted) = try await cancelledBySignals(
        telling: "interrupted before the first mutant"
      ) { try await tried(table, in: package) }
    } else {
      results = try MutantResults(merging: merge)
    }
    let defects = results.defects(
      of: table, isWhole: filter.isEmpty && shard == nil && tests == nil && !isInterrupted)
    try json ? emit(results.json()) : show(results.matrix + "\n\n" + results.totals)
    for defect in defects { tell(defect) }
    if isInterrupted {
      tell("interrupted: this is what was found by then")
      throw ExitCode(RunEnd.interruptedExitCode)
    }
    throw ExitCode(defects.isEmpty ? 0 : 1)
  }

  private func tried(
    _ table: MutantTable, in package: PackageUnderTest
  ) async throws -> (results: MutantResults, isInterrupted: Bool) {
    let matching = table.mutants.filter { mutant in
      filter.isEmpty || filter.contains { mutant.name.contains($0) || mutant.file.contains($0) }
    }
    guard !matching.isEmpty else { throw MutantError.nothingMatches(filter: filter) }
    let mutants = matching.enumerated().filter { shard?.contains($0.offset) ?? true }.map(\.element)
    let copy = try PackageCopy(
      of: package, name: inPlace ? "original" : shard?.name ?? "all", editsOriginal: inPlace)
    return try await MutantRun(copy: copy, table: table, tests: tests, limit: seconds).results(of: mutants)
  }
}

extension Shard: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }

  /// As in "1-of-3".
  fileprivate var name: String { "\(index)-of-\(count)" }
}
