import Evidence
import Foundation
import Testing

/// On the theorems of this package, which run in our own test bundle once more.
@Suite("theorems verify: the theorems")
struct VerifyTheoremsTests {
  @Test func `a theorem holds and tells so`() throws {
    struct Report: Decodable {
      struct Theorem: Decodable {
        let id, title, status, verdict: String
        let properties, instances: Int
        let sharpness: Double
      }
      let theorems: [Theorem]
    }
    let run = try Theorems.run(["verify", "--filter", "T31", "--instances", "50", "--json"])
    #expect(run.end == .exited(0), "\(run.output)\(run.error)")
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    let theorem = try #require(report.theorems.first)
    #expect(report.theorems.count == 1)
    #expect([theorem.id, theorem.title] == ["T31", "Parallel pancakes"])
    #expect([theorem.status, theorem.verdict] == ["proved", "holds"])
    #expect(theorem.properties >= 3)
    #expect(theorem.instances == 50 * theorem.properties)
    #expect(theorem.sharpness > 0 && theorem.sharpness <= 1e-6)
    #expect(run.error.split(separator: "\n").count { $0.hasPrefix("T31  ") } == theorem.properties)
  }

  @Test func `T3 is not T31`() throws {
    let run = try Theorems.run(["verify", "--filter", "T3"])
    #expect(run.end == .exited(2))
    #expect(run.error.contains("error: no theorem matches T3\n"))
  }

  @Test func `they hold the ledger from the start and end with the command`() throws {
    let folder = try TemporaryFolder()
    let ledger = folder.url.appendingPathComponent("ledger.jsonl")
    // So many instances that no property ends by itself.
    let arguments = ["verify", "--filter", "T10", "--instances", "1000000", "--ledger", ledger.path]
    var child: Int32?
    let run = try Theorems.run(arguments) { program in
      try waitUntil {
        let descriptor = open(ledger.path, O_RDONLY)
        defer { close(descriptor) }
        child = LedgerLock.holder(descriptor)
        return child != nil
      }
      kill(program, SIGKILL)
    }
    #expect(run.end == .signaled(SIGKILL))
    let process = try #require(child)
    try waitUntil(within: .seconds(2)) { !isRunning(process) }
  }
}
