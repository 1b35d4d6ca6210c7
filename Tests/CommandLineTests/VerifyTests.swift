import Evidence
import Foundation
import Testing

@testable import theorems

@Suite(.onlyOnLinux)
struct `theorems verify` {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let script: String
    let code: Int32

    init(_ name: String, _ code: Int32, _ script: String) {
      (testDescription, self.code, self.script) = (name, code, script)
    }
  }

  @Test(arguments: [
    Case("all hold", 0, "property T1 a holds; property T10 b holds"),
    Case("one refuted", 1, "property T1 a holds; property T10 b refuted; exit 1"),
    Case("refuted beats inconclusive", 1, "property T1 a inconclusive; property T10 b refuted; exit 1"),
    Case("inconclusive", 3, "property T1 a holds; property T10 b inconclusive; exit 1"),
    Case("failing beats inconclusive", 1, "property T1 a inconclusive; issue T1 a more; exit 1"),
    Case("a theorem without a property", 3, "property T1 a holds; test T10 b; event testEnded T10/b ''"),
    Case("a property that was skipped", 3, "property T1 a holds; test T1 b; event testSkipped T1/b ''"),
    Case("nothing matched", 2, "exit 69"),
    Case("no tests", 2, ""),
    Case("exit 1, all hold", 1, "property T1 a holds; exit 1"),
    Case("killed, all hold", 1, "property T1 a holds; kill -KILL $$"),
  ])
  func `the exit code tells the verdict`(_ fake: Case) throws {
    let run = try FakePackage(fake.script).verify()
    #expect(run.end == .exited(fake.code), "\(run.output)\(run.error)")
  }

  @Test func `a line for each theorem, in the order of their numbers`() throws {
    let run = try FakePackage(
      "property T10 a holds; property T2 b holds; property T10 c refuted; exit 1"
    ).verify()
    let rows = run.output.split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true)
    }
    #expect(rows[0].joined(separator: " ") == "1 is refuted: T10 (as told); 1 holds")
    #expect(
      rows[1].joined(separator: " ")
        == "id title status verdict properties instances least margin largest error error bounds rarest class seconds"
    )
    #expect(
      rows[2].joined(separator: " ") == "T2 Title of T2 proved holds 1 100 0.25 1e-09 proved 40%/30% 0.5")
    #expect(
      rows[3].joined(separator: " ") == "T10 Title of T10 proved refuted 2 200 0.25 1e-09 proved 40%/30% 1.0")
    #expect(
      run.output.contains(
        "T10, c: refuted\n  as told\n  holds: margin 0.25, to within 0, proved\n  instance 3 of seed 0: instance"
      ))
    #expect(run.output.contains("… (in full with --json)"))
    #expect(!run.output.contains("T10, a:"))
    #expect(run.error.contains(/(^|\n)2 theorems, 300 instances of seed 0, \d+ s\n$/))
    #expect(run.error.contains("T2  b: holds (0.5 s)\n"))
    #expect(run.error.contains("T10  c: refuted (0.5 s)\n"))
  }

  @Test func `JSON has its keys, whatever the values`() throws {
    let package = try FakePackage("property T10 a refuted; test T11 b; issue T11 b 'bad luck'; exit 1")
    let run = try package.verify("--json")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(
      json.keys.sorted() == [
        "breakdowns", "exitCode", "failures", "falseAlarm", "instancesSetting", "interrupted",
        "lostCounterexamples", "notHolding", "pending", "sampledProperties", "seed", "shard", "theorems",
        "unfinished", "unmatched", "unseen",
      ])
    let theorems = try #require(json["theorems"] as? [[String: Any]])
    let keys = [
      "coverage", "grade", "id", "instances", "margin", "properties", "seconds", "sharpness", "status",
      "title",
      "verdict",
    ]
    #expect(theorems.map { $0.keys.sorted() } == [keys, keys])
    #expect(theorems.map { $0["verdict"] as? String } == ["refuted", "failing"])
    #expect(theorems[1]["status"] is NSNull)
    #expect((theorems[0]["coverage"] as? [String: Any])?["name"] as? String == "scarce")
    let worst = (json["notHolding"] as? [[String: Any]])?.first?["worst"] as? [String: Any]
    #expect((worst?["instance"] as? String)?.count == 900)
    #expect(json["exitCode"] as? Int == 1)
  }

  @Test(arguments: [
    ([], ["a", "b"], "its properties measure and claim nothing, expected the status measured"),
    (["(1) a"], ["(1) b", "(2) a", "Inner/(3) a"], "the clause (2) is measured, and no property claims it"),
    (["(1) a", "Inner/(2) a"], ["(1) b", "(1, 2) c"], nil), (["a"], ["b"], nil),
  ])
  func `what is only measured is not proved`(_ claimed: [String], _ measured: [String], _ problem: String?) {
    let lines =
      claimed.map { LedgerLine.example("T1", $0) }
      + measured.map { LedgerLine.example("T1", $0, claim: .measurement(of: "m")) }
    func verification(_ status: TheoremStatus) -> Verification {
      Verification(
        merging: lines.map { line in line.with { $0.status = status } }, plans: [], breakdowns: [])
    }
    for status in [TheoremStatus.proved, .open] {
      #expect(verification(status).exitCode == (problem == nil ? 0 : 3))
      if let problem { #expect(verification(status).table.contains("\n\nT1: \(problem)")) }
    }
    #expect(verification(.measured).exitCode == 0)
  }

  @Test func `JSON tells what is no number`() throws {
    let line = LedgerLine.example("T10", "a").with {
      ($0.claim, $0.judgement) = (.frequency(allowed: .nan, detecting: 1), .inconclusive("r"))
    }
    let package = try FakePackage("test T10 a; line a.json; ended T10 a; exit 1", lines: ["a.json": line])
    let run = try package.verify("--json")
    #expect(run.code != 2 && run.output.contains("\"allowed\" : \"nan\""), "\(run.error)")
  }

  @Test func `suites have the name of their type, whatever they are displayed as`() throws {
    let package = try FakePackage(
      #"""
      told() {
        printf '{"kind":"test","payload":{"kind":"%s","id":"%s","name":"%s","displayName":"%s","sourceLocation":' "$@"
        printf '{"fileID":"TheoremTests/T10_Name.swift","line":1}}}\n'
      } >> "$events"
      told suite M.T10 T10 'T10 shown'; told suite 'M.T10/`Inner / one`' '`Inner / one`' 'Shown otherwise'
      told function 'M.T10/`Inner / one`/`a`()/T10_Name.swift:1:2' '`a`()' a; line a.json
      event testEnded 'M.T10/`Inner / one`/`a`()/T10_Name.swift:1:2' ''
      """#, lines: ["a.json": .example("T10", "Inner / one/a")])
    let run = try package.verify()
    #expect(run.end == .exited(0), "\(run.output)")
  }

  @Test func `failures outside any property are shown`() throws {
    let run = try FakePackage("property T10 a holds; issue T10 a 'no proof'; exit 1").verify()
    #expect(run.output.contains("T10  Title of T10  proved  failing"))
    #expect(run.output.contains("T10, a: failed\n  no proof"))
  }

  @Test func `a crash is told, and which properties it took along`() throws {
    let run = try FakePackage(
      "property T10 a holds; test T10 b; echo 'Fatal error: bad luck'; kill -ABRT $$"
    ).verify()
    #expect(run.end == .exited(1))
    #expect(run.output.contains("T10  Title of T10  proved  unfinished"))
    #expect(run.output.contains("the test process was ended by signal 6"))
    #expect(run.output.contains("Fatal error: bad luck"))
    #expect(run.output.contains("not run to the end:\n  T10, b"))
  }

  @Test func `the child is told what to run`() throws {
    let package = try FakePackage("property T1 a holds; property T13 a holds")
    _ = try package.verify("--filter", "T1", "--filter", "T13,T2", "--instances", "7")
    let arguments = try String(contentsOf: package.url.appendingPathComponent("arguments"), encoding: .utf8)
    let environment = try String(
      contentsOf: package.url.appendingPathComponent("environment"), encoding: .utf8)
    #expect(arguments.hasPrefix("--testing-library swift-testing --filter "))
    let pattern = try Regex(String(arguments.split(separator: " ")[3]))
    #expect("TheoremTests.`T1 is true`/plain()/T1_IsTrue.swift:3:4".contains(pattern))
    #expect("TheoremTests.`T13 too`/`as/well as T10`()/T13_Too.swift:3:4".contains(pattern))
    #expect(!"TheoremTests.`T10 like T1`/plain()/T10_LikeT1.swift:3:4".contains(pattern))
    #expect(!"TheoremTests.`T10 like`/`/T1_x`()/T10_Like.swift:3:4".contains(pattern))
    #expect(!"TheoremTests.`T10 like`/plain()/NotT1_Like.swift:3:4".contains(pattern))
    #expect(environment.contains("THEOREM_INSTANCES=7\n"))
  }

  @Test func `an id that no theorem has`() throws {
    let run = try FakePackage("property T10 a holds").verify("--filter", "T10,T99")
    #expect(run.end == .exited(2))
    #expect(run.output.contains("no theorem matches T99\n"))
  }

  @Test func `a remark of the package manager is no step of the build`() {
    #expect(
      PackageUnderTest.buildProgress("[3/9] Compiling T10.swift").hasSuffix(": [3/9] Compiling T10.swift"))
    #expect(
      PackageUnderTest.buildProgress("remark: Incremental compilation has been disabled")
        == "building the theorem suite")
  }
}
