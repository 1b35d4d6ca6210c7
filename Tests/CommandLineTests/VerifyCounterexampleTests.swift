import Foundation
import Testing

@Suite("theorems verify: stored counterexamples", .onlyOnLinux)
struct VerifyCounterexampleTests {
  private static let folder = "Tests/Counterexamples"

  private func package(_ file: String, _ contents: String) throws -> FakePackage {
    let package = try FakePackage("property T10 a holds; property T11 b holds")
    try package.write(contents, to: "\(Self.folder)/\(file)")
    return package
  }

  private static func header(_ theorem: String, _ property: String, schema: Int = 3) -> String {
    #"{"schema": \#(schema), "theorem": "\#(theorem)", "property": "\#(property)", "instance": 1}"#
  }

  @Test func `one of a property that is there says nothing`() throws {
    let run = try package("T10_a_1.json", Self.header("T10", "a")).verify()
    #expect(run.end == .exited(0), "\(run.output)")
    #expect(!run.output.contains("counterexample"))
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: String
    let contents: String
    let reason: String
  }

  @Test(arguments: [
    Bad(
      testDescription: "damaged", file: "T10_a_1.json", contents: "{\"schema\": 2, \"theo",
      reason: ": The given data was not valid JSON"),
    Bad(
      testDescription: "of two schemas", file: "T10_a_1.json",
      contents: header("T10", "a").replacing("{", with: "{\"schema\": 3, "),
      reason: "the key \"schema\" stands twice in an object"),
    Bad(testDescription: "empty", file: "T10_a_1.json", contents: "", reason: ": "),
    Bad(
      testDescription: "of another schema", file: "T10_a_1.json",
      contents: header("T10", "a", schema: 9), reason: "schema 9, expected 3"),
    Bad(
      testDescription: "of a property that is gone", file: "T10_gone_1.json",
      contents: header("T10", "gone"), reason: "T10 has no property \"gone\""),
    Bad(
      testDescription: "of another theorem's property", file: "T10_b_1.json",
      contents: header("T10", "b"), reason: "T10 has no property \"b\""),
    Bad(
      testDescription: "named for another theorem", file: "T10_b_1.json", contents: header("T11", "b"),
      reason: "found the theorem T11, expected T10 as in the file's name"),
    Bad(
      testDescription: "of a theorem that is gone", file: "T99_a_1.json", contents: header("T99", "a"),
      reason: "T99 has no property \"a\""),
  ])
  func `one that nothing would try makes the run fail, by name`(_ bad: Bad) throws {
    let package = try package(bad.file, bad.contents)
    for arguments in [[], ["--filter", String(bad.file.prefix(3))]]
    where bad.file != "T99_a_1.json" || arguments.isEmpty {
      let run = try package.start(["verify", "--skip-build"] + arguments)
      #expect(run.end == .exited(1), "\(run.output)\(run.error)")
      #expect(run.output.contains("counterexample \(package.url.path)/\(Self.folder)/\(bad.file): "))
      #expect(run.output.contains(bad.reason), "\(run.output)")
    }
  }

  @Test func `a folder of them that cannot be read is no empty one`() throws {
    let package = try FakePackage("property T10 a holds")
    try package.write("", to: Self.folder)
    let run = try package.verify()
    #expect(run.end == .exited(1))
    #expect(run.output.contains("/\(Self.folder): the folder cannot be read: "), "\(run.output)")
  }

  @Test func `JSON tells them too`() throws {
    let run = try package("T10_gone_1.json", Self.header("T10", "gone")).verify("--json")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect((json["lostCounterexamples"] as? [String])?.count == 1)
    #expect(json["exitCode"] as? Int == 1)
  }

  @Test func `a theorem that the filter leaves out is left alone`() throws {
    let package = try FakePackage("property T11 b holds")
    try package.write("{", to: "\(Self.folder)/T10_a_1.json")
    let run = try package.verify("--filter", "T11")
    #expect(run.end == .exited(0), "\(run.output)")
  }

  @Test func `T1 is not T10`() throws {
    let package = try FakePackage("property T1 a holds")
    try package.write("{", to: "\(Self.folder)/T10_a_1.json")
    #expect(try package.verify("--filter", "T1").end == .exited(0))
  }
}
