import Foundation

/// The built `theorems`, run as a user runs it.
///
/// Synchronously, unlike the program itself: other tests keep every thread of the pool busy for long, and a test that
/// watches processes must not be put aside meanwhile.
enum BuiltProgram {
  /// Where the test bundle stands, and the program beside it.
  static let folder = Bundle.main.executableURL!.resolvingSymlinksInPath().deletingLastPathComponent()

  /// How a process ended.
  enum End: Equatable {
    case exited(Int32)
    case signaled(Int32)
  }

  struct Run {
    let end: End
    let output: String
    let error: String
  }

  /// Runs the program to its end, while `body` watches it or sends it a signal.
  static func run(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:],
    body: (Int32) throws -> Void = { _ in }
  ) throws -> Run {
    let files = try TemporaryFolder()
    let (output, error) = (
      files.url.appendingPathComponent("output"), files.url.appendingPathComponent("error")
    )
    let process = Process()
    process.executableURL = Self.folder.appendingPathComponent("theorems")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try emptyFile(output)
    process.standardError = try emptyFile(error)
    try process.run()
    do { try body(process.processIdentifier) } catch {
      process.terminate()
      throw error
    }
    process.waitUntilExit()
    return Run(
      end: process.terminationReason == .exit
        ? .exited(process.terminationStatus) : .signaled(process.terminationStatus),
      output: try String(contentsOf: output, encoding: .utf8),
      error: try String(contentsOf: error, encoding: .utf8))
  }

  private static func emptyFile(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }
}
