import Foundation
import Subprocess

/// How a test process broke down, and what it printed.
struct Breakdown: Sendable {
  /// As in "the test process exited with code 7".
  let how: String
  private let output: String

  /// Nil when the process ended as its tests say.
  /// - Parameter hasFailures: whether a failure of the tests is on record.
  init?(_ end: ChildProcess.End, hasFailures: Bool) {
    switch end.status {
    case .exited(0): return nil
    case .exited(1) where hasFailures: return nil
    case .exited(let code): how = "the test process exited with code \(code)"
    case .signaled(let number):
      how = "the test process was ended by signal \(number) (\(String(cString: strsignal(number))))"
    }
    output = end.output
  }

  /// With the last lines that the process printed.
  var note: String {
    let end = output.split(separator: "\n").suffix(20).map { "  \($0)" }
    return (["\(how); the last that it printed:"] + end).joined(separator: "\n")
  }
}
