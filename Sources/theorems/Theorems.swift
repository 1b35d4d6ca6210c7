import ArgumentParser
import Foundation

@main
struct Theorems: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theorems",
    abstract: "Theorems on contrastive learning, verified on instances.",
    subcommands: [Verify.self])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      exit(reporting: error)
    }
  }

  /// Ends the process with 2 for whatever is wrong with the input, be it found by the parser (64 there) or later.
  private static func exit(reporting error: any Error) -> Never {
    switch exitCode(for: error) {
    case .validationFailure:
      FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
    case .failure where !(error is ExitCode):
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    default:
      exit(withError: error)
    }
    Foundation.exit(2)
  }
}
