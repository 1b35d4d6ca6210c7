import ArgumentParser
import Foundation

extension ParsableCommand {
  /// Ends the program: help goes to standard output, an exit code stands for itself, and anything else is said in one
  /// or two lines on standard error, with code 2.
  package static func end(with error: any Error) -> Never {
    let code = exitCode(for: error)
    if error is ExitCode || code.isSuccess { exit(withError: error) }
    tell("error: \(message(for: error).onOneLine)")
    if code == .validationFailure {
      // The parser's own errors do not say what was expected; its help does.
      let help = fullMessage(for: error).split(separator: "\n")
      if let hint = help.first(where: { $0.hasPrefix("Help:") || $0.hasPrefix("Usage:") }) { tell("\(hint)") }
    }
    Foundation.exit(2)
  }
}
