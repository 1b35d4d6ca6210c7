import Evidence
import Foundation
import Testing

@testable import theorems

@Suite("theorems report --output")
struct ReportFilesTests {
  private static let lines: [LedgerLine] = [
    .example("T1", "a"),
    LedgerLine.example("T10", "p | q").with {
      ($0.judgement, $0.refuted) = (.refuted("3 of 100 instances <refute> it"), 3)
      $0.saved = "Tests/Counterexamples/T10_x.json"
    },
    LedgerLine.example("T2", "c").with { $0.judgement = .inconclusive("undecided") },
  ]

  @Test func `writes four files and nothing else, also in a folder that is there`() throws {
    let files = try TemporaryFolder()
    let report = try WrittenReport(Self.lines, in: files)
    #expect(report.run.end == .exited(1))
    #expect(report.run.error.isEmpty)
    #expect(try report.names == ["junit.xml", "report.html", "report.json", "summary.md"])
    let first = try report.text("report.json")
    try Data("mine".utf8).write(to: report.folder.appendingPathComponent("other.txt"))
    let again = try WrittenReport([Self.lines[0]], in: files)
    #expect(again.run.end == .exited(0))
    #expect(try again.names == ["junit.xml", "other.txt", "report.html", "report.json", "summary.md"])
    #expect(try again.text("report.json") != first)
  }

  @Test func `drawings of no size or of all sizes, a count of all counts and a ledger that is none`() throws {
    let files = try TemporaryFolder()
    let numbers = [0, .leastNonzeroMagnitude, 1e300, .infinity, .nan, 1]
    let lines = numbers.enumerated().flatMap { index, x in
      numbers.enumerated().map { other, y in
        LedgerLine.example("T1", "p\(index) \(other)").with {
          $0.drawings = [
            Drawing(
              places: [.init(x: x, y: 1, weight: 1), .init(x: 1, y: x, weight: 0)],
              lines: [.init(isFound: true, x: x, y: y)], caption: "c")
          ]
        }
      }
    }
    #expect(try WrittenReport(lines, in: files).run.end == .exited(0))
    let report = try WrittenReport([Self.lines[0]], in: files)
    let big = try files.file(
      "big.json",
      Data(
        report.text("report.json").replacing("\"instances\" : 100", with: "\"instances\" : \(Int.max)").utf8))
    let ledger = try files.ledger("l.jsonl", [Self.lines[0]])
    #expect(try BuiltProgram.run(["report", ledger, "--baseline", big]).end == .exited(2))
    #expect(mkfifo(files.url.path + "/fifo", 0o600) == 0)
    #expect(try BuiltProgram.run(["report", files.url.path + "/fifo"]).end == .exited(2))
    let (none, plan) = (try files.file("none.jsonl", Data()), Plan([], seed: 0, shard: .whole))
    #expect(try BuiltProgram.run(["report", none]).end == .exited(2))
    #expect(try BuiltProgram.run(["report", files.file("plan.jsonl", plan.encoded())]).end == .exited(3))
  }

  @Test func `report json is what --json prints, with the keys of its documentation`() throws {
    let files = try TemporaryFolder()
    let report = try WrittenReport(Self.lines, baseline: Self.lines, in: files)
    let printed = try BuiltProgram.run(["report", files.ledger("l.jsonl", Self.lines), "--json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.text("report.json").utf8)) as? [String: Any])
    #expect(
      object.keys.sorted() == [
        "drift", "exitCode", "falseAlarm", "problems", "providers", "schema", "seconds", "seeds", "theorems",
        "verdict", "version",
      ])
    let plain = try WrittenReport(Self.lines, in: try TemporaryFolder())
    #expect(try plain.text("report.json") == printed.output)
    let document = try report.document
    #expect(document.verdict == .refuted && document.exitCode == 1)
    #expect(document.theorems.map(\.id) == ["T1", "T2", "T10"])
    #expect(document.theorems[2].properties[0].refuted == 3)
  }

  @Test func `the summary names what fails first, and escapes`() throws {
    let summary = try WrittenReport(Self.lines, in: try TemporaryFolder()).text("summary.md")
    #expect(summary.hasPrefix("# Theorems: 1 is refuted, 1 is inconclusive: T10, T2; 1 holds\n"))
    let places = try ["### T10, p \\| q: refuted", "### T2, c: inconclusive", "| T10 |", "| T2 |", "| T1 |"]
      .map {
        try #require(summary.range(of: $0), "\($0)").lowerBound
      }
    #expect(places == places.sorted())
    #expect(summary.contains("3 of 100 instances \\<refute\\> it"))
    #expect(summary.contains("swift run theorems replay Tests/Counterexamples/T10_x.json"))
  }

  @Test func `a folder that cannot be written is named, and nothing is left`() throws {
    let files = try TemporaryFolder()
    let ledger = try files.ledger("l.jsonl", Self.lines)
    let file = try files.file("file", "mine")
    let folder = files.url.appendingPathComponent("taken")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("summary.md"), withIntermediateDirectories: true)
    for (path, reason) in [
      (file, "it is a file, expected a folder or nothing"), (file + "/report", ""),
      ("/proc/report", ""), (folder.path, "summary.md in it is a folder, expected a file or nothing"),
    ] {
      let run = try BuiltProgram.run(["report", ledger, "--output", path])
      #expect(run.end == .exited(2))
      #expect(run.error.hasPrefix("error: output \(path): cannot be written: \(reason)"), "\(run.error)")
      #expect(run.errorLines.count == 1 && run.output.isEmpty)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["summary.md"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: files.url.path).sorted() == [
        "file", "l.jsonl", "taken",
      ])
  }

  @Test func `a ledger that is missing, unreadable or empty is in every file, beside what the others tell`()
    throws
  {
    let files = try TemporaryFolder()
    let good = try files.ledger("good.jsonl", Self.lines)
    let empty = try files.ledger("empty.jsonl", [])
    let missing = files.url.appendingPathComponent("missing.jsonl").path
    let folder = files.url.appendingPathComponent("report")
    for (ledgers, lost) in [
      ([good, missing], [missing]),
      ([missing, good, empty, files.url.path], [missing, empty, files.url.path]),
      ([missing], [missing]), ([empty], [empty]),
    ] {
      let run = try BuiltProgram.run(["report"] + ledgers + ["--output", folder.path])
      // Worse than the refuted theorem: of the run as a whole nothing is known.
      #expect(run.end == .exited(2))
      func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      }
      for name in ["junit.xml", "report.html", "summary.md"] {
        let text = try text(name).replacing("\\_", with: "_")
        for path in lost {
          #expect(text.contains("ledger \(path): ") && run.error.contains("error: ledger \(path): "))
        }
        #expect(text.contains("T10") == ledgers.contains(good), "\(name)")
      }
      #expect(
        try text("junit.xml").components(separatedBy: "<error type=\"problem\"").count == lost.count + 1)
      let document = try JSONDecoder().decode(ReportDocument.self, from: Data(text("report.json").utf8))
      #expect(document.exitCode == 2 && document.problems.count == lost.count)
      #expect(document.verdict == (ledgers.contains(good) ? .refuted : .failing))
      #expect(document.theorems.count == (ledgers.contains(good) ? 3 : 0))
    }
  }

  @Test func `damage is in every file`() throws {
    let files = try TemporaryFolder()
    let good = try LedgerLine.example("T10", "a").encoded()
    let ledger = try files.file("bad.jsonl", Data("half a line\n".utf8) + good)
    let folder = files.url.appendingPathComponent("report")
    let run = try BuiltProgram.run(["report", ledger, "--output", folder.path])
    #expect(run.end == .exited(1))
    for name in ["junit.xml", "report.html", "report.json", "summary.md"] {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      #expect(text.contains("line 1 is no ledger line"), "\(name)")
    }
  }
}
