import Evidence
import Foundation
import Testing

/// GitHub refuses a summary of more than a mebibyte, and then there is none.
@Suite("theorems report: the size of summary.md") struct SummarySizeTests {
  @Test func `stays below a million bytes, and counts what it leaves out`() throws {
    // Each of its scalars takes eleven bytes, once it is spelt out and escaped.
    let long = String(repeating: "\u{202E}", count: 300)
    let lines = (1...400).map { number in
      LedgerLine.example("T\(number)", number % 4 > 0 ? "p" : long).with {
        $0.title = number % 3 == 0 ? long : "t"
        $0.judgement = .refuted(number % 4 > 0 ? "r" : long)
        if number % 4 == 0 { $0.worst?.instance = long }
      }
    }
    let folder = try TemporaryFolder()
    let more = (0..<500).map { folder.url.path + "/\(String(repeating: "<", count: 200))\($0).jsonl" }
    let ledger = try folder.ledger("a.jsonl", lines)
    let run = try BuiltProgram.run(["report", ledger] + more + ["--output", folder.url.path + "/report"])
    #expect(run.end == .exited(2))
    let summary = try Data(contentsOf: folder.url.appendingPathComponent("report/summary.md"))
    #expect(summary.count < 1_000_000 && summary.count > 500_000, "\(summary.count)")
    let text = String(decoding: summary, as: UTF8.self)
    let counts = text.matches(of: /(?m)^(?:And|\* and) ([0-9]+) more\.?$/)
    #expect(counts.count == 3, "of problems, properties and theorems: \(counts.map(\.1))")
    let rows = text.matches(of: /(?m)^\| T[0-9]+ \|/).count
    #expect(Int(counts[2].1) == 400 - rows)
  }
}
