import Foundation
import Subprocess
import Synchronization

/// A program to run as a child process of ours.
struct ChildProcess: Sendable {
  var executable: Executable
  var arguments: [String]
  var environment: [Environment.Key: String?] = [:]
  var folder: String

  /// How a child ended and what it printed: standard output and standard error together, the last megabyte of
  /// them.
  typealias End = (status: TerminationStatus, output: String)

  /// Runs the program to its end. It does not outlive this program.
  ///
  /// When the task is cancelled or `watch` throws, the child gets SIGTERM, and SIGKILL two seconds later.
  /// - Parameter watch: called at once and then about five times a second, with the child's process id and the
  ///   last line that it printed.
  /// - Throws: `CancellationError` when it was interrupted, and what `watch` throws.
  func run(watch: @escaping @Sendable (Int32, String) async throws -> Void) async throws -> End {
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
    let printed = PrintedOutput()
    let result = try await Subprocess.run(
      executable, arguments: Arguments(arguments), environment: .inherit.updating(environment),
      workingDirectory: .init(folder), platformOptions: options,
      input: .none, output: .sequence, error: .combinedWithOutput
    ) { execution in
      let parentGuard = try ParentGuard(of: execution.processIdentifier.value)
      defer { parentGuard.end() }
      try await withThrowingTaskGroup { group in
        group.addTask {
          while true {
            try await watch(execution.processIdentifier.value, printed.lastLine)
            try await Task.sleep(for: .milliseconds(200))
          }
        }
        group.addTask {
          for try await buffer in execution.standardOutput { buffer.withUnsafeBytes { printed.append($0) } }
        }
        // The end of the output, or what was thrown: watching alone has no end.
        try await group.next()
        group.cancelAll()
      }
    }
    // The terminal sends Ctrl-C to the child as well, which may end before we hear of it.
    let signals: [TerminationStatus] = [.signaled(SIGINT), .signaled(SIGTERM)]
    if Task.isCancelled || signals.contains(result.terminationStatus) { throw CancellationError() }
    return (result.terminationStatus, printed.text)
  }
}

/// The end of what a process printed.
private final class PrintedOutput: Sendable {
  private static let limit = 1 << 20
  private let bytes = Mutex(Data())

  func append(_ added: UnsafeRawBufferPointer) {
    bytes.withLock {
      $0.append(contentsOf: added)
      if $0.count > 2 * Self.limit { $0 = Data($0.suffix(Self.limit)) }
    }
  }

  var text: String { bytes.withLock { String(decoding: $0.suffix(Self.limit), as: UTF8.self) } }

  var lastLine: String {
    let end = bytes.withLock { Data($0.suffix(1000)) }
    let line = end.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.last
    return String(decoding: line ?? Data(), as: UTF8.self)
  }
}
