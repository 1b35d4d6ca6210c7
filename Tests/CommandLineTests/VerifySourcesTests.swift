import Evidence
import Foundation
import Testing

@Suite("theorems verify: what the sources state", .onlyOnLinux)
struct VerifySourcesTests {
  private static let theorem =
    "import TheoremTesting\n\n/// A statement.\n@Suite(.theorem(.open))\nstruct `T12 is empty` {}\n"

  private func package(_ files: String...) throws -> FakePackage {
    let package = try FakePackage("property T10 a holds")
    for file in files { try package.write(Self.theorem, to: "Tests/\(file)") }
    return package
  }

  @Test(arguments: [
    ("A/T12_Empty.swift", "no test of it was run: it has none, or no target that was built holds it"),
    (
      "A/Deeper/Lemma.swift",
      "expected a capital letter, a number, an underscore and a name, as in T10_Name.swift"
    ),
    (
      "A/t12_lower.swift",
      "expected a capital letter, a number, an underscore and a name, as in T10_Name.swift"
    ),
  ])
  func `a theorem of which nothing ran is told and not green`(_ file: String, _ reason: String) throws {
    let run = try package(file).verify()
    #expect(run.end == .exited(3))
    #expect(run.output.contains("not run:\n  Tests/\(file): \(reason)\n"), "\(run.output)")
    #expect(run.output.contains("unfinished"))
  }

  @Test(arguments: [
    ("Tests/A/T12_Long.swift", theorem.replacing("(.theorem(.open))", with: "(\n  .theorem(.open)\n)")),
    ("Tests/A/T12_Named.swift", theorem.replacing("(.theorem", with: "(\"x\", .tags(.a), .theorem")),
    ("Tests/A/T12_Helped.swift", theorem.replacing("import TheoremTesting", with: "import Helpers")),
    (
      "Tests/A/T12_Timed.swift",
      theorem.replacing("(.theorem", with: "(.timeLimit(.minutes(5)), .enabled(if: f(g(\")\"))), .theorem")
    ),
    (
      "Tests/A/T12_Plain.swift",
      theorem.replacing("struct `T12 is empty`", with: "@MainActor final class T12")
    ),
    ("Tests/A/T12_Windows.swift", "// A note.\r\n" + theorem.replacing("\n", with: "\r\n")),
    ("Elsewhere/T12_Beside.swift", theorem), ("Another/T12_Beside.swift", theorem),
    ("Sources/BTests/T12_Default.swift", theorem),
  ])
  func `a theorem is one wherever and however it is written`(_ file: String, _ source: String) throws {
    let package = try FakePackage("property T10 a holds")
    try package.write(
      #"dependencies: [.package(path: "../..")], .testTarget(name: "B", path: "Elsewhere")"#,
      to: "Package.swift")
    try package.write("let folder = \"Another\"", to: "Package@swift-6.2.swift")
    try package.write(source, to: "Drafts/T12_Beside.swift")
    #expect(try package.verify().end == .exited(0))
    try package.write(source, to: file)
    let run = try package.verify()
    #expect(
      run.end == .exited(3) && run.output.contains("not run:\n  \(file): no test of it"), "\(run.output)")
    try package.write("/*\n\(source)*/\nlet text = \"\"\"\n\(source)\"\"\"", to: file)
    #expect(try package.verify().end == .exited(0))
  }

  @Test func `a theorem behind a link is one, and no circle of links is followed`() throws {
    let package = try package("A/T10_Run.swift")
    try package.write(Self.theorem, to: "Elsewhere/T12_Linked.swift")
    let tests = package.url.appendingPathComponent("Tests")
    for (link, target) in [("A/circle", ".."), ("B", "../Elsewhere"), ("C", "../Elsewhere")] {
      try FileManager.default.createSymbolicLink(
        atPath: tests.appendingPathComponent(link).path, withDestinationPath: target)
    }
    let run = try package.verify()
    #expect(run.end == .exited(3) && run.output.contains("/T12_Linked.swift: no test of it"), "\(run.output)")
  }

  @Test func `tests of a theorem in another file are told and not green`() throws {
    let package = try package("A/T10_Run.swift")
    let further = "Tests/B/Further.swift"
    try package.write("extension `T12 is empty` { func help() {} }\n// @Test", to: further)
    #expect(try package.verify().end == .exited(0))
    try package.write(
      "typealias Moved = Other\ntypealias Other = A.`T12 is empty`", to: "Tests/B/Names.swift")
    for name in ["`T12 is empty`", "A.`T12 is empty`.Inner", "Moved"] {
      try package.write("extension \(name) {\n  @Test func b() throws {}\n}", to: further)
      let run = try package.verify()
      let told =
        "not run:\n  \(further): it has tests, and extends the suite of T10: expected these in that one's file\n"
      #expect(run.end == .exited(3) && run.output.contains(told), "\(run.output)")
    }
  }

  @Test(arguments: ["@Test", "@Test(.timeLimit(.minutes(5)))", "@Test @available(macOS 15, *)"])
  func `a test that the build leaves out is told and not green`(_ attributes: String) throws {
    let package = try FakePackage("property T10 a holds")
    let test = "@Test func a() {} // @Test func gone() {}\n"
    let gone = "#if false\n\(attributes) func `(2) b`() {}\n#endif\n"
    for (tests, code) in [(test, Int32(0)), (test + gone, 3)] {
      let source = Self.theorem + tests.replacing("@Test func a()", with: "@Test(\"a\") func a()")
      try package.write(source, to: "Tests/A/T10_Run.swift")
      let run = try package.verify("--ledger", "l\(code).jsonl")
      #expect(run.end == .exited(code), "\(run.output)")
      #expect(
        run.output.contains("T10_Run.swift: no test \"(2) b\" was run: the build leaves it out")
          == (code == 3))
      #expect(try BuiltProgram.run(["report", "l\(code).jsonl"], in: package.url).end == .exited(code))
    }
  }

  @Test func `two tests of one name are told and not green`() throws {
    let again =
      #"{"id":"T10/again","name":"a","sourceLocation":{"fileID":"A/T10_Run.swift","line":9},"kind":"function"}"#
    let package = try FakePackage(
      #"property T10 a holds; echo '{"kind":"test","payload":\#(again)}' >> "$events"; ended T10 again"#)
    try package.write(Self.theorem + "@Test(\"a\") func a() {}", to: "Tests/A/T10_Run.swift")
    let run = try package.verify()
    #expect(
      run.end == .exited(3) && run.output.contains("T10_Run.swift: several tests are called \"a\""),
      "\(run.output)")
  }

  @Test func `a search in the place of a check counts as none`() throws {
    let line = LedgerLine.example("T10", "a").with { $0.evidence = .search(restarts: 1) }
    let package = try FakePackage("test T10 a; line l.json; ended T10 a", lines: ["l.json": line])
    #expect(try package.verify().end == .exited(3))
  }

  @Test func `what failed beside the properties is not made good by a run that was killed`() throws {
    let package = try FakePackage(
      "property T10 a holds; if [ -e again ]; then kill -KILL $PPID; sleep 2; fi; issue T10 a x; exit 1")
    #expect(try package.verify("--ledger", "l.jsonl").end == .exited(1))
    try package.write("", to: "again")
    #expect(try package.verify("--ledger", "l.jsonl").end == .signaled(SIGKILL))
    let report = try BuiltProgram.run(["report", "l.jsonl"], in: package.url)
    #expect(report.end == .exited(1) && report.output.contains("has no end"), "\(report.output)")
  }

  @Test func `an end that cannot be written is told and not green`() throws {
    let run = try FakePackage(#"property T10 a holds; sleep 1; ln -sf /proc/version "$THEOREM_LEDGER""#)
      .verify("--ledger", "l.jsonl")
    #expect(run.end == .exited(2) && run.output.contains("T10  Title of T10  proved  holds"))
    #expect(
      run.error.contains("l.jsonl: cannot be written: the end of the run is not in it: "), "\(run.error)")
  }

  @Test func `what fails beside the properties is in the ledger for a report`() throws {
    let runs: [(package: FakePackage, code: Int32, says: String)] = [
      (
        try FakePackage(#"property T10 a holds; issue T10 a "another statement"; exit 1"#), 1,
        "another statement"
      ),
      (try FakePackage(#"property T10 a holds; issue T10 b "it ended early"; exit 1"#), 1, "it ended early"),
      (try package("A/T12_Empty.swift"), 3, "no test of it was run"),
    ]
    for (package, code, says) in runs {
      #expect(try package.verify("--ledger", "l.jsonl").end == .exited(code))
      let report = try BuiltProgram.run(["report", "l.jsonl"], in: package.url)
      #expect(report.end == .exited(code) && report.output.contains(says), "\(report.output)")
      // A run of all of it makes good what one of a part cannot.
      #expect(try package.verify("--ledger", "l.jsonl").end == .exited(code))
    }
  }

  @Test func `a run of one theorem makes good nothing that one of all has told`() throws {
    let package = try package("A/T10_Run.swift", "A/T12_Empty.swift")
    #expect(try package.verify("--ledger", "l.jsonl").end == .exited(3))
    #expect(try package.verify("--ledger", "l.jsonl", "--filter", "T10").end == .exited(0))
    let report = try BuiltProgram.run(["report", "l.jsonl"], in: package.url)
    #expect(
      report.end == .exited(3) && report.output.contains("T12_Empty.swift: no test"), "\(report.output)")
    try FileManager.default.removeItem(at: package.url.appendingPathComponent("Tests/A/T12_Empty.swift"))
    #expect(try package.verify("--ledger", "l.jsonl").end == .exited(0))
    #expect(try BuiltProgram.run(["report", "l.jsonl"], in: package.url).end == .exited(0))
  }

  @Test func `one that was not asked for is not missed, and neither is that of another package`() throws {
    #expect(try package("A/T12_Empty.swift", "A/T10_Run.swift").verify("--filter", "T10").end == .exited(0))
    let nested = try package("Other/Tests/A/T12_Empty.swift")
    try nested.write("", to: "Tests/Other/Package.swift")
    #expect(try nested.verify().end == .exited(0))
    #expect(try package("A/T10_Run.swift").verify().end == .exited(0))
  }

  @Test func `an id that no file has is refused before anything runs`() throws {
    let package = try package("A/T10_Run.swift")
    let run = try package.verify("--filter", "T10,T99")
    #expect(run.end == .exited(2))
    #expect(run.error == "error: no theorem matches T99\n")
    #expect(package.words(in: "arguments").isEmpty)
  }

  @Test func `two files of one id are told before anything runs`() throws {
    let package = try package("A/T12_One.swift", "B/T12_Other.swift")
    let run = try package.verify()
    #expect(run.end == .exited(2))
    #expect(
      run.error
        == "error: T12: expected one file of this id, found Tests/A/T12_One.swift and Tests/B/T12_Other.swift\n"
    )
    #expect(package.words(in: "arguments").isEmpty)
  }
}
