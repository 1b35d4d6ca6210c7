import Evidence
import Foundation
import Testing

/// On the theorems of this package.
@Suite("theorems verify: shards of the theorems, and runs that were killed", .serialized)
struct ShardedTheoremsTests {
  private static let verify = ["verify", "--filter", "T31", "--instances", "21"]

  /// What a report says of each theorem and property but for the time that it took.
  private func report(_ ledgers: [String]) throws -> (text: String, end: BuiltProgram.End) {
    let run = try BuiltProgram.run(["report", "--json"] + ledgers)
    #expect(run.error.isEmpty)
    return (run.output.replacing(/"seconds" : [^\n]*/, with: ""), run.end)
  }

  /// The lines of ledgers, without what differs between two runs of the same instances.
  private func evidence(_ ledgers: [String]) throws -> [LedgerLine] {
    let lines = try ledgers.flatMap { path in
      var reader = LedgerReader(URL(fileURLWithPath: path))
      return try reader.next()
    }
    return LedgerLine.merged(lines).map { line in
      var line = line
      // Each part climbs from its own worst instance.
      (line.seconds, line.process, line.plan) = (0, 0, "")
      (line.ascent, line.ascentUndecided) = (0, 0)
      return line
    }.sorted { $0.property < $1.property }
  }

  @Test func `parts of a run make the report of the whole run`() throws {
    let folder = try TemporaryFolder()
    func ledger(_ name: String) -> String { folder.url.appendingPathComponent(name).path }
    let single = try Theorems.run(Self.verify + ["--ledger", ledger("whole")])
    #expect(single.end == .exited(0), "\(single.output)")
    let whole = try report([ledger("whole")])
    #expect(whole.text.contains("\"verdict\" : \"holds\""))
    for count in [2, 3, 7] {
      let ledgers = (1...count).map { ledger("\($0) of \(count)") }
      for (index, path) in ledgers.enumerated() {
        let run = try Theorems.run(
          Self.verify + ["--ledger", path], environment: ["THEOREM_SHARD": "\(index + 1)/\(count)"])
        #expect(run.end == .exited(0), "shard \(index + 1) of \(count): \(run.output)")
      }
      let merged = try report(ledgers)
      #expect(merged.text == whole.text, "\(count) shards")
      #expect(merged.end == whole.end)
      for (part, whole) in zip(try evidence(ledgers), try evidence([ledger("whole")])) {
        #expect(part == whole, "\(part.property), \(count) shards")
      }
      #expect(try report(ledgers.dropLast()).end == .exited(3))
    }
  }

  @Test func `a run that was killed goes on where it was`() throws {
    let folder = try TemporaryFolder()
    let ledger = folder.url.appendingPathComponent("ledger.jsonl")
    let arguments = ["verify", "--filter", "T10,T31", "--instances", "30", "--ledger", ledger.path]
    let killed = try Theorems.run(arguments) { program in
      // The plan, and a result.
      try waitUntil { (try? Data(contentsOf: ledger).count { $0 == UInt8(ascii: "\n") } >= 2) ?? false }
      kill(program, SIGKILL)
    }
    #expect(killed.end == .signaled(SIGKILL))
    // The test process ends as soon as it hears of it.
    try waitUntil {
      let descriptor = open(ledger.path, O_RDONLY)
      defer { close(descriptor) }
      return LedgerLock.holder(descriptor) == nil
    }
    let before = try Data(contentsOf: ledger)
    let finished = try properties(in: ledger)
    #expect(!finished.isEmpty)
    let resumed = try Theorems.run(arguments + ["--json"])
    #expect(resumed.end == .exited(0), "\(resumed.output)\(resumed.error)")
    #expect(resumed.error.contains("\(finished.count) of the properties were finished in the ledger"))
    #expect(try Data(contentsOf: ledger).starts(with: before))
    let all = try properties(in: ledger)
    #expect(Set(all).count == all.count, "no property was computed twice")
    let fresh = try Theorems.run(Array(arguments.dropLast(2)) + ["--json"])
    #expect(try theorems(fresh.output) == theorems(resumed.output))
    let again = try Theorems.run(arguments)
    #expect(again.error.contains("\(all.count) of the properties were finished in the ledger"))
    #expect(try properties(in: ledger) == all)
  }

  private func properties(in ledger: URL) throws -> [String] {
    var reader = LedgerReader(ledger)
    return try reader.next().map { "\($0.theorem)/\($0.property)" }
  }

  private func theorems(_ json: String) throws -> String {
    let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let theorems = try #require(document?["theorems"] as? [[String: Any]])
    return
      "\(theorems.map { theorem in ["id", "verdict", "properties", "instances", "margin", "sharpness"].map { "\(theorem[$0] ?? "")" } })"
  }
}
