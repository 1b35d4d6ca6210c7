import Foundation
import Testing

@Suite("theorems new") struct NewTests {
  /// A package of one theorem, which is not built.
  private struct Package {
    let folder: TemporaryFolder

    init(_ tests: [String: String]) throws {
      folder = try TemporaryFolder()
      _ = try folder.file("Package.swift", "")
      for (path, source) in tests { try write(source, to: path) }
    }

    init() throws {
      try self.init(["Tests/Claims/Old/T09_Sums.swift": Self.theorem("T09 Sums", ".proved")])
    }

    static func theorem(_ name: String, _ status: String, statement: String = "/// Sums are\n/// sums.\n")
      -> String
    {
      "import TheoremTesting\n\n\(statement)@Suite(.theorem(\(status)))\nstruct `\(name)` {\n}\n"
    }

    func write(_ text: String, to path: String) throws {
      let file = folder.url.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }

    func new(_ arguments: String...) throws -> BuiltProgram.Run {
      try BuiltProgram.run(["new"] + arguments, in: folder.url)
    }

    func contents(_ path: String) throws -> String {
      try String(contentsOf: folder.url.appendingPathComponent(path), encoding: .utf8)
    }

    var files: [String] {
      FileManager.default.enumerator(atPath: folder.url.path)?.compactMap { $0 as? String }.sorted() ?? []
    }
  }

  @Test func `a conjecture gets the next free id, in the folder of the theorems`() throws {
    let package = try Package()
    let made = try package.new("Balanced mixtures, centred, span F")
    #expect(made.end == .exited(0))
    let path = "Tests/Claims/T10_BalancedMixturesCentredSpanF.swift"
    #expect(made.output.hasPrefix("\(path) is new."))
    let source = try package.contents(path)
    #expect(source.contains("@Suite(.theorem(.open))\nstruct `T10 Balanced mixtures, centred, span F` {"))
    // No statement, which is what makes it fail.
    #expect(!source.components(separatedBy: "@Suite")[0].contains("///"))
  }

  @Test func `ids keep their width, and the folder can be named`() throws {
    let package = try Package([
      "Tests/A/T1_One.swift": Package.theorem("T1 One", ".open"),
      "Tests/B/T9_Two.swift": Package.theorem("T9 Two", ".open"),
    ])
    let run = try package.new("Three")
    #expect(run.end == .exited(2))
    #expect(run.error.contains("Tests/A, Tests/B; name one with --into"))
    #expect(try package.new("Three", "--into", "Tests/B").end == .exited(0))
    #expect(package.files.contains("Tests/B/T10_Three.swift"))
    #expect(try package.new("Four", "--into", "Tests/C").error.contains("cannot be written"))
  }

  @Test func `a first theorem, beside a package of somebody else's`() throws {
    let package = try Package([
      "Tests/A/Helper.swift": "import TheoremTesting\n",
      "Tests/Nested/Package.swift": "",
      "Tests/Nested/Tests/B/T7_X.swift": Package.theorem("T7 X", ".open"),
    ])
    #expect(try package.new("One").end == .exited(0))
    #expect(package.files.contains("Tests/A/T1_One.swift"))
    let none = try Package([:])
    #expect(try none.new("One").error.contains("no test target of the package imports TheoremTesting"))
  }

  @Test(arguments: [
    ("", "some words"), ("   ", "some words"), ("9 lives", "a letter at the beginning"),
    ("T17 Balanced", "without an id"), ("a`b", "letters, digits"), ("a/b", "letters, digits"),
    ("two\nlines", "letters, digits"), (String(repeating: "long ", count: 17), "at most 80"),
  ])
  func `bad titles`(_ title: String, _ expected: String) throws {
    let package = try Package()
    let before = package.files
    let run = try package.new("--", title)
    #expect(run.end == .exited(2))
    #expect(run.error.contains(expected), "\(run.error)")
    #expect(package.files == before)
  }

  @Test func `a title that is taken, whatever its case and marks`() throws {
    let package = try Package()
    let run = try package.new("sums")
    #expect(run.end == .exited(2))
    #expect(run.error == "error: Tests/Claims/Old/T09_Sums.swift has the title \"Sums\" already\n")
  }

  @Test func `a proof starts with the theorem's statement`() throws {
    let package = try Package()
    for name in ["T09", "sums"] {
      let run = try package.new(name, "--proof")
      #expect(run.end == .exited(name == "T09" ? 0 : 2))
      if name == "sums" { #expect(run.error.contains("Proofs/T09_Sums.md exists; nothing was written")) }
    }
    let proof = try package.contents("Proofs/T09_Sums.md")
    #expect(
      proof.hasPrefix(
        "# T09 Sums\n\n> Sums are sums.\n\nStatus: proved. Test: `Tests/Claims/Old/T09_Sums.swift`."))
    #expect(try package.new("T08", "--proof").error.contains("no theorem has the title or the id \"T08\""))
    #expect(try package.new("T09", "--proof", "--into", "x").end == .exited(2))
  }

  @Test func `no proof of what is not stated`() throws {
    let package = try Package()
    try package.write(Package.theorem("T10 Ten", ".open", statement: ""), to: "Tests/Claims/T10_Ten.swift")
    #expect(try package.new("T10", "--proof").error.contains("T10_Ten.swift has no statement yet"))
    #expect(!package.files.contains("Proofs"))
  }
}
