import Evidence
import Foundation
import Testing

@Suite(.onlyOnLinux)
struct `theorems search` {
  /// Three processes: each appends the line of its number, if there is one, for the property a.
  private static let script = """
    echo "$THEOREM_SHARD $THEOREM_SEARCH $THEOREM_EPOCH $THEOREM_INSTANCES" >> settings
    number=${THEOREM_SHARD%/*}
    test T10 a; test T10 b
    if [ -e $number.json ]; then line $number.json; fi
    ended T10 a; ended T10 b
    """

  private func package(_ lines: LedgerLine..., script: String = script) throws -> FakePackage {
    let numbered = lines.enumerated().map {
      ("\($0.offset + 1).json", $0.element.part($0.offset + 1, of: lines.count))
    }
    return try FakePackage(script, lines: Dictionary(uniqueKeysWithValues: numbered))
  }

  private static func line(_ measured: Double, _ instance: String, saved: String? = nil) -> LedgerLine {
    var line = LedgerLine.search("T10", "a", measured: measured, instance: instance)
    line.saved = saved
    return line
  }

  @Test func `adds up what the processes did and shows the worst that one found`() throws {
    let package = try package(
      Self.line(4, "mild", saved: "mild.json"), Self.line(0.5, "none"),
      Self.line(9, "grave", saved: "grave.json"))
    let run = try package.run("search", "T10", "--jobs", "3", "--seconds", "1.5", "--epoch", "7")
    #expect(run.end == .exited(1), "\(run.output)\(run.error)")
    #expect(
      run.output.contains(
        "T10, a: a violation was found (300 evaluations in 12 restarts, 3.0 s of computing)\n"))
    #expect(run.output.contains("statement refuted: ratio 9, violation 8\n"))
    #expect(run.output.contains("  instance: grave\n"))
    #expect(run.output.contains("  replay: theorems replay grave.json\n"))
    #expect(run.output.hasSuffix("  also stored: mild.json\n"))
    let settings = package.words(in: "settings").sorted { $0[0] < $1[0] }
    #expect(settings == [["1/3", "1.5", "7"], ["2/3", "1.5", "7"], ["3/3", "1.5", "7"]])
    let arguments = try String(contentsOf: package.url.appendingPathComponent("arguments"), encoding: .utf8)
    #expect(arguments.contains(" --no-parallel") && arguments.contains("/(T10)_"))
  }

  @Test func `nothing found tells how near it came`() throws {
    let run = try package(Self.line(0.5, "x"), Self.line(0.75, "y")).run("search", "T10", "--jobs", "2")
    #expect(run.end == .exited(0), "\(run.output)\(run.error)")
    #expect(run.output.contains("T10, a: no violation was found (200 evaluations in 8 restarts"))
    #expect(run.output.contains("statement holds: ratio 0.75"))
    #expect(run.output.contains("  instance: y\n"))
  }

  @Test(arguments: [(4.0, Int32(0)), (0.5, 3)])
  func `what a refuted theorem claims is to be found`(_ measured: Double, _ code: Int32) throws {
    var line = Self.line(measured, "x")
    line.status = .refuted
    line.findings[LedgerLine.Finding.claimed] = 1
    line.judge()
    let run = try package(line).run("search", "T10", "--jobs", "1")
    #expect(run.end == .exited(code), "\(run.output)")
  }

  @Test func `an instance is shown in full`() throws {
    let instance = String(repeating: "0.1234567890,", count: 200)
    let run = try package(Self.line(4, instance)).run("search", "T10", "--jobs", "1")
    #expect(run.output.contains("  instance: \(instance)\n"))
  }

  @Test func `JSON holds a line for each property`() throws {
    let package = try package(Self.line(4, "x"), Self.line(9, "y"))
    let run = try package.run("search", "T10", "--jobs", "2", "--json")
    let lines = try JSONDecoder().decode([LedgerLine].self, from: Data(run.output.utf8))
    #expect(lines.map(\.property) == ["a"])
    #expect(lines.map(\.worst?.instance) == ["y"])
    #expect(lines.map(\.shard.count) == [1])
  }

  @Test func `a process of the user's environment is not a part of it`() throws {
    let package = try package(Self.line(0.5, "x"))
    _ = try package.run(
      "search", "T10", "--jobs", "1",
      environment: ["THEOREM_SHARD": "2/9", "THEOREM_REPLAY": "x", "THEOREM_SEARCH": "99"])
    let environment = try String(
      contentsOf: package.url.appendingPathComponent("environment"), encoding: .utf8)
    #expect(environment.contains("THEOREM_SHARD=1/1\n") && environment.contains("THEOREM_SEARCH=60.0\n"))
    #expect(!environment.contains("THEOREM_REPLAY"))
  }

  @Test(arguments: [
    ["T10", "--seconds", "0"], ["T10", "--seconds", "nan"], ["T10", "--seconds=-1"],
    ["T10", "--seconds", "inf"], ["T10", "--seconds", "x"], ["T10", "--jobs", "0"],
    ["T10", "--epoch", "4294967296"],
    ["T10", "--epoch=-1"], ["x.y"], ["T10,"], [],
  ])
  func `wrong usage`(_ arguments: [String]) throws {
    let package = try package(Self.line(4, "x"))
    let run = try package.start(["search", "--skip-build"] + arguments)
    #expect(run.end == .exited(2), "\(run.output)\(run.error)")
    #expect(run.error.hasPrefix("error: "))
    #expect(package.words(in: "settings").isEmpty)
  }

  @Test func `nothing to search, no such theorem`() throws {
    let none = try package().run("search", "T10", "--jobs", "2")
    #expect(none.end == .exited(2))
    #expect(none.error.contains("error: no property of T10 draws from a family that could be searched"))
    let unknown = try package(script: "exit 69").run("search", "T99", "--jobs", "2")
    #expect(unknown.end == .exited(2))
    #expect(unknown.error.contains("error: no theorem matches T99\n"))
    let one = try package(Self.line(4, "x")).run("search", "T10,T99", "--jobs", "1")
    #expect(one.end == .exited(2))
    #expect(one.output.contains("instance: x\n"))
    #expect(one.error.contains("no theorem matches T99\n"))
  }
}
