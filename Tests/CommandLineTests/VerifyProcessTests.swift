import Evidence
import Foundation
import Testing

@Suite("theorems verify: processes and the ledger", .onlyOnLinux)
struct VerifyProcessTests {
  /// A process that writes a line to its ledger, holds it and does not end by itself. It is our own test
  /// bundle.
  private static let holder = """
    exec '\(Bundle.main.executablePath!)' --testing-library swift-testing \
    --filter '^TheoremTestingTests\\.LedgerHolder/' --event-stream-output-path "$events"
    """
  private static let holderEnvironment = ["LEDGER_HOLDER": "forever"]

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal ends the child and leaves what had finished`(_ signal: Int32) throws {
    let package = try FakePackage("property T10 a holds; test T10 b; echo $$ > pid; exec sleep 30")
    let ledger = package.url.appendingPathComponent("ledger.jsonl")
    let pid = package.url.appendingPathComponent("pid")
    let run = try package.start(["verify", "--skip-build", "--ledger", ledger.path]
    ) { program in
      try waitUntil { (try? String(contentsOf: pid, encoding: .utf8))?.hasSuffix("\n") ?? false }
      kill(program, signal)
    }
    #expect(run.end == .exited(130))
    #expect(run.output.contains("T10  Title of T10  proved  unfinished"))
    #expect(run.output.contains("interrupted"))
    let child = try #require(Int32(try String(contentsOf: pid, encoding: .utf8).dropLast()))
    #expect(!isRunning(child))
    #expect(try lines(of: ledger).map(\.property) == ["a"])
  }

  @Test func `a child that does not heed the signal is killed`() throws {
    let package = try FakePackage("trap '' TERM INT; echo $$ > pid; sleep 15; touch survived")
    let pid = package.url.appendingPathComponent("pid")
    let run = try package.start(["verify", "--skip-build"]) { program in
      try waitUntil { FileManager.default.fileExists(atPath: pid.path) }
      kill(program, SIGINT)
    }
    #expect(run.end == .exited(130))
    #expect(!FileManager.default.fileExists(atPath: package.url.appendingPathComponent("survived").path))
  }

  @Test func `killing the command leaves no orphan and a readable ledger`() throws {
    let package = try FakePackage(Self.holder)
    let ledger = package.url.appendingPathComponent("ledger.jsonl")
    let run = try package.start(
      ["verify", "--skip-build", "--ledger", ledger.path],
      environment: Self.holderEnvironment
    ) { program in
      try waitUntil { try lines(of: ledger).count == 1 }
      kill(program, SIGKILL)
    }
    #expect(run.end == .signaled(SIGKILL))
    let line = try #require(try lines(of: ledger).first)
    try waitUntil(within: .seconds(2)) { !isRunning(line.process) }
  }

  @Test func `a ledger that another run holds`() throws {
    let package = try FakePackage(Self.holder)
    let ledger = package.url.appendingPathComponent("ledger.jsonl")
    let arguments = ["verify", "--skip-build", "--ledger", ledger.path]
    _ = try package.start(arguments, environment: Self.holderEnvironment) { first in
      try waitUntil { try lines(of: ledger).count == 1 }
      let second = try package.start(arguments)
      #expect(second.end == .exited(2))
      let holder = try #require(try lines(of: ledger).first?.process)
      #expect(second.error.contains("held by process \(holder)"))
      kill(first, SIGTERM)
    }
    #expect(try lines(of: ledger).count == 1)
  }

  @Test func `a ledger is continued, and its old lines do not count`() throws {
    let package = try FakePackage("property T10 a holds")
    let ledger = package.url.appendingPathComponent("ledger.jsonl")
    var old = try LedgerLine(Data(contentsOf: package.url.appendingPathComponent("line.json")))
    old.judgement = .refuted("r")
    let before = try old.encoded() + Data("not of ours\n".utf8)
    try before.write(to: ledger)
    for count in 1...2 {
      let run = try package.verify("--ledger", "ledger.jsonl")
      #expect(run.end == .exited(0))
      #expect(run.output.contains("  1        100  "))
      #expect(!run.error.contains("is no ledger line"))
      let after = try Data(contentsOf: ledger)
      #expect(after.starts(with: before))
      #expect(try lines(of: ledger).count == 1 + count)
    }
  }

  @Test func `lines of another process do not count, and damaged ones are told`() throws {
    let package = try FakePackage(
      #"property T10 a holds; sed s/holds/refuted/ line.json >> "$THEOREM_LEDGER"; echo half >> "$THEOREM_LEDGER""#
    )
    let run = try package.verify()
    #expect(run.end == .exited(0))
    #expect(run.error.contains("line 4 is no ledger line"))
  }

  private func lines(of ledger: URL) throws -> [LedgerLine] {
    guard FileManager.default.fileExists(atPath: ledger.path) else { return [] }
    var reader = LedgerReader(ledger)
    return try reader.next()
  }
}
