import Evidence
import Foundation
import Testing

@testable import theorems

/// On the theorems of this package.
@Suite("theorems report: of real theorems", .serialized)
struct ReportTheoremsTests {
  @Test func `a ledger alone suffices for texts and plots`() throws {
    let folder = try TemporaryFolder()
    let ledger = folder.url.appendingPathComponent("ledger.jsonl")
    // So few instances do not settle what is rare, but some are refuted.
    for (theorem, instances, end) in [("T16", "1000", Int32(3)), ("T53", "48", 0)] {
      let run = try Theorems.run([
        "verify", "--filter", theorem, "--instances", instances, "--ledger", ledger.path,
      ])
      #expect(run.end == .exited(end), "\(run.output)")
    }
    var reader = LedgerReader(ledger)
    let lines = try reader.next()
    #expect(lines.allSatisfy { $0.text?.statement.isEmpty == false && $0.text?.proof != nil })
    let rate = try #require(lines.first { $0.claim.name == "rate" })
    #expect(rate.series.map(\.axes) == [["strength t of the coupling", "distance to the limit over t"]])
    #expect(rate.series.first?.points.count == 3 * 48)
    let frequencies = lines.filter { $0.claim.name == "frequency" }
    #expect(frequencies.contains { $0.refuted > 0 })
    for line in frequencies {
      func points(_ outcome: Verdict.Outcome) -> Int {
        line.series.filter { $0.outcome == outcome }.reduce(0) { $0 + $1.points.count }
      }
      #expect(points(.refuted) == line.refuted && points(.inconclusive) == line.inconclusive)
      #expect(points(.holds) == line.instances - line.refuted - line.inconclusive)
    }
    let output = folder.url.appendingPathComponent("report")
    _ = try BuiltProgram.run(["report", ledger.path, "--output", output.path])
    let page = try String(contentsOf: output.appendingPathComponent("report.html"), encoding: .utf8)
    for title in [
      "T16: F is spanned, by the smallest weight and the bias", "T53: distance to the limit over t",
    ] {
      #expect(page.contains("<h3>\(title)</h3>"), "\(title)")
    }
    #expect(page.contains("Proofs/T53_CLIPIsNotCanonicalCorrelation.md"))
  }
}
