import ArgumentParser
import Evidence
import Foundation

/// The command line. Exit codes: 0 holds or done, 1 refuted or failing, 2 usage or bad input, 3 inconclusive, 130
/// interrupted.
@main
struct Theorems: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theorems", abstract: "Theorems on contrastive learning, tested and applied to your data.",
    discussion: """
      Examples:
        theorems verify --filter T10               does the theorem hold?
        theorems search T16 --seconds 60           where does it fail, or come nearest to it?
        theorems replay FILE                       a stored counterexample, once more
        theorems report shard-*.jsonl              the shards of a run, as one
        theorems new "Balanced mixtures span F"    a conjecture of your own
        theorems mutants --shard 1/20              do the tests notice mistakes?
        theorems inspect wine.csv --label class    what do InfoNCE, LDA and PCA find in your data?
      """,
    version: programVersion,
    subcommands: [Verify.self, Search.self, Replay.self, Report.self, New.self, Mutants.self, Inspect.self])

  static func main() async {
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

  /// Ends the program: help goes to standard output, an exit code stands for itself, and anything else is said in one
  /// or two lines on standard error, with code 2.
  private static func end(with error: any Error) -> Never {
    let code = exitCode(for: error)
    if error is ExitCode || code.isSuccess { exit(withError: error) }
    var lines = ["error: \(message(for: error).onOneLine)"]
    if code == .validationFailure {
      // The parser's own errors do not say what was expected; its help does.
      let help = fullMessage(for: error).split(separator: "\n")
      lines += help.first { $0.hasPrefix("Help:") || $0.hasPrefix("Usage:") }.map { [String($0)] } ?? []
    }
    FileHandle.standardError.write(Data(lines.map { "\($0)\n" }.joined().utf8))
    Foundation.exit(2)
  }
}

extension String {
  /// The text with line breaks and other control characters spelt out, as names from a file can hold them.
  var onOneLine: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      text += scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }
}
