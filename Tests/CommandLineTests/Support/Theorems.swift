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

  /// What a run of a few theorems with the suite as it is comes to.
  struct Verdicts: Decodable, Equatable {
    struct Theorem: Decodable, Equatable {
      let id: String
      let verdict: String
      let instances: Int
    }

    let theorems: [Theorem]
    let exitCode: Int
  }

  /// The verdicts on sixty instances.
  /// - Parameter ids: separated by commas.
  static func verdicts(on ids: String, environment: [String: String]) throws -> Verdicts {
    let run = try run(
      ["verify", "--filter", ids, "--instances", "60", "--json"], environment: environment)
    return try JSONDecoder().decode(Verdicts.self, from: Data(run.output.utf8))
  }

  /// Our build folder, should it not be the package's own.
  private static let environment = [
    "SWIFTPM_BUILD_DIR": BuiltProgram.folder.deletingLastPathComponent().deletingLastPathComponent().path
  ]
}
