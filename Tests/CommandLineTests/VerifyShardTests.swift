import Evidence
import Foundation
import Testing

@Suite("theorems verify: a part of a run", .onlyOnLinux)
struct VerifyShardTests {
  /// A tight bound whose attaining instance may be in another part.
  private static let waiting: LedgerLine = {
    var line = LedgerLine.example("T10", "a", claim: .tightBound(attaining: 0.9)).part(2, of: 3)
    line.judge()
    return line
  }()

  private static func run(_ script: String, _ arguments: String...) throws -> BuiltProgram.Run {
    let package = try FakePackage(
      "test T10 a; line a.json; ended T10 a; \(script)", lines: ["a.json": waiting])
    return try package.start(["verify", "--skip-build"] + arguments, environment: ["THEOREM_SHARD": "2/3"])
  }

  @Test func `what takes the other parts is pending, neither green nor red`() throws {
    let run = try Self.run("property T11 b holds")
    #expect(run.end == .exited(0), "\(run.output)\(run.error)")
    #expect(run.output.contains("T10  Title of T10  proved  pending"))
    #expect(run.output.contains("T11  Title of T11  proved  holds"))
    #expect(
      run.output.contains("shard 2 of 3: 1 pending; `theorems report` of all 3 ledgers gives the verdict"))
    #expect(!run.output.contains("T10, a: inconclusive"))
    #expect(run.error.contains("T10  a: pending (0.5 s)\n"))
    #expect(run.error.contains(" instances of seed 0, shard 2 of 3, "))
  }

  @Test(arguments: [("refuted", Int32(1)), ("inconclusive", 3)])
  func `a pending property hides no other`(_ verdict: String, _ code: Int32) throws {
    let run = try Self.run("property T10 b \(verdict); exit 1")
    #expect(run.end == .exited(code))
    #expect(run.output.contains("T10  Title of T10  proved  \(verdict)"))
  }

  @Test func `a failure beside a pending property is a failure`() throws {
    let run = try Self.run("issue T10 a 'bad luck'; exit 1")
    #expect(run.end == .exited(1))
    #expect(run.output.contains("T10, a: failed\n  bad luck"))
  }

  @Test func `JSON tells the pending ones apart`() throws {
    let run = try Self.run("", "--json", "--instances", "7")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect((json["pending"] as? [[String: Any]])?.map { $0["property"] as? String } == ["a"])
    #expect((json["notHolding"] as? [Any])?.isEmpty == true)
    #expect((json["theorems"] as? [[String: Any]])?.map { $0["verdict"] as? String } == ["pending"])
    #expect(json["seed"] as? Int == 0 && json["instancesSetting"] as? Int == 7)
    #expect(json["shard"] as? [String: Int] == ["index": 2, "count": 3])
  }

  @Test func `a whole run's inconclusive property is not pending`() throws {
    var line = Self.waiting.part(1, of: 1)
    line.judge()
    let package = try FakePackage(
      "test T10 a; line a.json; issue T10 a told; ended T10 a; exit 1", lines: ["a.json": line])
    let run = try package.verify()
    #expect(run.end == .exited(3))
    #expect(run.output.contains("T10, a: inconclusive"))
  }
}
