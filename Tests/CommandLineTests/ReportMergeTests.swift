import Evidence
import Foundation
import Testing

@Suite("theorems report: the shards of a run")
struct ReportMergeTests {
  @Test(arguments: SyntheticRun.all, [1, 2, 3, 7])
  func `make the report of the run in one piece`(_ run: SyntheticRun, _ count: Int) throws {
    let folder = try TemporaryFolder()
    let whole = try report([folder.ledger("whole.jsonl", run.parts(1))])
    let parts = run.parts(count)
    let paths = try parts.enumerated().map { try folder.ledger("\($0.offset).jsonl", [$0.element]) }
    #expect(try report(paths) == whole)
    #expect(try report(paths.reversed()) == whole)
    // A shard that ran twice counts once; all in one file.
    #expect(try report([folder.ledger("all.jsonl", parts + [parts[count / 2]])]) == whole)
    #expect(whole.output.contains("\"instances\" : \(run.ratios.count)"))
  }

  @Test func `the synthetic runs are of all verdicts`() {
    #expect(Set(SyntheticRun.all.map { $0.parts(1)[0].verdict }) == [.holds, .refuted, .inconclusive])
    #expect(SyntheticRun.all.count { $0.parts(1)[0].verdict == .holds } >= 5)
    #expect(SyntheticRun.all.contains { $0.parts(3).contains { $0.judgement.isPending } })
  }

  @Test(arguments: SyntheticRun.all)
  func `lacking one are inconclusive, or refuted by what is there`(_ run: SyntheticRun) throws {
    let folder = try TemporaryFolder()
    for missing in 1...3 {
      let parts = run.parts(3).filter { $0.shard.index != missing }
      let report = try BuiltProgram.run(["report", folder.ledger("l.jsonl", parts)])
      let isRefuted = parts.contains { $0.verdict == .refuted }
      #expect(report.end == .exited(isRefuted ? 1 : 3))
      if !isRefuted { #expect(report.output.contains("of 3 shards, missing: \(missing)\n")) }
    }
  }

  @Test func `of different runs are not merged into a verdict`() throws {
    let folder = try TemporaryFolder()
    let run = SyntheticRun.all[0]
    let ledger = try folder.ledger("l.jsonl", [run.parts(2)[0], run.parts(3)[1]])
    let report = try BuiltProgram.run(["report", ledger])
    #expect(report.end == .exited(3))
    #expect(report.output.contains("the shards are of different runs: of 2 and 3 parts"))
  }

  @Test(arguments: [1, 3])
  func `that did not come out the same twice are refuted, whatever came last`(_ count: Int) throws {
    let folder = try TemporaryFolder()
    let parts = SyntheticRun.all[0].parts(count)
    let refuted = parts[count - 1].with {
      $0.refuted = 1
      $0.judge()
    }
    let name = count == 1 ? "" : "shard 3 of 3 "
    for lines in [[refuted] + parts, parts + [refuted]] {
      let paths = try lines.enumerated().map { try folder.ledger("\($0.offset).jsonl", [$0.element]) }
      for ledgers in [paths, [try folder.ledger("all.jsonl", lines)]] {
        let report = try BuiltProgram.run(["report"] + ledgers)
        #expect(report.end == .exited(1))
        let reason = "\n  \(name)did not come out the same twice: verdict, refuted\n"
        #expect(report.output.contains(reason), "\(report.output)")
      }
    }
  }

  @Test(arguments: [1, 3])
  func `of different builds, versions or providers are not merged into a verdict`(_ count: Int) throws {
    let folder = try TemporaryFolder()
    let parts = SyntheticRun.all[0].parts(count)
    for (change, reason) in [
      ({ $0.build = "2a" }, "different builds (unknown, 2a)"), ({ $0.version = "9" }, "different versions ("),
      ({ $0.provider = "p" }, "different providers (unknown, p)"),
    ] as [((inout LedgerLine) -> Void, String)] {
      let other = parts[count - 1].with(change)
      let report = try BuiltProgram.run([
        "report", folder.ledger("l.jsonl", parts.dropLast(count / 2) + [other]),
      ])
      #expect(report.end == .exited(3))
      #expect(report.output.contains("\n  the lines are of \(reason)"), "\(report.output)")
    }
  }

  private struct Outcome: Equatable {
    let end: BuiltProgram.End
    let output: String
  }

  private func report(_ paths: [String]) throws -> Outcome {
    let run = try BuiltProgram.run(["report", "--json"] + paths)
    #expect(run.error.isEmpty)
    return Outcome(end: run.end, output: run.output)
  }
}
