import Evidence
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import theorems

/// Titles, names, reasons and instances are what anybody wrote: they stay text in every form of the report, and on a terminal.
@Suite("hostile text") struct HostileTextTests {
  /// A tag and a quote, each with a mark that joins it; what steers terminals; what turns the direction of writing; what is no character.
  private static let text =
    "<\u{301}b>&\"\u{301} onload='x\u{1B}[2J\u{9B}31m\u{202E}\u{2066}\u{0}\u{FFFE}\u{1FFFF}\r```\u{301}|\u{301}*"
  private static let line = LedgerLine.example("T1", "p \(text)").with {
    $0.title = text
    $0.judgement = .refuted(text)
    $0.worst?.instance = text
    $0.coverage[0].name = text
    $0.saved = text
    $0.series = [
      .init(name: text, axes: ["x \(text)", "y \(text)"], points: [[1, 2], [3, 4]])
    ]
    $0.text = TheoremText(statement: text, test: "Tests/\(text).swift", proof: nil)
  }

  private static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
    ["\u{1B}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{0}", "\u{FFFE}", "\u{1FFFF}", "\r"].contains(scalar)
  }

  @Test func `no form of the report, nor the table, has anything that steers`() throws {
    let report = try WrittenReport([Self.line], in: try TemporaryFolder())
    for (name, text) in try report.names.map({ ($0, try report.text($0)) })
      + [("the table", report.run.output), ("standard error", report.run.error)]
    {
      // JSON is for programs, which take its escapes back.
      let steering = text.unicodeScalars.filter(Self.isSteering)
      #expect(name == "report.json" || steering.isEmpty, "\(name)")
      #expect(!name.hasSuffix(".html") && !name.hasSuffix(".xml") || !text.unicodeScalars.holds("<\u{301}"))
    }
    #expect(report.run.output.contains(#"\u{202E}"#))
  }

  @Test func `each line of a reason stands below its property`() throws {
    let line = LedgerLine.example("T1", "a").with { $0.judgement = .refuted("one\ntwo\r\nthree") }
    let report = try WrittenReport([line], in: try TemporaryFolder())
    #expect(
      report.run.output.contains("T1, a: refuted\n  one\n  two\n  three\n  holds:"), "\(report.run.output)")
  }

  @Test func `XML and the page stay well-formed`() throws {
    let report = try WrittenReport([Self.line], in: try TemporaryFolder())
    #expect(XMLParser(data: Data(try report.text("junit.xml").utf8)).parse())
    let page = try report.text("report.html")
    // As XML, but for one entity and the head that HTML leaves open.
    let body = try #require(page.range(of: "<body>"))
    let xml = page[body.lowerBound...].replacing("&nbsp;", with: " ").replacing("</html>", with: "")
    let parser = XMLParser(data: Data(xml.utf8))
    #expect(parser.parse(), "\(parser.parserError.debugDescription) in line \(parser.lineNumber)")
  }

  @Test func `Markdown's marks are escaped, each by itself`() throws {
    let summary = try WrittenReport([Self.line], in: try TemporaryFolder()).text("summary.md")
    let scalars = summary.unicodeScalars
    for mark in ["<\u{301}", "|\u{301}"] where scalars.holds(mark) {
      #expect(scalars.count(of: mark) == scalars.count(of: "\\" + mark) + (mark == "<\u{301}" ? 2 : 2))
    }
    #expect(summary.contains("````\n"), "a fence is longer than any run of backticks, joined or not")
  }

  @Test func `columns of a table stand below each other`() throws {
    let wide = LedgerLine.example("T1", "a").with { $0.title = "定理と証明 é👩‍👩‍👧" }
    let narrow = LedgerLine.example("T2", "a").with { $0.title = "abcdefghij e\u{301}xy" }
    let folder = try TemporaryFolder()
    let run = try BuiltProgram.run(["report", try folder.ledger("a.jsonl", [wide, narrow])])
    let rows = run.output.split(separator: "\n")
    try #require(rows.count > 3, "\(run.error)")
    #expect(rows[2].contains("定理と証明 é👩‍👩‍👧  proved  holds"), "\(run.output)")
    #expect(rows[3].contains("abcdefghij e\u{301}xy  proved  holds"))
    #expect(rows[1].hasPrefix("id  title           status"))
  }
}

extension String.UnicodeScalarView {
  fileprivate func count(of text: String) -> Int {
    let sought = Array(text.unicodeScalars)
    let all = Array(self)
    return all.indices.count { all[$0...].starts(with: sought) }
  }

  fileprivate func holds(_ text: String) -> Bool { count(of: text) > 0 }
}
