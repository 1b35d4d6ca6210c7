import Evidence
import Foundation
import Testing

@testable import theorems

@Suite("theorems report --baseline")
struct ReportDriftTests {
  private static let old = [
    LedgerLine.example("T1", "a").with {
      $0.text = TheoremText(
        statement: "s", test: "t", proof: "p", coq: [.init(name: "c", file: "f")],
        hypotheses: [.init(id: "H1", title: "h", necessity: .needed, shownBy: [], note: "n")])
    },
    .example("T1", "b"), .example("T2", "c"),
  ]

  /// A change of the run, and what is to be said of it.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kind: Drift.Kind
    var isLoss = true
    let change: @Sendable (inout [LedgerLine]) -> Void
  }

  private static let changes = [
    Change(testDescription: "a theorem that is missing", kind: .missing) { $0.removeLast() },
    Change(testDescription: "a property that is missing", kind: .missing) { $0.remove(at: 1) },
    Change(testDescription: "a theorem with another id", kind: .renamed) {
      $0[2].theorem = "T3"
      $0[2].title = "Title of T2"
    },
    Change(testDescription: "a theorem with another title", kind: .renamed) { $0[2].title = "Another" },
    Change(testDescription: "another statement", kind: .restated) { $0[0].text?.statement = "weaker" },
    Change(testDescription: "a status of open", kind: .status) {
      ($0[0].status, $0[1].status) = (.open, .open)
    },
    Change(testDescription: "a proof that is gone", kind: .restated) { $0[0].text?.proof = nil },
    Change(testDescription: "a proof that no machine checks any more", kind: .restated) {
      $0[0].text?.coq = []
    },
    Change(testDescription: "other hypotheses", kind: .restated, isLoss: false) {
      $0[0].text?.hypotheses[0].necessity = .notShown
    },
    Change(testDescription: "a lost verdict", kind: .verdict) { $0[0].judgement = .inconclusive("r") },
    Change(testDescription: "fewer instances", kind: .instances) {
      ($0[0].instances, $0[0].planned) = (99, 99)
    },
    Change(testDescription: "more instances", kind: .instances, isLoss: false) {
      ($0[0].instances, $0[0].planned) = (101, 101)
    },
    Change(testDescription: "a margin of more than twice", kind: .margin, isLoss: false) {
      $0[0].worst?.margin = 0.51
    },
    Change(testDescription: "an error of less than half", kind: .sharpness, isLoss: false) {
      $0[0].sharpness = 0.4e-9
    },
    Change(testDescription: "a margin that is gone", kind: .margin, isLoss: false) {
      $0[0].worst?.margin = nil
    },
    Change(testDescription: "a weaker grade", kind: .grade) { $0[0].grade = "asserted" },
    Change(testDescription: "a coarser resolution", kind: .resolution) { $0[0].resolution = 1.1e-6 },
    Change(testDescription: "a finer resolution", kind: .resolution, isLoss: false) {
      $0[0].resolution = 0.9e-6
    },
    Change(testDescription: "a bound that need be attained less", kind: .claim) {
      ($0[0].claim, $0[0].evidence) = (.tightBound(attaining: 0.5), .attained(part: 0.75))
    },
    Change(testDescription: "a family that rejects more", kind: .rejected, isLoss: false) {
      ($0[0].rejected, $0[0].instances) = (30, 70)
    },
    Change(testDescription: "a choice on which nothing depends any more", kind: .idle, isLoss: false) {
      $0[0].idle = ["bias"]
    },
    Change(testDescription: "a class that is gone", kind: .coverage) { $0[0].coverage.removeLast() },
    Change(testDescription: "a class that asks for less", kind: .coverage) {
      $0[0].coverage[0].required = 0.3
    },
    Change(testDescription: "a class of fewer instances", kind: .coverage, isLoss: false) {
      $0[0].coverage[0].count = 44
    },
    Change(testDescription: "a longer time", kind: .time, isLoss: false) { $0[0].seconds = 3 },
    Change(testDescription: "a new theorem", kind: .new, isLoss: false) { $0.append(.example("T4", "d")) },
    Change(testDescription: "a new property", kind: .new, isLoss: false) { $0.append(.example("T2", "d")) },
  ]

  @Test(arguments: changes)
  func `tells a change, and fails for a loss`(_ change: Change) throws {
    var lines = Self.old
    change.change(&lines)
    let report = try WrittenReport(lines, baseline: Self.old, in: try TemporaryFolder())
    let drift = try #require(try report.document.drift)
    let first = try #require(drift.first)
    #expect(first.kind == change.kind && first.isLoss == change.isLoss, "\(drift)")
    #expect(drift.allSatisfy { $0.kind == change.kind || !$0.isLoss })
    #expect((report.run.end == .exited(1)) == change.isLoss)
    #expect(report.run.output.contains("\(change.isLoss ? "lost" : "changed"): \(first)"))
    #expect(try report.text("summary.md").contains(change.isLoss ? "## Lost since" : "## Changed since"))
  }

  @Test func `tells fewer stored counterexamples, and more undecided instances`() {
    let old = LedgerLine.example("T1", "a").with { $0.replayed = 2 }
    let new = old.with { ($0.replayed, $0.instances, $0.inconclusive) = (1, 101, 1) }
    let changes = PropertyDrift([.init(old)], [.init(new)]).changes
    #expect(changes.map(\.kind) == [.replayed] && changes[0].isLoss)
    let many = PropertyDrift([.init(old)], [.init(old.with { $0.inconclusive = 2 })]).changes
    #expect(many.map(\.kind) == [.undecided])
  }

  @Test func `numbers below zero that are the same do not differ, and what is measured claims less`() throws {
    #expect(!Drift.differ(-0.25, -0.25) && !Drift.differ(-0.25, -0.4) && Drift.differ(-0.25, -0.6))
    #expect(Drift.differ(-0.25, 0.25) && Drift.differ(0, 1) && !Drift.differ(0, 0))
    let open = Self.old.map { line in line.with { $0.status = .open } }
    let report = try WrittenReport(
      open.map { line in line.with { $0.status = .measured } }, baseline: open, in: try TemporaryFolder())
    #expect(report.run.end == .exited(1))
    #expect(report.run.output.contains("lost: T1: was open, now measured"), "\(report.run.output)")
  }

  @Test func `an older run of another seed hides no loss`() {
    let old = LedgerLine.example("T1", "a")
    let weak = old.with {
      ($0.seed, $0.instances, $0.planned, $0.resolution) = (2, 1, 1, 0.5)
      $0.coverage.removeLast()
    }
    let found = PropertyDrift([.init(old)], [.init(old), .init(weak)]).changes
    #expect(found.filter(\.isLoss).map(\.kind) == [.instances, .resolution, .coverage])
  }

  @Test func `a baseline is not overwritten by what is compared with it`() throws {
    let files = try TemporaryFolder()
    _ = try WrittenReport(Self.old, baseline: Self.old, in: files)
    let (ledger, baseline) = (files.url.path + "/new.jsonl", files.url.path + "/old/report.json")
    for arguments in [
      [ledger, "--baseline", baseline, "--output", files.url.path + "/old"], [ledger, "--output", ""],
    ] {
      let before = try Data(contentsOf: URL(filePath: baseline))
      #expect(try BuiltProgram.run(["report"] + arguments).end == .exited(2))
      #expect(try Data(contentsOf: URL(filePath: baseline)) == before)
    }
  }

  @Test func `a loss that is meant passes, and the new baseline keeps the reason`() throws {
    let files = try TemporaryFolder()
    let lines = Array(Self.old.dropLast())
    let lost = try WrittenReport(lines, baseline: Self.old, in: files)
    #expect(lost.run.end == .exited(1))
    let arguments = [
      "report", files.url.path + "/new.jsonl", "--baseline", files.url.path + "/old/report.json", "--output",
      files.url.path + "/accepted", "--accept",
    ]
    let run = try BuiltProgram.run(arguments + ["T2 is a case of T1"])
    #expect(run.end == .exited(0), "\(run.error)")
    #expect(run.output.contains("changed: T2: is not in this run; accepted: T2 is a case of T1"))
    let report = try JSONDecoder().decode(
      ReportDocument.self,
      from: Data(contentsOf: files.url.appendingPathComponent("accepted/report.json")))
    #expect(report.drift?.map(\.accepted) == ["T2 is a case of T1"])
    let junit = try String(
      contentsOf: files.url.appendingPathComponent("accepted/junit.xml"), encoding: .utf8)
    #expect(junit.contains("failures=\"0\""))
    // Of what did not hold it makes nothing better, and without words it is none.
    #expect(try BuiltProgram.run(arguments + ["meant"]).end == .exited(2))
    #expect(
      try BuiltProgram.run(["report", files.url.path + "/new.jsonl", "--accept", "it is"]).end == .exited(2))
    let bad = try files.ledger("new.jsonl", [Self.old[0].with { $0.judgement = .refuted("r") }])
    #expect(try BuiltProgram.run(["report", bad] + arguments[2...] + ["all is well"]).end == .exited(1))
  }

  @Test func `what hardly changes is no change`() throws {
    let lines = Self.old.map { line in
      line.with {
        ($0.seconds, $0.coverage[0].count) = (0.9, 60)
        $0.worst?.margin = 0.5
      }
    }
    let report = try WrittenReport(lines, baseline: Self.old, in: try TemporaryFolder())
    #expect(report.run.end == .exited(0))
    #expect(report.run.output.hasSuffix("\nnothing has changed since the baseline\n"))
    #expect(try report.document.drift?.isEmpty == true)
  }

  @Test func `what did not hold before may go on so, or be mended`() throws {
    let bad = Self.old.map { line in line.with { $0.judgement = .inconclusive("r") } }
    let same = try WrittenReport(bad, baseline: bad, in: try TemporaryFolder())
    #expect(same.run.end == .exited(3))
    let better = try WrittenReport(Self.old, baseline: bad, in: try TemporaryFolder())
    #expect(better.run.end == .exited(0))
    #expect(better.run.output.contains("changed: T2, c: inconclusive in the baseline, now holds"))
  }

  @Test func `a baseline that is none is bad input, and nothing is written`() throws {
    let files = try TemporaryFolder()
    let ledger = try files.ledger("l.jsonl", Self.old)
    let made = try WrittenReport(Self.old, in: files)
    let text = try made.text("report.json")
    let output = files.url.appendingPathComponent("output").path
    for (contents, reason) in [
      ("", "no report.json of `theorems report`: "), ("[1, 2", "no report.json of `theorems report`: "),
      ("{}", "no report.json of `theorems report`: no key \"schema\""),
      (
        text.replacing("\"seeds\" :", with: "\"seeds\" : [], \"seeds\" :"),
        "the key \"seeds\" stands twice in an object"
      ),
      (text.replacing("\"verdict\"", with: "\"x\""), "no report.json of `theorems report`: no key "),
      (
        // As reports were while a seed was called an epoch.
        text.replacing("\"schema\" : 3", with: "\"schema\" : 1").replacing("\"seed", with: "\"epoch"),
        "schema 1, expected 3: make it again with this version"
      ),
      (
        text.replacing(/"theorems" : \[[\s\S]*\]/, with: "\"theorems\" : []"),
        "it has no theorems, expected at least one"
      ),
    ] {
      let baseline = try files.file("baseline.json", contents)
      let run = try BuiltProgram.run(["report", ledger, "--baseline", baseline, "--output", output])
      #expect(run.end == .exited(2))
      #expect(run.error.hasPrefix("error: baseline \(baseline): \(reason)"), "\(run.error)")
      #expect(run.errorLines.count == 1 && run.output.isEmpty)
    }
    let missing = files.url.appendingPathComponent("missing.json").path
    for path in [missing, files.url.path] {
      let run = try BuiltProgram.run(["report", ledger, "--baseline", path, "--output", output])
      #expect(run.end == .exited(2))
      #expect(run.error.hasPrefix("error: baseline \(path): cannot be read: "), "\(run.error)")
    }
    #expect(!FileManager.default.fileExists(atPath: output))
  }
}
