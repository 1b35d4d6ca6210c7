import Evidence
import Foundation
import Testing

@Suite("theorems verify: what breaks down", .onlyOnLinux)
struct VerifyBreakdownTests {
  /// Two properties that end the process among four, and what is asked of each process that follows.
  private static let script = """
    if grep -q -- '--filter /(d)\\$' arguments; then property T11 d holds
    elif grep -q -- '--filter /(c|d)\\$' arguments; then
      test T11 c; test T11 d; event testStarted T11/c ''; echo 'Fatal error: c is bad'; kill -ABRT $$
    elif grep -q -- '--filter /(b|c|d)\\$' arguments; then
      grep -q -- --no-parallel arguments || exit 9
      for one in T10/b T11/c T11/d; do test "${one%/*}" "${one#*/}"; done
      event testStarted T10/b ''; echo 'Fatal error: b is bad'; exit 7
    else
      property T10 a holds; test T10 b; test T11 c; test T11 d; echo 'Fatal error: who?'; kill -ABRT $$
    fi
    """

  @Test func `a property that ends the process has a name, and the others a result`() throws {
    let package = try FakePackage(Self.script)
    let run = try package.verify("--ledger", "run.jsonl")
    #expect(run.end == .exited(1))
    #expect(run.output.contains("T10  Title of T10  proved  failing"), "\(run.output)")
    #expect(run.output.contains("T11  Title of T11  proved  failing"))
    #expect(
      run.output.contains(
        "T10, b: the test process ended too early, with exit code 7; the last that it printed:\n  Fatal error: b is bad"
      ))
    #expect(run.output.contains("T11, c: the test process was ended by signal 6"))
    #expect(!run.output.contains("who?"), "what ended the first process has a name")
    #expect(run.output.contains("not run to the end:\n  T10, b\n  T11, c"))
    #expect(run.error.contains("3 unfinished properties run again, one after another"))

    // The ledger knows it too.
    let report = try package.start(["report", "run.jsonl", "--output", "out"])
    #expect(report.end == .exited(1))
    for file in ["summary.md", "junit.xml", "report.html"] {
      let text = try String(contentsOf: package.url.appendingPathComponent("out/\(file)"), encoding: .utf8)
      #expect(text.contains("T11, c: the test process was ended by signal 6"), "\(file)")
      #expect(text.contains("Fatal error: c is bad"))
    }
  }

  @Test func `one that nothing repeats is not green`() throws {
    let package = try FakePackage(
      "if grep -q -- --no-parallel arguments; then property T10 a holds; else test T10 a; exit 7; fi")
    let run = try package.verify()
    #expect(run.end == .exited(1))
    #expect(run.output.contains("T10  Title of T10  proved  holds"), "\(run.output)")
    #expect(run.output.contains("the test process ended too early, with exit code 7"))
  }

  @Test func `a result that was written before the end counts once`() throws {
    let package = try FakePackage(
      "if grep -q -- --no-parallel arguments; then test T10 a; ended T10 a; else test T10 a; line a.json; exit 7; fi",
      lines: ["a.json": .example("T10", "a")])
    let run = try package.verify()
    #expect(run.output.contains("T10  Title of T10  proved  holds             1        100"), "\(run.output)")
    #expect(run.end == .exited(1))
  }

  @Test func `between two tests it has no culprit, and ends the run`() throws {
    let package = try FakePackage("test T10 a; test T10 b; echo again >> again; exit 7")
    let run = try package.verify()
    #expect(run.end == .exited(1))
    #expect(run.output.contains("the test process ended too early, with exit code 7"), "\(run.output)")
    #expect(package.words(in: "again").count == 2)
  }

  @Test func `an end with success is none while tests have not ended`() throws {
    let package = try FakePackage(
      "if grep -q -- --no-parallel arguments; then property T10 a holds; else test T10 a; exit 0; fi")
    let run = try package.verify()
    #expect(run.end == .exited(1))
    #expect(run.output.contains("the test process ended too early, with exit code 0"), "\(run.output)")
  }

  @Test func `a test that is not to run is unfinished, and not run again`() throws {
    let package = try FakePackage(
      "property T10 a holds; test T10 b; event testSkipped T10/b ''; echo again >> again")
    let run = try package.verify()
    #expect(run.end == .exited(3))
    #expect(run.output.contains("not run to the end:\n  T10, b"))
    #expect(package.words(in: "again").count == 1)
  }

  @Test func `a build that fails is in every form of the report, until one succeeds`() throws {
    let package = try FakePackage("property T10 a holds")
    let swift = package.url.appendingPathComponent("bin/swift")
    let works = try Data(contentsOf: swift)
    try package.write(
      "#!/bin/sh\necho 'T10_Name.swift:3:1: error: no <such> thing'; exit 1\n", to: "bin/swift")
    let run = try package.start(["verify", "--ledger", "run.jsonl"])
    #expect(run.end == .exited(2))
    let report = try package.start(["report", "run.jsonl", "--output", "out"])
    #expect(report.end == .exited(2))
    #expect(
      report.output.contains(
        "the theorem suite does not build; the last that it printed:\n  T10_Name.swift:3:1"))
    for (file, text) in [
      ("summary.md", #"no \<such\> thing"#), ("junit.xml", "no &lt;such&gt; thing"),
      ("report.json", "no <such> thing"),
    ] {
      let found = try String(contentsOf: package.url.appendingPathComponent("out/\(file)"), encoding: .utf8)
      #expect(found.contains(text), "\(file): \(found)")
    }
    try works.write(to: swift)
    #expect(try package.start(["verify", "--ledger", "run.jsonl"]).end == .exited(0))
    #expect(try package.start(["report", "run.jsonl"]).end == .exited(0))
  }
}
