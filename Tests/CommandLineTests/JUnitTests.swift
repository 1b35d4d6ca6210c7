import Evidence
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("theorems report: junit.xml")
struct JUnitTests {
  private static let lines: [LedgerLine] = [
    .example("T1", "a"),
    LedgerLine.example("T10", "x < y & \"z\" \u{1}").with {
      $0.judgement = .refuted("3 refute it\nin \u{b} two lines")
      $0.seconds = 1e-7
    },
    LedgerLine.example("T10", "undecided").with { $0.judgement = .inconclusive("too few") },
  ]

  private func cases(_ xml: String) throws -> [XMLElement] {
    // A document mends what is not well-formed; a parser does not.
    #expect(XMLParser(data: Data(xml.utf8)).parse())
    return try XMLDocument(xmlString: xml).nodes(forXPath: "//testcase").compactMap { $0 as? XMLElement }
  }

  @Test func `has a case for each property, with what it came to`() throws {
    let xml = try WrittenReport(Self.lines, in: try TemporaryFolder()).text("junit.xml")
    let cases = try cases(xml)
    #expect(
      cases.map { $0.attribute(forName: "name")?.stringValue } == [
        "a", "undecided", #"x < y & "z" \u{01}"#,
      ])
    #expect(cases.map { $0.children?.compactMap(\.name) ?? [] } == [[], ["error"], ["failure"]])
    #expect(cases[2].attribute(forName: "classname")?.stringValue == "T10 Title of T10")
    let root = try #require(try XMLDocument(xmlString: xml).rootElement())
    #expect(
      ["tests", "failures", "errors"].map { root.attribute(forName: $0)?.stringValue } == ["3", "1", "1"])
  }

  @Test func `each case has a name of its own, in a class without a dot`() throws {
    let one = LedgerLine.example("T1", "a").with { $0.title = "At δ = 0.5, e.g." }
    let lines = [
      one, one.with { $0.seed = 7 }, one.with { $0.evidence = .search(restarts: 3) },
      one.with { $0.claim = .tightBound(attaining: 0.9) },
      one.with { $0.claim = .tightBound(attaining: 0.8) },
      one.with { $0.planned = 500 }, one.with { $0.property = "a (seed 7)" },
    ]
    let cases = try cases(WrittenReport(lines, in: try TemporaryFolder()).text("junit.xml"))
    let names = cases.compactMap { $0.attribute(forName: "name")?.stringValue }
    #expect(cases.count == 7 && Set(names).count == 7, "\(names)")
    #expect(names.contains("a (search)") && names.contains("a (seed 7)") && names.contains("a (seed 7) #2"))
    #expect(names.contains("a (tight bound, attaining 0.9, 100 instances)"))
    for one in cases {
      #expect(one.attribute(forName: "classname")?.stringValue?.contains(".") == false)
    }
  }

  @Test func `what was lost since the baseline is a failure`() throws {
    let report = try WrittenReport(
      [Self.lines[0]], baseline: [Self.lines[0], .example("T2", "b")], in: try TemporaryFolder())
    let cases = try cases(report.text("junit.xml"))
    #expect(cases.map { $0.attribute(forName: "name")?.stringValue } == ["a", "T2: is not in this run"])
    #expect(cases.last?.elements(forName: "failure").count == 1)
  }

  /// xmllint is a part of libxml2; without it the test above checks the structure.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/xmllint")))
  func `is valid by its schema, and the schema is strict`() throws {
    let files = try TemporaryFolder()
    let schema = BuiltProgram.data.appending(path: "junit.xsd").path
    func isValid(_ file: String) throws -> Bool {
      let line = #"xmllint --noout --schema "$0" "$1""#
      return try BuiltProgram.runShell(line, [schema, file]).end == .exited(0)
    }
    let report = try WrittenReport(Self.lines, baseline: Self.lines + [.example("T3", "gone")], in: files)
    #expect(try isValid(report.folder.appendingPathComponent("junit.xml").path))
    let xml = try report.text("junit.xml")
    for (old, new) in [
      ("<failure", "<fault"), ("</failure>", "</failure><error type='' message=''/>"), ("tests=", "test="),
      ("time=\"0.000\"", "time=\"1e-07\""),
    ] {
      #expect(xml.contains(old))
      let broken = xml.replacing(old, with: new).replacing(
        "</failure>", with: new == "<fault" ? "</fault>" : "</failure>")
      #expect(try !isValid(files.file("broken.xml", broken)), "\(new)")
    }
  }
}
