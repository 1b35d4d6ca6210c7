import Evidence
import Foundation
import Testing

@testable import theorems

@Suite
struct `theorems report` {
  @Test(
    .onlyOnLinux,
    arguments: [
      "property T1 a holds; property T10 b holds", "property T10 a holds; property T2 b refuted; exit 1",
      "property T10 a inconclusive; exit 1",
    ])
  func `prints what verify printed, and ends so`(_ script: String) throws {
    let package = try FakePackage(script)
    let verified = try package.verify("--ledger", "ledger.jsonl")
    let reported = try package.start(["report", "ledger.jsonl"])
    #expect(reported.output == verified.output)
    #expect(reported.end == verified.end)
    #expect(reported.error.isEmpty)
    let json = try package.start(["report", "--json", "ledger.jsonl"])
    #expect(json.end == verified.end)
  }

  @Test func `its order is that of the theorems, whatever the ledger's`() throws {
    let folder = try TemporaryFolder()
    let lines = [("T10", "b"), ("T2", "c"), ("T10", "a")].map { theorem, property in
      var line = LedgerLine.example(theorem, property)
      line.judgement = .inconclusive("r")
      return line
    }
    let report = try BuiltProgram.run(["report", folder.ledger("a.jsonl", lines)])
    let reversed = try BuiltProgram.run(["report", folder.ledger("b.jsonl", lines.reversed())])
    #expect(report.output == reversed.output)
    let notes = report.output.matches(of: /(T\d+, .): inconclusive/).map { String($0.1) }
    #expect(notes == ["T2, c", "T10, a", "T10, b"])
  }

  @Test(arguments: [(Judgement.holds, Int32(0)), (.refuted("r"), 1), (.inconclusive("r"), 3)])
  func `the exit code tells the verdict`(_ judgement: Judgement, _ code: Int32) throws {
    let folder = try TemporaryFolder()
    var line = LedgerLine.example("T10", "a")
    line.judgement = judgement
    let ledger = try folder.ledger("l.jsonl", [.example("T9", "b"), line])
    #expect(try BuiltProgram.run(["report", ledger]).end == .exited(code))
  }

  @Test func `a last line that was torn is told, and not green`() throws {
    let folder = try TemporaryFolder()
    let whole = try LedgerLine.example("T10", "a").encoded()
    let ledger = try folder.file("torn.jsonl", whole + whole.prefix(40))
    let run = try BuiltProgram.run(["report", ledger])
    #expect(run.end == .exited(3))
    #expect(run.error == "ledger \(ledger): line 2 is no ledger line: it is torn\n")
    #expect(run.output.contains("T10  Title of T10  proved  holds"))
  }

  @Test func `other damage is told by file and line, and fails`() throws {
    let folder = try TemporaryFolder()
    let whole = try LedgerLine.example("T10", "a").encoded()
    let good = try folder.file("good.jsonl", whole)
    let ledger = try folder.file("bad.jsonl", Data("half a line\n".utf8) + whole)
    let run = try BuiltProgram.run(["report", good, ledger])
    #expect(run.end == .exited(1))
    #expect(run.error.hasPrefix("ledger \(ledger): line 1 is no ledger line: "))
    #expect(run.errorLines.count == 1)
  }

  @Test func `lines of another schema are damage`() throws {
    let folder = try TemporaryFolder()
    var line = LedgerLine.example("T10", "a")
    line.schema = 1
    let ledger = try folder.ledger("old.jsonl", [line, .example("T10", "a")])
    let run = try BuiltProgram.run(["report", ledger])
    #expect(run.end == .exited(1))
    #expect(run.error.contains("line 2 is no ledger line: schema 1, expected \(LedgerLine.currentSchema)"))
  }

  @Test func `no file, a folder, an empty ledger, no ledger`() throws {
    let folder = try TemporaryFolder()
    let good = try folder.ledger("good.jsonl", [.example("T10", "a")])
    let empty = try folder.ledger("empty.jsonl", [])
    let missing = folder.url.appendingPathComponent("missing.jsonl").path
    // A good one beside it is reported all the same.
    for (path, reason) in [
      (missing, "ledger \(missing): cannot be read: "),
      (folder.url.path, "ledger \(folder.url.path): cannot be read: "),
      (empty, "ledger \(empty): it holds no line, expected the results of a run\n"),
    ] {
      for arguments in [[path], [good, path]] {
        let run = try BuiltProgram.run(["report"] + arguments)
        #expect(run.end == .exited(2), "\(path)")
        #expect(run.error.hasPrefix("error: \(reason)") && run.errorLines.count == 1, "\(run.error)")
        #expect(run.output.contains("\n\nproblem: \(reason)"), "\(run.output)")
        #expect(run.output.contains("T10  Title of T10  proved  holds") == (arguments.count == 2))
      }
    }
    #expect(try BuiltProgram.run(["report"]).end == .exited(2))
  }

  @Test func `a search's ledger has no plan and needs none, and checks nothing`() throws {
    let folder = try TemporaryFolder()
    func report(_ measured: Double, beside theorem: String?) throws -> BuiltProgram.Run {
      let search = LedgerLine.search("T10", "a", measured: measured, instance: "x")
      let ledgers =
        try [folder.file("search.jsonl", search.encoded())]
        + (theorem.map { [try folder.ledger("run.jsonl", [.example($0, "a")])] } ?? [])
      return try BuiltProgram.run(["report"] + ledgers)
    }
    #expect(try report(0.5, beside: "T10").end == .exited(0))
    for theorem in ["T2", nil] {
      let run = try report(0.5, beside: theorem)
      #expect(run.end == .exited(3) && run.output.contains("T10  Title of T10  proved  unfinished"))
      let told = "not run:\n  T10: it was searched, and none of its properties checked\n"
      #expect(run.output.contains(told), "\(run.output)")
      // What it found counts.
      #expect(try report(4, beside: theorem).end == .exited(1))
    }
  }

  @Test func `statuses that differ are told in every form`() throws {
    let lines = [LedgerLine.example("T1", "a"), .example("T1", "b").with { $0.status = .open }]
    let report = try WrittenReport(lines, in: try TemporaryFolder())
    #expect(report.run.end == .exited(3))
    let told = "T1: found the statuses open and proved, expected one of all properties"
    #expect(report.run.output.contains(told), "\(report.run.output)")
    for file in ["junit.xml", "summary.md", "report.html"] { #expect(try report.text(file).contains(told)) }
  }

  @Test func `two theorems of one id are told`() throws {
    let folder = try TemporaryFolder()
    let ledgers = [
      try folder.ledger("a.jsonl", [.example("T1", "a")]),
      try folder.ledger("b.jsonl", [LedgerLine.example("T1", "b").with { $0.title = "Another" }]),
    ]
    let run = try BuiltProgram.run(["report"] + ledgers)
    #expect(run.end == .exited(3))
    #expect(
      run.output.contains(
        #"T1: found the titles "Another" and "Title of T1", expected one theorem of this id"#),
      "\(run.output)")
  }

  @Test func `where nothing was looked at there is no grade`() throws {
    let line = LedgerLine.example("T1", "a").with {
      ($0.instances, $0.judgement) = (0, .inconclusive("no instances"))
    }
    let report = try WrittenReport([line], in: try TemporaryFolder())
    #expect(
      try report.document.theorems[0].grade == nil && report.document.theorems[0].properties[0].grade == nil)
  }

  @Test func `a run that spent too much of its false-alarm budget is not green`() throws {
    let folder = try TemporaryFolder()
    var line = LedgerLine.example("T10", "a")
    line.falseAlarm = 2e-9
    #expect(try BuiltProgram.run(["report", folder.ledger("l.jsonl", [line])]).end == .exited(3))
    // Each seed is a run.
    line.falseAlarm = 0.9e-9
    let seeds = try (0...2).map { seed in
      try folder.ledger("\(seed).jsonl", [line.with { $0.seed = seed }])
    }
    #expect(try BuiltProgram.run(["report"] + seeds).end == .exited(0))
  }
}
