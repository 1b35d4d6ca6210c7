import Evidence
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("theorems report: report.html")
struct ReportPageTests {
  private static let text = TheoremText(
    statement: "If a < b & c, then <it> holds.", test: "Tests/T10 x.swift", proof: "Proofs/T10_x.md",
    coq: [.init(name: "T10_a", file: "Proofs/Coq/T10.v")],
    hypotheses: [
      .init(
        id: "H1", title: "centred", necessity: .needed, shownBy: ["without a"], note: "Needed: `without a`."),
      .init(id: "H2", title: "shared", necessity: .needed, shownBy: ["without b"], note: "Needed."),
      .init(id: "H3", title: "bounded", necessity: .unneeded, shownBy: [], note: "Not needed."),
      .init(id: "H4", title: "open", necessity: .notShown, shownBy: [], note: "No."),
    ])

  private static let lines: [LedgerLine] = [
    LedgerLine.example("T10", "p <script>alert(1)</script>").with { line in
      line.text = text
      line.series = [
        .init(name: "first", axes: ["n", "angle"], points: [[1, 2], [100, 3]]),
        .init(name: "second", axes: ["n", "angle"], points: [[1, -1e300], [10, 5]]),
        .init(name: "none", axes: ["other", "angle"], points: []),
      ]
    },
    LedgerLine.example("T10", "without a", claim: .necessity(of: "a")).with {
      ($0.text, $0.evidence) = (text, .violations(count: 3))
    },
    LedgerLine.example(
      "T11", "grows", claim: .rate(power: 1, neighbours: 0...2, sizes: [1, 2])
    ).with { line in
      line.series = [.init(name: "q", axes: ["t", "q"], points: [[0.1, 1], [0.2, 2], [0.4, 4]])]
    },
    LedgerLine.example("T16", "left out", claim: .counterexample).with { line in
      line.drawings = [
        .init(
          places: [.init(x: 1, y: 2, weight: 0.9), .init(x: -9, y: 4, weight: 0.1)],
          lines: [.init(isFound: true, x: 0.6, y: -0.8), .init(isFound: false, x: 1, y: 0)],
          caption: "What is <seen>."),
        // Without extent, and not to be drawn.
        .init(places: [.init(x: 0, y: 0, weight: 1)], lines: [], caption: "A point."),
      ]
    },
  ]

  private func page(_ lines: [LedgerLine] = Self.lines, _ options: String...) throws -> String {
    let files = try TemporaryFolder()
    let folder = files.url.appendingPathComponent("report")
    let run = try BuiltProgram.run(
      ["report", files.ledger("l.jsonl", lines), "--output", folder.path] + options)
    #expect(run.error.isEmpty)
    return try String(contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
  }

  /// The page as XML: it is written so that it is both.
  private func document(_ page: String) throws -> XMLDocument {
    let body = try #require(page.range(of: "<body>"))
    let end = try #require(page.range(of: "</body>"))
    let text = page[body.lowerBound..<end.upperBound].replacing("&nbsp;", with: " ")
    // A document mends what is not well-formed; a parser does not.
    #expect(XMLParser(data: Data(text.utf8)).parse())
    return try XMLDocument(xmlString: String(text))
  }

  private func texts(_ document: XMLDocument, _ path: String) throws -> [String] {
    try document.nodes(forXPath: path).map {
      ($0.stringValue ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  @Test func `is well-formed, escapes, needs no network and runs no script`() throws {
    let page = try page()
    let document = try document(page)
    #expect(try texts(document, "//blockquote").first == Self.text.statement)
    #expect(!page.contains("<script") && page.contains("p &lt;script&gt;"))
    #expect(!page.contains("{{") && !page.contains("<link") && !page.contains("@import"))
    #expect(page.matches(of: /(?:src|url)\s*[=(]/).isEmpty)
  }

  @Test func `is accessible: landmarks, one first heading, headed tables, images that say what they show`()
    throws
  {
    let page = try page()
    let document = try document(page)
    for landmark in ["//header", "//nav[@aria-label]", "//main", "//h1"] {
      #expect(try texts(document, landmark).count == 1, "\(landmark)")
    }
    #expect(page.contains("<html lang=\"en\">"))
    #expect(try document.nodes(forXPath: "//table[not(thead/tr/th[@scope='col'])]").isEmpty)
    #expect(try document.nodes(forXPath: "//tbody/tr[not(@class='detail')][not(th[@scope='row'])]").isEmpty)
    let images = try document.nodes(forXPath: "//svg[@role='img']").compactMap { $0 as? XMLElement }
    #expect(images.count >= 4)
    let ids = Set(try document.nodes(forXPath: "//@id").compactMap(\.stringValue))
    for image in images {
      let labels = image.attribute(forName: "aria-labelledby")?.stringValue?.split(separator: " ").map(
        String.init)
      #expect(labels?.count == 2 && labels?.allSatisfy(ids.contains) == true)
    }
    #expect(try ids.count == document.nodes(forXPath: "//@id").count, "an id stands twice")
    for link in try document.nodes(forXPath: "//a/@href").compactMap(\.stringValue) where link.hasPrefix("#")
    {
      #expect(ids.contains(String(link.dropFirst())), "\(link)")
    }
  }

  @Test func `links lead to the files, here or at an address`() throws {
    let away = try document(page(Self.lines, "--source-url", "https://example.org/p/"))
    let links = try texts(away, "//ul[@class='links']//@href")
    #expect(
      links.prefix(3) == [
        "https://example.org/p/Tests/T10%20x.swift", "https://example.org/p/Proofs/T10_x.md",
        "https://example.org/p/Proofs/Coq/T10.v",
      ])
    let here = try texts(document(page()), "//ul[@class='links']//@href")
    #expect(here.first?.hasPrefix("../") == true && here.first?.hasSuffix("/Tests/T10%20x.swift") == true)
    for bad in ["javascript:alert(1)", "ftp://example.org/p", "example.org", "https://"] {
      let files = try TemporaryFolder()
      let run = try BuiltProgram.run(
        ["report", files.ledger("l.jsonl", Self.lines), "--source-url", bad])
      #expect(run.end == .exited(2))
      #expect(run.error.contains("--source-url: found \"\(bad)\", expected an address with http or https"))
    }
  }

  @Test func `links lead to the files of a package inside the package too`() throws {
    let test = "Tests/InequalityTests/T1_TraceOfAProduct.swift"
    let line = LedgerLine.example("T1", "is bounded").with {
      $0.text = TheoremText(statement: "x", test: test, proof: nil)
    }
    let links = try texts(document(page([line])), "//ul[@class='links']//@href")
    #expect(links.first?.hasSuffix("/Examples/MatrixInequalities/\(test)") == true)
  }

  @Test func `the matrix tells what is needed, and believes only properties that held`() throws {
    let document = try document(page())
    let cells = try texts(document, "//table[contains(@class, 'matrix')]//span[@class='hidden']")
    #expect(
      cells == ["needed", "what shows it did not hold in this run", "not needed", "necessity not shown"])
    // A column takes three theorems.
    let shared = Self.lines + ["T12", "T13"].map { LedgerLine.example($0, "x").with { $0.text = Self.text } }
    let columns = try texts(self.document(page(shared)), "//table[contains(@class, 'matrix')]/thead//th")
    #expect(columns == ["theorem", "bounded", "centred", "open", "shared", "others"])
  }

  @Test func `plots what the ledger holds, and leaves out what it does not`() throws {
    let document = try document(page())
    let titles = try texts(document, "//figure/h3")
    #expect(
      titles == [
        "How sharp the numbers of each property are", "T10: angle against n", "T11: q", "T16: left out",
      ])
    let captions = try texts(document, "//figure/figcaption")
    try #require(captions.count == titles.count && titles.count == 4)
    #expect(
      captions[1] == "first: median 2.5 second: median 5The instances of “p <script>alert(1)</script>”. "
        + "1 of 4 points have no place on these axes.")
    #expect(captions[2] == "“grows”: the dashed line has the claimed slope 1.")
    #expect(captions[3].hasPrefix("What is <seen>. Circles: the means, larger with the weight."))
    #expect(try document.nodes(forXPath: "(//figure)[4]/svg/circle").count == 2)
    #expect(
      try document.nodes(forXPath: "(//figure)[4]/svg/path[@class='learned' or @class='guide']").count == 2)
    // Two points of the first series and one of the second: 1e300 cannot be drawn.
    let marks = try document.nodes(forXPath: "(//figure)[2]/svg/path[contains(@class, 'mark')]/@d")
    #expect(marks.compactMap { $0.stringValue?.count { $0 == "z" } } == [2, 1])
    let bare = try self.document(page([.example("T1", "a")]))
    #expect(try texts(bare, "//figure/h3").count == 1)
    #expect(try texts(bare, "//h2") == ["Overview", "Errors", "Theorems"])
  }
}
