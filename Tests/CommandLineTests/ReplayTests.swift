import Evidence
import Foundation
import Testing

@Suite(.onlyOnLinux)
struct `theorems replay` {
  private static let file = "found.json"

  /// A package with a counterexample of T10, and a suite that says this of it.
  private func package(
    _ outcome: Verdict.Outcome, claim: Claim = .universal, script: String = "",
    header: String = #"{"schema": 3, "theorem": "T10", "property": "a", "instance": 1}"#
  ) throws -> FakePackage {
    var line = LedgerLine.example("T10", "a", claim: claim)
    line.coverage = []
    (line.planned, line.replayed, line.instances) = (1, 1, 0)
    let measured = outcome == .holds ? 0.25 : outcome == .refuted ? 4 : .nan
    line.worst = .init(
      Verdict.vanishes(measured: measured * 1e-9, budget: ErrorBudget([.rounding: 1e-9])), index: nil,
      instance: #"{"bias":0.5}"#)
    line.refuted = outcome == .refuted ? 1 : 0
    line.inconclusive = outcome == .inconclusive ? 1 : 0
    line.judge()
    let ending = line.verdict == .holds ? "" : "issue T10 a told; code=1;"
    let package = try FakePackage(
      script.isEmpty
        ? "test T10 b; ended T10 b; test T10 a; line a.json; \(ending) ended T10 a; exit $code" : script,
      lines: ["a.json": line])
    try package.write(header, to: Self.file)
    return package
  }

  @Test(arguments: [(Verdict.Outcome.refuted, Int32(1)), (.holds, 0), (.inconclusive, 3)])
  func `tells whether the property is violated`(_ outcome: Verdict.Outcome, _ code: Int32) throws {
    let package = try package(outcome)
    let run = try package.run("replay", Self.file)
    #expect(run.end == .exited(code), "\(run.output)\(run.error)")
    #expect(run.output.hasPrefix("T10 Title of T10: a\n"))
    #expect(run.output.contains("the property \(outcome == .holds ? "holds" : "is \(outcome.rawValue)")\n"))
    #expect(run.output.contains("statement \(outcome.rawValue): "))
    #expect(run.output.hasSuffix("  instance: {\"bias\":0.5}\n"))
    if outcome == .refuted {
      #expect(run.output.contains("margin -3e-09, to within 1e-09, asserted at ReplayTests.swift:"))
    }
    #expect(
      try String(contentsOf: package.url.appendingPathComponent("arguments"), encoding: .utf8).contains(
        "/(T10)_"))
  }

  @Test func `a violation is what an existence claims`() throws {
    let run = try package(.refuted, claim: .counterexample).run("replay", Self.file)
    #expect(run.end == .exited(0), "\(run.output)")
    #expect(run.output.contains("the property holds\n"))
    #expect(run.output.contains("statement refuted: margin -3e-09"))
    #expect(try package(.holds, claim: .counterexample).run("replay", Self.file).end == .exited(1))
  }

  @Test func `JSON is the ledger's line`() throws {
    let run = try package(.refuted).run("replay", Self.file, "--json")
    #expect(run.end == .exited(1))
    let line = try LedgerLine(Data(run.output.utf8))
    #expect([line.theorem, line.property, line.worst?.instance] == ["T10", "a", #"{"bias":0.5}"#])
  }

  @Test func `the suite gets the file and no other setting`() throws {
    let package = try package(.holds)
    _ = try package.run(
      "replay", Self.file,
      environment: ["THEOREM_SHARD": "2/3", "THEOREM_SEARCH": "9", "THEOREM_REPLAY": "other"])
    let environment = try String(
      contentsOf: package.url.appendingPathComponent("environment"), encoding: .utf8)
    #expect(environment.contains("THEOREM_REPLAY=\(package.url.path)/found.json\n"))
    #expect(!environment.contains("THEOREM_SHARD") && !environment.contains("THEOREM_SEARCH"))
  }

  @Test(arguments: [
    (#"{"schema": 3, "theorem": "T10", "#, "The given data was not valid JSON"),
    ("", "The given data was not valid JSON"),
    (#"{"schema": 3, "theorem": "T10", "instance": 1}"#, "no key \"property\""),
    (#"{"schema": 9, "theorem": "T10", "property": "a"}"#, "schema 9, expected 3"),
    (
      #"{"schema": 3, "theorem": ".*", "property": "a"}"#,
      "found the theorem \".*\", expected an id as in T10"
    ),
    (
      #"{"schema": 3, "theorem": "T(1", "property": "a"}"#,
      "found the theorem \"T(1\", expected an id as in T10"
    ),
  ])
  func `a file that holds no counterexample`(_ contents: String, _ reason: String) throws {
    let package = try package(.holds, script: "touch ran", header: contents)
    let run = try package.run("replay", Self.file)
    #expect(run.end == .exited(2))
    #expect(run.error.contains("found.json: \(reason)"), "\(run.error)")
    #expect(!FileManager.default.fileExists(atPath: package.url.appendingPathComponent("ran").path))
  }

  @Test func `no file`() throws {
    let run = try package(.holds).run("replay", "missing.json")
    #expect(run.end == .exited(2))
    #expect(run.error.contains("missing.json: cannot be read"))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: Int32
    let script: String
    let text: String
  }

  @Test(arguments: [
    Case(testDescription: "no such theorem", code: 2, script: "exit 69", text: "no theorem matches T10"),
    Case(
      testDescription: "no such property", code: 2, script: "test T10 b; ended T10 b",
      text: "T10 has no property \"a\" that could be replayed"),
    Case(
      testDescription: "an instance that does not decode", code: 2,
      script: "test T10 a; issue T10 a 'counterexample found.json: no key'; ended T10 a; exit 1",
      text: "counterexample found.json: no key"),
    Case(
      testDescription: "a suite that crashes", code: 1,
      script: "test T10 a; echo 'Fatal error: bad luck'; kill -ABRT $$",
      text: "the test process was ended by signal 6"),
  ])
  func `a suite that has no answer`(_ fake: Case) throws {
    let run = try package(.holds, script: fake.script).run("replay", Self.file)
    #expect(run.end == .exited(fake.code), "\(run.output)\(run.error)")
    #expect(run.error.contains(fake.text), "\(run.error)")
  }

  @Test func `a signal ends it`() throws {
    let package = try package(.holds, script: "test T10 a; echo $$ > pid; exec sleep 30")
    let pid = package.url.appendingPathComponent("pid")
    let run = try package.start(["replay", Self.file, "--skip-build"]) { program in
      try waitUntil { (try? String(contentsOf: pid, encoding: .utf8))?.hasSuffix("\n") ?? false }
      kill(program, SIGINT)
    }
    #expect(run.end == .exited(130))
    #expect(!isRunning(try #require(Int32(try String(contentsOf: pid, encoding: .utf8).dropLast()))))
  }
}
