import ArgumentParser
import Evidence
import Terminal

/// The command line. Exit codes: 0 holds or done, 1 refuted or failing, 2 usage or bad input, 3 inconclusive, 130
/// interrupted.
@main
struct Theorems: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theorems", abstract: "Theorems as tests: run them, search for counterexamples, report.",
    discussion: """
      Examples:
        theorems verify --filter T10               does the theorem hold?
        theorems search T16 --seconds 60           where does it fail, or come nearest to it?
        theorems replay FILE                       a stored counterexample, once more
        theorems report shard-*.jsonl              the shards of a run, as one
        theorems init ../my-paper                  a package of your own
        theorems new "Balanced mixtures span F"    a conjecture of your own
        theorems mutants --shard 1/20              do the tests notice mistakes?
      """,
    version: programVersion,
    subcommands: [Verify.self, Search.self, Replay.self, Report.self, Init.self, New.self, Mutants.self])

  static func main() async {
    prepareStandardStreams()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }
}
