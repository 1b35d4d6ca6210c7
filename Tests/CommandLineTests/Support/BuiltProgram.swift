import Foundation
import Subprocess

/// The built `theorems`, run as a user runs it.
enum BuiltProgram {
  /// Where the test bundle stands, and the program beside it.
  static let folder = Bundle.main.executableURL!.resolvingSymlinksInPath().deletingLastPathComponent()
  static let path = folder.appendingPathComponent("theorems").path

  struct Run {
    let status: TerminationStatus
    let output: String
    let error: String
  }

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) async throws -> Run {
    try await run(arguments, in: folder, environment: environment) { _ in }
  }

  /// Runs the program while `body` watches it or sends it a signal.
  static func run(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:],
    body: (Int32) async throws -> Void
  ) async throws -> Run {
    let result = try await Subprocess.run(
      .path(.init(path)), arguments: Arguments(arguments),
      environment: .inherit.updating(
        Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0), $1) })),
      workingDirectory: .init(folder.path),
      input: .none, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
    ) { execution in
      try await body(execution.processIdentifier.value)
    }
    return Run(
      status: result.terminationStatus, output: result.standardOutput, error: result.standardError)
  }
}
