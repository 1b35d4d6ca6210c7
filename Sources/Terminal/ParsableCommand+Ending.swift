import ArgumentParser
import Foundation

extension ParsableCommand {
  /// Ends the program: help goes to standard output, an exit code stands for itself, and anything else is said in one
  /// or two lines on standard error, with code 2.
  package static func end(with error: any Error) -> Never {
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    let code = exitCode(for: error)
    guard code.isSuccess else { refuse(error, isUsage: code == .validationFailure) }
    do { try emit(fullMessage(for: error)) } catch { refuse(error, isUsage: false) }
    Foundation.exit(0)
  }

  private static func refuse(_ error: any Error, isUsage: Bool) -> Never {
    // A file may hold anything, and an error quotes it.
    tell("error: \(message(for: error).onOneLine.cut(to: 2000))")
    if isUsage {
      // The parser's own errors do not say what was expected; its help does.
      let help = fullMessage(for: error).split(separator: "\n")
      if let hint = help.first(where: { $0.hasPrefix("Help:") || $0.hasPrefix("Usage:") }) { tell("\(hint)") }
    }
    Foundation.exit(2)
  }
}
