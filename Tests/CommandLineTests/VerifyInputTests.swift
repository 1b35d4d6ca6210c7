import Foundation
import Testing

@Suite("theorems verify: bad input", .onlyOnLinux)
struct VerifyInputTests {
  @Test func `outside a package`() throws {
    let folder = try TemporaryFolder()
    let run = try BuiltProgram.run(["verify", "--skip-build"], in: folder.url)
    #expect(run.end == .exited(2))
    #expect(run.error.hasPrefix("error: no Package.swift in \(folder.url.path) or a folder above it"))
  }

  @Test func `below the package's folder`() throws {
    let package = try FakePackage("property T10 a holds")
    let folder = package.url.appendingPathComponent("Sources/Deep")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let run = try BuiltProgram.run(["verify", "--skip-build"], in: folder)
    #expect(run.end == .exited(0))
  }

  @Test(arguments: ["x.y", "T1,", "-1", "T(1"])
  func `no id`(_ filter: String) throws {
    let run = try FakePackage("property T10 a holds").verify("--filter=\(filter)")
    #expect(run.end == .exited(2))
    #expect(run.error.contains("expected the id of a theorem, as in T10"))
  }

  @Test func `no instances, unknown options`() throws {
    let package = try FakePackage("property T10 a holds")
    let none = try package.verify("--instances", "0")
    #expect(none.end == .exited(2))
    #expect(none.error.contains("--instances: found 0, expected 1 to 2147483647"))
    #expect(try package.verify("--fliter", "T10").end == .exited(2))
  }

  @Test func `no bundle, or several`() throws {
    let package = try FakePackage("property T10 a holds")
    try package.addBundle(named: "OldPackageTests.xctest", script: "")
    let several = try package.verify()
    #expect(several.end == .exited(2))
    #expect(several.error.contains("holds FakePackageTests.xctest and OldPackageTests.xctest, expected one"))
    try FileManager.default.removeItem(at: package.products)
    let none = try package.verify()
    #expect(none.end == .exited(2))
    #expect(none.error.contains("no built theorem suite"))
  }

  @Test func `a ledger that cannot be written`() throws {
    let run = try FakePackage("property T10 a holds").verify("--ledger", "no/such/folder/l.jsonl")
    #expect(run.end == .exited(2))
    #expect(run.error.contains("no/such/folder/l.jsonl: cannot be written: No such file or directory"))
  }

  @Test func `a suite that does not compile`() throws {
    let folder = try TemporaryFolder()
    let tests = folder.url.appendingPathComponent("Tests/BrokenTests")
    try FileManager.default.createDirectory(at: tests, withIntermediateDirectories: true)
    try Data(
      """
      // swift-tools-version: 6.1
      import PackageDescription
      let package = Package(name: "Broken", targets: [.testTarget(name: "BrokenTests")])
      """.utf8
    ).write(to: folder.url.appendingPathComponent("Package.swift"))
    try Data("let one: Int = \"one\"\n".utf8).write(to: tests.appendingPathComponent("Broken.swift"))
    let run = try BuiltProgram.run(["verify"], in: folder.url)
    #expect(run.end == .exited(2))
    #expect(run.error.hasSuffix("\nerror: the theorem suite does not build\n"))
    #expect(run.error.contains("Broken.swift:1:16: error: cannot convert value of type 'String'"))
  }
}
