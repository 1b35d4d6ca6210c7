import Evidence
import Foundation
import Testing

@Suite(.onlyOnLinux)
struct `theorems search` {
  /// Tells its settings, and appends a line for the property a if there is one.
  private static let script = """
    echo "$THEOREM_SEARCH $THEOREM_SEED $THEOREM_INSTANCES" >> settings
    test T10 a; test T10 b
    if [ -e a.json ]; then line a.json; fi
    ended T10 a; ended T10 b
    """

  private func package(_ line: LedgerLine? = nil, script: String = script) throws -> FakePackage {
    try FakePackage(script, lines: line.map { ["a.json": $0] } ?? [:])
  }

  private static func line(_ measured: Double, _ instance: String, saved: String? = nil) -> LedgerLine {
    var line = LedgerLine.search("T10", "a", measured: measured, instance: instance)
    line.saved = saved
    return line
  }

  @Test func `tells the budget and the worst instance`() throws {
    let package = try package(Self.line(9, "grave", saved: "grave.json"))
    let run = try package.run("search", "T10", "--seconds", "1.5", "--seed", "7")
    #expect(run.end == .exited(1), "\(run.output)\(run.error)")
    #expect(run.output.contains("T10, a: a violation was found (100 evaluations in 4 restarts, 1.0 s)"))
    #expect(run.output.contains("statement refuted: margin -8, to within 0, proved\n"))
    #expect(run.output.contains("  instance: grave\n"))
    #expect(run.output.contains("  replay: swift run theorems replay grave.json\n"))
    #expect(package.words(in: "settings") == [["1.5", "7"]])
    let arguments = try String(contentsOf: package.url.appendingPathComponent("arguments"), encoding: .utf8)
    #expect(arguments.contains(" --no-parallel") && arguments.contains("/(T10)_"))
  }

  @Test func `nothing found tells how near it came`() throws {
    let run = try package(Self.line(0.75, "y")).run("search", "T10")
    #expect(run.end == .exited(0), "\(run.output)\(run.error)")
    #expect(run.output.contains("T10, a: no violation was found (100 evaluations in 4 restarts"))
    #expect(run.output.contains("statement holds: margin 0.25"))
    #expect(run.output.contains("  instance: y\n"))
  }

  @Test(arguments: [(4.0, Int32(0)), (0.5, 3)])
  func `what a refuted theorem claims is to be found`(_ measured: Double, _ code: Int32) throws {
    var line = Self.line(measured, "x")
    line.status = .disproved
    line.claim = .counterexample
    line.judge()
    let run = try package(line).run("search", "T10")
    #expect(run.end == .exited(code), "\(run.output)")
  }

  @Test func `an instance is shown in full`() throws {
    let instance = String(repeating: "0.1234567890,", count: 200)
    let run = try package(Self.line(4, instance)).run("search", "T10")
    #expect(run.output.contains("  instance: \(instance)\n"))
  }

  @Test func `JSON holds a line for each property`() throws {
    let run = try package(Self.line(4, "x")).run("search", "T10", "--json")
    let lines = try JSONDecoder().decode([LedgerLine].self, from: Data(run.output.utf8))
    #expect(lines.map(\.property) == ["a"])
    #expect(lines.map(\.worst?.instance) == ["x"])
    let none = try package(Self.line(4, "x").with { $0.sharpness = .infinity })
    #expect(try none.run("search", "T10", "--json").output.contains("\"sharpness\" : \"infinity\""))
  }

  @Test func `the user's environment may choose a shard, not the task`() throws {
    let package = try package(Self.line(0.5, "x"))
    _ = try package.run(
      "search", "T10",
      environment: ["THEOREM_SHARD": "2/9", "THEOREM_REPLAY": "x", "THEOREM_SEARCH": "99"])
    let environment = try String(
      contentsOf: package.url.appendingPathComponent("environment"), encoding: .utf8)
    #expect(environment.contains("THEOREM_SHARD=2/9\n") && environment.contains("THEOREM_SEARCH=60.0\n"))
    #expect(!environment.contains("THEOREM_REPLAY"))
  }

  @Test(arguments: [
    ["T10", "--seconds", "0"], ["T10", "--seconds", "nan"], ["T10", "--seconds=-1"],
    ["T10", "--seconds", "inf"], ["T10", "--seconds", "1e300"], ["T10", "--seconds", "x"],
    ["T10", "--seed", "4294967296"],
    ["T10", "--seed=-1"], ["x.y"], ["T10,"], [],
  ])
  func `wrong usage`(_ arguments: [String]) throws {
    let package = try package(Self.line(4, "x"))
    let run = try package.start(["search", "--skip-build"] + arguments)
    #expect(run.end == .exited(2), "\(run.output)\(run.error)")
    #expect(run.error.hasPrefix("error: "))
    #expect(package.words(in: "settings").isEmpty)
  }

  @Test func `nothing to search, no such theorem`() throws {
    let none = try package().run("search", "T10")
    #expect(none.end == .exited(2))
    #expect(none.error.contains("error: no property of T10 draws from a family that could be searched"))
    let unknown = try package(script: "exit 69").run("search", "T99")
    #expect(unknown.end == .exited(2))
    #expect(unknown.error.contains("error: no theorem matches T99\n"))
    let one = try package(Self.line(4, "x")).run("search", "T10,T99")
    #expect(one.end == .exited(2))
    #expect(one.output.contains("instance: x\n"))
    #expect(one.error.contains("no theorem matches T99\n"))
  }
}
