import Foundation
import Subprocess

/// The program as it was built, run as a user runs it.
enum BuiltProgram {
  /// The program stands beside the test bundle.
  static let path: String = {
    let bundle =
      Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
      ?? URL(filePath: CommandLine.arguments[0])
    return bundle.deletingLastPathComponent().appending(path: "theorems").path()
  }()

  /// The folder with the package's data.
  static let data = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Data")

  /// What a run came to.
  struct Outcome {
    /// The exit code, nil when a signal ended the program.
    let code: Int32?
    let output: String
    let errors: String

    /// The lines on standard error.
    var errorLines: [Substring] { errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast() }
  }

  /// Runs the program with some arguments in the package's folder.
  static func run(_ arguments: [String]) async throws -> Outcome {
    try await start(path, arguments)
  }

  /// Runs a line of shell with some arguments, in which `$0` is the program.
  static func runShell(_ line: String, _ arguments: [String]) async throws -> Outcome {
    try await start("/bin/sh", ["-c", line, path] + arguments)
  }

  private static func start(_ executable: String, _ arguments: [String]) async throws -> Outcome {
    let package = data.deletingLastPathComponent().deletingLastPathComponent()
    let result = try await Subprocess.run(
      .path(.init(executable)), arguments: .init(arguments), workingDirectory: .init(package.path()),
      output: .string(limit: 1 << 24), error: .string(limit: 1 << 20))
    var code: Int32?
    if case .exited(let status) = result.terminationStatus { code = status }
    return Outcome(code: code, output: result.standardOutput, errors: result.standardError)
  }
}

/// A folder for files of one test, removed with the value.
final class TemporaryFolder: Sendable {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "theorems-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and gives its path.
  func file(_ name: String, _ contents: Data) throws -> String {
    let file = url.appending(path: name)
    try contents.write(to: file)
    return file.path()
  }

  func file(_ name: String, _ contents: String) throws -> String { try file(name, Data(contents.utf8)) }
}
