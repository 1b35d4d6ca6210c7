import ArgumentParser
import Dispatch
import Evidence
import Foundation
import Terminal

/// Runs `body`; SIGINT and SIGTERM no longer end this process, they cancel the body.
///
/// A child process that Subprocess starts has the default reaction to both, and stays in our process group:
/// the terminal's Ctrl-C and Ctrl-Z reach it as well.
/// - Parameter remark: what is told when the body has been cancelled before it had a result.
/// - Throws: the exit code of an interrupted run then, and what the body throws.
func cancelledBySignals<Result: Sendable>(
  telling remark: String, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  let task = Task { try await body() }
  let sources = [SIGINT, SIGTERM].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number)
    source.setEventHandler { task.cancel() }
    source.activate()
    return source
  }
  defer { for source in sources { source.cancel() } }
  do { return try await task.value } catch is CancellationError {
    tell(remark)
    throw ExitCode(RunEnd.interruptedExitCode)
  }
}
