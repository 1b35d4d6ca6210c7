import Foundation

/// The built `theorems` and `fisher`, run as a user runs them.
///
/// Synchronously, unlike the program itself: other tests keep every thread of the pool busy for long, and a
/// test that watches processes must not be put aside meanwhile.
enum BuiltProgram {
  /// Where the test bundle stands, and the program beside it.
  static let folder = Bundle.main.executableURL!.resolvingSymlinksInPath().deletingLastPathComponent()

  /// The package's folder.
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder with the package's data.
  static let data = package.appending(path: "Tests/Data")

  private static func program(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// How a process ended.
  enum End: Equatable {
    case exited(Int32)
    case signaled(Int32)
  }

  struct Run {
    let end: End
    let output: String
    let error: String

    /// The exit code, nil when a signal ended the program.
    var code: Int32? {
      if case .exited(let code) = end { code } else { nil }
    }

    /// The lines on standard error.
    var errorLines: [Substring] { error.split(separator: "\n", omittingEmptySubsequences: false).dropLast() }
  }

  /// Runs `theorems` to its end, while `body` watches it or sends it a signal.
  static func run(
    _ arguments: [String], in folder: URL = package, environment: [String: String] = [:],
    body: (Int32) throws -> Void = { _ in }
  ) throws -> Run {
    try run(program("theorems"), arguments, in: folder, environment: environment, body: body)
  }

  /// Runs `fisher` to its end.
  static func fisher(_ arguments: [String]) throws -> Run {
    try run(program("fisher"), arguments, in: package, environment: [:], body: { _ in })
  }

  /// Runs a line of shell in the package's folder; `$0` is `fisher`.
  static func fisher(shell line: String) throws -> Run {
    try runShell(line, [program("fisher").path])
  }

  /// Runs a line of shell with some arguments, from `$0` on, in the package's folder.
  static func runShell(_ line: String, _ arguments: [String]) throws -> Run {
    try run(
      URL(filePath: "/bin/sh"), ["-c", line] + arguments, in: package, environment: [:], body: { _ in })
  }

  private static func run(
    _ executable: URL, _ arguments: [String], in folder: URL, environment: [String: String],
    body: (Int32) throws -> Void
  ) throws -> Run {
    let files = try TemporaryFolder()
    let (output, error) = (
      files.url.appendingPathComponent("output"), files.url.appendingPathComponent("error")
    )
    let process = Process()
    process.executableURL = executable
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
