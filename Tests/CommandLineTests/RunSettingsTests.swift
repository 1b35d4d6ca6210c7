import Evidence
import Foundation
import Testing

@testable import theorems

@Suite("The settings of a run", .onlyOnLinux)
struct RunSettingsTests {
  private static let counterexample =
    #"{"schema": 3, "theorem": "T10", "property": "a", "instance": 1}"#

  /// A package of which a build leaves the file "built".
  private func package() throws -> FakePackage {
    let package = try FakePackage("property T10 a holds")
    try package.write("#!/bin/sh\ntouch built\necho '\(package.products.path)'\n", to: "bin/swift")
    try package.write(Self.counterexample, to: "found.json")
    return package
  }

  @Test(
    arguments: [["verify"], ["search", "T10"], ["replay", "found.json"]],
    [["THEOREM_INSTANCES": "many"], ["THEOREM_SEED": "-1"], ["THEOREM_EPOCH": "0"]])
  func `that do not parse are told in the library's words, before a build`(
    _ command: [String], _ environment: [String: String]
  ) throws {
    let error = try #require(throws: SettingsError.self) { try Settings(environment: environment) }
    let package = try package()
    let run = try package.start(command, environment: environment)
    #expect(run.end == .exited(2))
    #expect(run.error == "error: \(error)\n")
    #expect(run.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: package.url.appendingPathComponent("built").path))
  }

  @Test func `of a command take the place of the user's`() throws {
    let package = try package()
    for (arguments, instances) in [([], "7"), (["--instances", "5"], "5")] {
      let run = try package.start(["verify"] + arguments, environment: ["THEOREM_INSTANCES": "7"])
      #expect(run.end == .exited(0), "\(run.error)")
      let environment = try String(
        contentsOf: package.url.appendingPathComponent("environment"), encoding: .utf8)
      #expect(environment.contains("THEOREM_INSTANCES=\(instances)\n"))
    }
    let replaced = try package.start(
      ["verify", "--instances", "5"],
      environment: ["THEOREM_INSTANCES": "many", "THEOREM_SEARCH": "", "THEOREM_REPLAY": ""])
    #expect(replaced.end == .exited(0), "\(replaced.error)")
    // A shard is no part of a replay.
    let replay = try package.start(["replay", "found.json"], environment: ["THEOREM_SHARD": "x"])
    #expect(replay.end == .exited(0), "\(replay.error)")
  }
}
