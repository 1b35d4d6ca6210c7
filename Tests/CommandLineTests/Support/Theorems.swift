import Foundation

/// The theorems of this package, which run in our own test bundle once more.
enum Theorems {
  /// What a command of the program, with the suite as it is, makes of them.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], body: (Int32) throws -> Void = { _ in }
  ) throws -> BuiltProgram.Run {
    try BuiltProgram.run(
      arguments + ["--skip-build"], environment: self.environment.merging(environment) { $1 }, body: body)
  }

  /// Our build folder, should it not be the package's own.
  private static let environment = [
    "SWIFTPM_BUILD_DIR": BuiltProgram.folder.deletingLastPathComponent().deletingLastPathComponent().path
  ]
}
