import Evidence
import Foundation
import Testing

@Suite("theorems search: processes and the ledger", .onlyOnLinux)
struct SearchProcessTests {
  private static let line = LedgerLine.search("T10", "a", measured: 4, instance: "x")

  private func package(_ script: String) throws -> FakePackage {
    try FakePackage("test T10 a; \(script)", lines: ["a.json": Self.line])
  }

  private func lines(of package: FakePackage) throws -> (lines: [LedgerLine], damages: Int) {
    var reader = LedgerReader(package.url.appendingPathComponent("ledger.jsonl"))
    let lines = try reader.next()
    reader.finish()
    return (lines, reader.damages.count)
  }

  @Test func `the ledger gets the merged lines`() throws {
    let package = try package("line a.json; ended T10 a")
    for count in 1...2 {
      let run = try package.run("search", "T10", "--jobs", "3", "--ledger", "ledger.jsonl")
      #expect(run.end == .exited(1))
      let (lines, damages) = try lines(of: package)
      #expect(lines.count == count && damages == 0)
      #expect(lines.allSatisfy { $0.form == .search && $0.shard.count == 1 })
      #expect(lines.last?.findings[LedgerLine.Finding.evaluations] == 300)
    }
  }

  @Test func `a torn ledger costs its torn line only`() throws {
    let package = try package("line a.json; ended T10 a")
    try package.write("half a li", to: "ledger.jsonl")
    _ = try package.run("search", "T10", "--jobs", "1", "--ledger", "ledger.jsonl")
    let (lines, damages) = try lines(of: package)
    #expect(lines.count == 1 && damages == 1)
  }

  @Test func `a ledger that cannot be written is found out first`() throws {
    let package = try package("touch ran")
    let run = try package.run("search", "T10", "--ledger", "no/such/ledger.jsonl")
    #expect(run.end == .exited(2))
    #expect(run.error.contains("no/such/ledger.jsonl: cannot be written"))
    #expect(!FileManager.default.fileExists(atPath: package.url.appendingPathComponent("ran").path))
  }

  @Test func `what was found is printed even if the ledger is gone`() throws {
    let package = try package("line a.json; ended T10 a; rm -r kept")
    try package.write("", to: "kept/ledger.jsonl")
    let run = try package.run("search", "T10", "--jobs", "1", "--ledger", "kept/ledger.jsonl")
    #expect(run.end == .exited(2))
    #expect(run.output.contains("instance: x\n"))
    #expect(run.error.contains("kept/ledger.jsonl: cannot be written"))
  }

  @Test func `a process that breaks down is told, and what the others found too`() throws {
    let package = try package(
      "if [ $THEOREM_SHARD = 2/3 ]; then echo 'Fatal error: bad luck'; kill -ABRT $$; fi; line a.json; ended T10 a"
    )
    let run = try package.run("search", "T10", "--jobs", "3")
    #expect(run.end == .exited(1))
    #expect(run.error.contains("the test process was ended by signal 6"))
    #expect(run.error.contains("Fatal error: bad luck"))
    #expect(run.output.contains("was found (200 evaluations in 8 restarts"))
  }

  @Test func `where nothing was found, a breakdown is not green`() throws {
    var line = LedgerLine.search("T10", "a", measured: 0.5, instance: "x")
    line.process = 0
    let package = try FakePackage(
      "test T10 a; if [ $THEOREM_SHARD = 2/2 ]; then exit 7; fi; line a.json; ended T10 a",
      lines: ["a.json": line])
    let run = try package.run("search", "T10", "--jobs", "2")
    #expect(run.end == .exited(1))
    #expect(run.error.contains("the test process exited with code 7"))
  }

  @Test func `a failure that no line tells is told`() throws {
    let package = try package("issue T10 a 'no proof'; exit 1")
    let run = try package.run("search", "T10", "--jobs", "2")
    #expect(run.end == .exited(2))
    #expect(run.error.contains("error: no proof\n"))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal ends all processes and leaves what they had found`(_ signal: Int32) throws {
    let package = try package("line a.json; ended T10 a; test T10 b; echo $$ >> pids; exec sleep 30")
    let run = try package.start(["search", "T10", "--jobs", "3", "--skip-build", "--ledger", "ledger.jsonl"]
    ) { program in
      try waitUntil { package.words(in: "pids").count == 3 }
      // The last of them has its line written before, and is looked at five times a second.
      kill(program, signal)
    }
    #expect(run.end == .exited(130))
    for pid in package.words(in: "pids").compactMap({ Int32($0[0]) }) { #expect(!isRunning(pid)) }
    #expect(run.output.contains("was found (300 evaluations in 12 restarts"))
    #expect(run.error.contains("interrupted"))
    #expect(try lines(of: package).lines.count == 1)
  }

  @Test func `an interrupt before anything was found`() throws {
    let package = try package("echo $$ >> pids; exec sleep 30")
    let run = try package.start(["search", "T10", "--jobs", "2", "--skip-build"]) {
      program in
      try waitUntil { package.words(in: "pids").count == 2 }
      kill(program, SIGINT)
    }
    #expect(run.end == .exited(130))
  }
}
