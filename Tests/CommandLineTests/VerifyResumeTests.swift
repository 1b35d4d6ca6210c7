import Evidence
import Foundation
import Testing

@Suite("theorems verify: going on with a ledger", .onlyOnLinux)
struct VerifyResumeTests {
  /// Runs a suite of the finished property a and the property b.
  private func run(
    old: LedgerLine, _ script: String = "", environment: [String: String] = [:]
  ) throws -> BuiltProgram.Run {
    let now = environment.isEmpty ? LedgerLine.example("T10", "a") : old
    let package = try FakePackage(
      "test T10 a; ended T10 a; \(script) property T10 b holds; exit $code", lines: ["a.json": now])
    try package.write(Self.ledger([old]), to: "ledger.jsonl")
    return try package.verify("--ledger", "ledger.jsonl", environment: environment)
  }

  /// Each line with the plan of a run of its own, and its end.
  private static func ledger(_ lines: [LedgerLine]) throws -> String {
    try lines.enumerated().map { number, line in
      let plan = Plan(
        [line.identity], seed: line.seed, shard: line.shard, build: line.build, provider: line.provider,
        run: "\(number)")
      let result = try line.with { $0.plan = $0.isSearch ? "" : plan.id }.encoded()
      return String(decoding: try plan.encoded() + result + [plan].ends, as: UTF8.self)
    }.joined()
  }

  @Test func `a finished property counts with its line`() throws {
    let run = try run(old: .example("T10", "a"))
    #expect(run.end == .exited(0), "\(run.output)\(run.error)")
    #expect(run.output.contains("  2        200  "))
    #expect(
      run.error.contains(
        "1 of the properties were finished in the ledger by an earlier run; remove /"
      ))
  }

  @Test func `one that did not hold still does not, and is told once`() throws {
    var old = LedgerLine.example("T10", "a")
    old.judgement = .refuted("1 of 100 instances refute it")
    let run = try run(old: old, "issue T10 a 'refutes it'; code=1;")
    #expect(run.end == .exited(1))
    #expect(
      run.output.contains("T10, a: refuted\n  1 of 100 instances refute it"))
    #expect(!run.output.contains("T10, a: failed"))
  }

  @Test(
    arguments: [
      { (line: inout LedgerLine) in line.seed = 7 }, { $0.shard = .init(index: 1, count: 2) },
      { $0.evidence = .search(restarts: 1) }, { $0.property = "c" }, { $0.theorem = "T1" },
      { $0.build = "old" }, { $0.provider = "other" },
    ] as [@Sendable (inout LedgerLine) -> Void])
  func `a line of another run does not count`(_ change: @Sendable (inout LedgerLine) -> Void) throws {
    var old = LedgerLine.example("T10", "a")
    old.judgement = .refuted("r")
    change(&old)
    let run = try run(old: old)
    // It came to its end, and has no result.
    #expect(run.end == .exited(3), "\(run.output)")
    #expect(run.output.contains("not run to the end:\n  T10, a\n"))
    #expect(run.output.contains("  1        100  "))
    #expect(!run.error.contains("finished in the ledger"))
  }

  @Test func `an earlier run of another plan is told`() throws {
    let package = try FakePackage("property T10 a holds")
    let plan = Plan([], seed: 0, instances: 7, shard: .whole, build: "1f", provider: "p")
    try package.write(String(decoding: plan.encoded(), as: UTF8.self), to: "ledger.jsonl")
    let run = try package.verify("--ledger", "ledger.jsonl")
    #expect(
      run.error.contains(
        "it holds a run of another build (1f, now none) and of another LAPACK (p, now none) and of another number of "
          + "instances (7, now each property's own), whose results are not taken over\n"), "\(run.error)")
    #expect(try !package.verify("--ledger", "new.jsonl").error.contains("another"))
    #expect(try !package.verify("--ledger", "new.jsonl").error.contains("another"))
  }

  @Test func `seed and shard are those of the environment`() throws {
    var old = LedgerLine.example("T10", "a").part(2, of: 5)
    old.seed = 7
    let run = try run(old: old, environment: ["THEOREM_SEED": "7", "THEOREM_SHARD": "2/5"])
    #expect(run.output.contains("  2        120  "))
    #expect(run.error.contains("1 of the properties were finished in the ledger"))
  }

  @Test func `of several builds' lines those of this one count, wherever they stand`() throws {
    let run = try run(after: [
      LedgerLine.example("T10", "a").with { ($0.judgement, $0.build) = (.refuted("r"), "old") },
      LedgerLine.example("T10", "b").with { ($0.judgement, $0.build) = (.refuted("r"), "old") },
      .example("T10", "a"),
      LedgerLine.example("T10", "a").with { ($0.judgement, $0.build) = (.refuted("r"), "new") },
    ])
    #expect(run.end == .exited(0), "\(run.output)")
    #expect(run.output.contains("  2        200  "))
  }

  @Test func `what did not come out the same twice is refuted, whatever came last`() throws {
    let run = try run(after: [
      LedgerLine.example("T10", "a").with { $0.judgement = .refuted("r") }, .example("T10", "a"),
    ])
    #expect(run.end == .exited(1), "\(run.output)")
    #expect(
      run.output.contains(
        "T10, a: refuted\n  did not come out the same twice: verdict\n"))
  }

  /// Runs a suite of the finished property a and the property b, on a ledger with these lines.
  private func run(after lines: [LedgerLine]) throws -> BuiltProgram.Run {
    let package = try FakePackage("test T10 a; ended T10 a; property T10 b holds")
    try package.write(Self.ledger(lines), to: "ledger.jsonl")
    return try package.verify("--ledger", "ledger.jsonl")
  }

  @Test func `a suite that is told to search or replay checks`() throws {
    let package = try FakePackage("property T10 a holds")
    _ = try package.verify(environment: ["THEOREM_SEARCH": "5", "THEOREM_REPLAY": "x"])
    let environment = try String(
      contentsOf: package.url.appendingPathComponent("environment"), encoding: .utf8)
    #expect(environment.contains("THEOREM_LEDGER="))
    #expect(!environment.contains("THEOREM_SEARCH") && !environment.contains("THEOREM_REPLAY"))
  }
}
