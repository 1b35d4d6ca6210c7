import Evidence
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("theorems report: the size of report.html") struct ReportPageSizeTests {
  /// Each of its scalars takes eleven bytes, once it is spelt out and escaped.
  private static let long = String(repeating: "\u{202E}", count: 3000)

  /// Of one theorem among many, with more and longer texts, series and pictures than anybody reads.
  private static func line(_ number: Int) -> LedgerLine {
    LedgerLine.example("T\(number < 30 ? 0 : number % 60)", "p\(number)").with { line in
      if number % 2 == 0 { (line.title, line.property) = (long, "p\(number) \(long)") }
      if number % 5 == 0 { line.judgement = .refuted(long) }
      line.worst?.instance = long
      line.text = TheoremText(
        statement: long, test: "Tests/\(number).swift", proof: nil,
        hypotheses: (1...6).map {
          .init(
            id: "H\($0)", title: "title \($0 + number % 7)", necessity: .unneeded, shownBy: [],
            note: number % 2 == 0 ? long : "n")
        })
      line.series = (0..<16).map { index in
        .init(
          name: "series \(index) \(long)", axes: ["x \(index % 3) \(long)", "y"], isHeadline: number % 3 == 0,
          points: (0..<10).map { [Double($0 + index), Double($0 * number)] })
      }
      line.drawings = [
        .init(
          places: (0..<50).map { .init(x: Double($0), y: 1, weight: 0.02) }, lines: [], caption: long)
      ]
    }
  }

  @Test func `stays below a million bytes, well-formed, and counts what it leaves out`() throws {
    let files = try TemporaryFolder()
    let folder = files.url.appendingPathComponent("report")
    let lines = (0..<120).map(Self.line)
    let more = (0..<500).map { files.url.path + "/\(String(repeating: "<", count: 200))\($0).jsonl" }
    let run = try BuiltProgram.run(
      ["report", try files.ledger("a.jsonl", lines)] + more + ["--output", folder.path])
    #expect(run.end == .exited(2))
    let page = try String(contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.utf8.count < 1_000_000 && page.utf8.count > 300_000, "\(page.utf8.count)")
    let body = try #require(page.range(of: "<body>"))
    let end = try #require(page.range(of: "</body>"))
    let xml = page[body.lowerBound..<end.upperBound].replacing("&nbsp;", with: " ")
    #expect(XMLParser(data: Data(xml.utf8)).parse())
    let parts = page.split(separator: "<section ").dropFirst()
    let counts = parts.map { part in
      part.matches(of: /And ([0-9]+) more/).compactMap { Int($0.1) }.last
    }
    // All but that of the errors, whose one figure says what it leaves out.
    #expect(counts.count { $0 != nil } == parts.count - 1, "\(counts)")
    let countsProperties = page.contains("more properties are left out.")
    #expect(countsProperties)
    let articles = page.matches(of: /<article\s/).count
    #expect(counts.last == 60 - articles)
    let ids = Set(page.matches(of: /\bid="([^"]*)"/).map(\.1))
    for link in page.matches(of: /href="#([^"]*)"/).map(\.1) { #expect(ids.contains(link), "\(link)") }
  }

  @Test func `theorems that do not hold are shown before those that do`() throws {
    let lines = (0..<400).map { number in
      LedgerLine.example("T\(number)", "p").with {
        $0.text = TheoremText(statement: String(repeating: "a", count: 1900), test: "t", proof: nil)
        if number > 390 { $0.judgement = .refuted("r") }
      }
    }
    let page = try WrittenReport(lines, in: try TemporaryFolder()).text("report.html")
    let shown = Set(page.matches(of: /<h3 id="([^"]*)">/).map(\.1))
    #expect(shown.count < 400 && (391..<400).allSatisfy { shown.contains("T\($0)") })
  }
}
