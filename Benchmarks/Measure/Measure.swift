import ArgumentParser
import Foundation

/// Does one thing again and again, once for each line that it is sent, and answers each with its time and result as a line of
/// JSON. It is started by Peers/compare.py, whose other processes speak the same way. Only `growth` stands alone.
@main
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Times computations, all but growth once for each line of input.",
    subcommands: [Batch.self, Exponentials.self, Minimiser.self, Growth.self])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let code = exitCode(for: error)
      if code.isSuccess { exit(withError: error) }
      FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
      Foundation.exit(2)
    }
  }
}

/// What a computation found, and how long it took.
struct Answer<Result: Encodable>: Encodable {
  let seconds: Double
  let result: Result
}

/// Runs a computation for every line of standard input, until it ends.
func answerEachLine(with compute: () throws -> some Encodable) throws {
  let clock = ContinuousClock()
  while readLine() != nil {
    let start = clock.now
    let result = try compute()
    let seconds = (clock.now - start) / .seconds(1)
    let line = try JSONEncoder().encode(Answer(seconds: seconds, result: result))
    FileHandle.standardOutput.write(line + Data("\n".utf8))
  }
}
