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

  @Test func `the ledger gets a line each time`() throws {
    let package = try package("line a.json; ended T10 a")
    for count in 1...2 {
      let run = try package.run("search", "T10", "--ledger", "ledger.jsonl")
      #expect(run.end == .exited(1))
      let (lines, damages) = try lines(of: package)
      #expect(lines.count == count && damages == 0)
      #expect(lines.allSatisfy { $0.isSearch })
      #expect(lines.last?.instances == 100)
    }
  }

  @Test func `a ledger that cannot be written is found out first`() throws {
    let package = try package("touch ran")
    let run = try package.run("search", "T10", "--ledger", "no/such/ledger.jsonl")
    #expect(run.end == .exited(2))
    #expect(run.error.contains("no/such/ledger.jsonl: cannot be written"))
    #expect(!FileManager.default.fileExists(atPath: package.url.appendingPathComponent("ran").path))
  }

  @Test(arguments: ["kill -ABRT $$", "exit 7"])
  func `a breakdown is told and not green, and so is what was found before`(_ end: String) throws {
    var line = LedgerLine.search("T10", "a", measured: 0.5, instance: "x")
    line.process = 0
    let package = try FakePackage(
      "test T10 a; echo 'Fatal error: bad luck'; line a.json; ended T10 a; \(end)", lines: ["a.json": line])
    let run = try package.run("search", "T10")
    #expect(run.end == .exited(1))
    #expect(run.error.contains("the test process "))
    #expect(run.error.contains("Fatal error: bad luck"))
    #expect(run.output.contains("(100 evaluations"))
  }

  @Test func `a failure that no line tells is told`() throws {
    let package = try package("issue T10 a 'no proof'; exit 1")
    let run = try package.run("search", "T10")
    #expect(run.end == .exited(2))
    #expect(run.error.contains("error: no proof\n"))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal ends the process and leaves what it had found`(_ signal: Int32) throws {
    let package = try package("line a.json; ended T10 a; test T10 b; echo $$ >> pids; exec sleep 30")
    let run = try package.start(
      ["search", "T10", "--skip-build", "--ledger", "ledger.jsonl"]
    ) { program in
      try waitUntil { package.words(in: "pids").count == 1 }
      kill(program, signal)
    }
    #expect(run.end == .exited(130))
    for pid in package.words(in: "pids").compactMap({ Int32($0[0]) }) { #expect(!isRunning(pid)) }
    #expect(run.output.contains("was found (100 evaluations in 4 restarts"))
    #expect(run.error.contains("interrupted"))
    #expect(try lines(of: package).lines.count == 1)
  }

  @Test func `an interrupt before anything was found`() throws {
    let package = try package("echo $$ >> pids; exec sleep 30")
    let run = try package.start(["search", "T10", "--skip-build"]) { program in
      try waitUntil { package.words(in: "pids").count == 1 }
      kill(program, SIGINT)
    }
    #expect(run.end == .exited(130))
  }
}
