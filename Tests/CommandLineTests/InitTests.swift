import Foundation
import Testing

@Suite("theorems init") struct InitTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func made(_ path: String) throws -> String {
    try String(contentsOf: folder.url.appendingPathComponent(path), encoding: .utf8)
  }

  @Test func `makes the package that the examples hold`() throws {
    let run = try BuiltProgram.run(["init", "gradient-descent", "--dependency", "../.."], in: folder.url)
    #expect(run.end == .exited(0), "\(run.error)")
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    for path in ["Package.swift", "Tests/GradientDescentTests/T1_GradientDescent.swift"] {
      let example = root.appendingPathComponent("Examples/GradientDescent/\(path)")
      #expect(try made("gradient-descent/\(path)") == String(contentsOf: example, encoding: .utf8), "\(path)")
    }
    #expect(
      try made("gradient-descent/Tests/GradientDescentTests/T1_GradientDescent.swift").split(separator: "\n")
        .count <= 60)
  }

  @Test func `overwrites nothing, and names what is wrong`() throws {
    _ = try folder.file("Package.swift", "mine")
    let run = try BuiltProgram.run(["init", "."], in: folder.url)
    #expect(run.end == .exited(2) && run.error.contains("Package.swift exists; nothing was written"))
    #expect(try made("Package.swift") == "mine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 1)
    #expect(try BuiltProgram.run(["init", "123"], in: folder.url).end == .exited(2))
    #expect(try BuiltProgram.run(["init", "/dev/null/x"], in: folder.url).end == .exited(2))
    #expect(try BuiltProgram.run(["init"], in: folder.url).end == .exited(2))
  }

  @Test func `finds the package that it was built in`() throws {
    #expect(try BuiltProgram.run(["init", "paper"], in: folder.url).end == .exited(0))
    let place = try made("paper/Package.swift").firstMatch(of: /path: "([^"]+)"/)
    let package = try #require(place.map { String($0.1) })
    #expect(FileManager.default.fileExists(atPath: package + "/Sources/TheoremTesting"))
  }
}
