import Evidence
import Foundation
import Testing

/// What a run had to contain is in its ledger: whatever is missing there is never green, however it came to be.
@Suite("theorems report: the plan of a run") struct ReportPlanTests {
  private static let lines = [
    LedgerLine.example("T1", "a"), .example("T1", "b"), .example("T2", "a"), .example("T3", "c"),
  ]

  /// The lines of a whole ledger, the plan's first.
  private func whole(_ lines: [LedgerLine] = Self.lines, in folder: TemporaryFolder) throws -> [String] {
    let path = try folder.ledger("whole.jsonl", lines)
    return try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
      .split(separator: "\n").map { $0 + "\n" }
  }

  private func report(_ ledgers: [String]..., in folder: TemporaryFolder) throws -> BuiltProgram.Run {
    let paths = try ledgers.enumerated().map { try folder.file("\($0).jsonl", $1.joined()) }
    return try BuiltProgram.run(["report"] + paths)
  }

  @Test func `a ledger that is cut anywhere is not green, and names what is missing`() throws {
    let folder = try TemporaryFolder()
    let whole = try whole(in: folder)
    #expect(try report(whole, in: folder).end == .exited(0))
    for kept in 1..<whole.count {
      let run = try report(Array(whole.prefix(kept)), in: folder)
      #expect(run.end == .exited(3), "\(kept) lines: \(run.output)")
      for line in Self.lines.dropFirst(kept - 1) {
        #expect(run.output.contains("\(line.theorem), \(line.property)"), "\(run.output)")
      }
      #expect(run.output.contains("4 properties) has no end"), "\(run.output)")
    }
    // One in the middle.
    for dropped in 1..<whole.count {
      var rest = whole
      rest.remove(at: dropped)
      #expect(try report(rest, in: folder).end == .exited(3))
    }
  }

  @Test func `results without their plan are not green`() throws {
    let folder = try TemporaryFolder()
    let run = try report(Array(whole(in: folder).dropFirst()), in: folder)
    #expect(run.end == .exited(3))
    #expect(run.output.contains("results without the plan of their run"), "\(run.output)")
  }

  @Test func `another run's plan does not stand for it`() throws {
    let folder = try TemporaryFolder()
    let (all, few) = (try whole(in: folder), try whole(Array(Self.lines.prefix(1)), in: folder))
    #expect(try report([few[0]] + all.dropFirst(), in: folder).end == .exited(3))
    // A run of a part, and then one of all on the same ledger.
    #expect(try report(few + all, in: folder).end == .exited(0))
    #expect(try report(all, few, in: folder).end == .exited(0))
  }

  @Test func `a run of swift test has no end, and is reported all the same`() throws {
    let folder = try TemporaryFolder()
    let whole = try whole(in: folder)
    let plan = whole[0].replacing(/"run":"[^"]*",/, with: "")
    #expect(try report([plan] + whole[1...4], in: folder).end == .exited(0))
  }

  @Test func `each shard has to fulfil its plan`() throws {
    let folder = try TemporaryFolder()
    let shards = try (1...2).map { index in
      try whole(Self.lines.map { $0.part(index, of: 2) }, in: folder)
    }
    #expect(try report(shards[0], shards[1], in: folder).end == .exited(0))
    #expect(try report(shards[0], Array(shards[1].dropLast()), in: folder).end == .exited(3))
    #expect(try report(shards[0], Array(shards[1].prefix(1)), in: folder).end == .exited(3))
    #expect(try report(shards[0], in: folder).end == .exited(3))
  }
}
