import Foundation
import Synchronization

@testable import TheoremTesting

@Suite struct `The plan of a run` {
  private struct Broken: Error, CustomStringConvertible { let description = "the family is broken" }

  @Test func `is written once, before the first result, with what was announced`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("run.jsonl")
    let ledger = Ledger(path: file.path, run: "r")
    try await ledger.open()
    // A test may be prepared twice, and two of one name could not be told apart.
    for (property, test, isOnlyOne) in [
      ("b", "1", true), ("a", "2", true), ("b", "1", true), ("b", "3", false),
    ] {
      #expect(ledger.announce(.init(theorem: "T1", property: property), of: test) == isOnlyOne)
    }
    let settings = try Settings(environment: ["THEOREM_SEED": "7", "THEOREM_SHARD": "2/3"])
    let id = try ledger.begin(settings, provider: "none")
    try ledger.append(.sample(property: "a"))
    #expect(try ledger.begin(settings, provider: "none") == id)
    var reader = LedgerReader(file)
    #expect(try reader.next().count == 1 && reader.damages.isEmpty)
    let plan = try #require(reader.plans.first)
    #expect(reader.plans.count == 1 && plan.id == id)
    #expect(
      plan.properties.map(\.property) == ["a", "b"] && plan.seed == 7 && plan.run == "r"
        && plan.shard == .init(index: 2, count: 3))
  }

  @Test func `a wrong parameter is an issue of the test, and no trap`() throws {
    try planted("forAtMost: found 1.5, expected a share in (0, 1)") {
      try fails(forAtMost: 1.5, detecting: 2, of: .unit, count: 10) { isZero($0) }
    }
    try planted("detecting: found 0.1, expected a share above 0.2 and at most 1") {
      try fails(forAtMost: 0.2, detecting: 0.1, of: .unit, count: 10) { isZero($0) }
    }
    for share in [0, 1.5, -1, .nan] {
      try planted("required share of a class: found \(share)") {
        try forAll(Family.unit.covering("all", share) { _ in true }) { isZero($0 * 0) }
      }
    }
    try planted("attaining: found 2.0") { try upperBound(.unit, attaining: 2) { (rounded($0), rounded(1)) } }
    try planted("resolution: found -1.0") { try forAll(.unit, resolution: -1) { isZero($0 * 0) } }
    try planted("neighbours: found 1.0...2.0, expected one below and one above the rate 0.0") {
      try rate(0, neighbours: 1...2, sizes: [1, 2], of: .unit, axes: ("size", "quantity")) {
        rounded($0 + $1)
      }
    }
    for sizes in [[], [1], [1, 1], [0, 1], [1, .infinity]] {
      try planted("sizes: found") {
        try rate(1, neighbours: 0...2, sizes: sizes, of: .unit, axes: ("size", "quantity")) {
          rounded($0 + $1)
        }
      }
    }
  }

  @Test func `a test has to state one property`() async throws {
    let identity = PropertyIdentity(
      theorem: "T99", title: "", status: .open, property: "p", file: URL(fileURLWithPath: "T99_X.swift"))
    /// What is told of a test.
    func told(_ test: () async throws -> Void) async -> [String] {
      let heard = Mutex<[String]>([])
      await Failure.$report.withValue({ failure in heard.withLock { $0.append(failure.text) } }) {
        do { try await identity.state(at: #_sourceLocation, test) } catch {
          heard.withLock { $0.append("\(error)") }
        }
      }
      return heard.withLock(\.self)
    }
    let property = { try forAll(.unit) { isZero($0 * 0) } }
    #expect(await told(property).isEmpty)
    #expect(await told {} == ["its test states no property"])
    #expect(await told { throw Broken() } == ["the family is broken"])
    let two = await told {
      try property()
      try property()
    }
    #expect(
      two.count == 1 && two.first?.contains("states a second property; expected a test for each") == true)
  }

  @Test func `a theorem has one file, with an id in its name`() throws {
    let files = TheoremRegistry()
    for file in ["A/T1_One.swift", "A/T1_One.swift", "B/T2_One.swift"] {
      try files.add(URL(fileURLWithPath: file))
    }
    #expect(throws: TheoremError.severalFiles(theorem: "T2", files: ["T2_One.swift", "T2_Two.swift"])) {
      try files.add(URL(fileURLWithPath: "A/T2_Two.swift"))
    }
    for name in ["Lemma.swift", "t1_One.swift", "T1.swift", "T_One.swift", "T1_.swift", "1_One.swift"] {
      #expect(throws: TheoremError.misnamed(file: name)) { try files.add(URL(fileURLWithPath: name)) }
    }
  }

  @Test func `an error past the engine is told, and keeps the property from holding`() throws {
    let failing = Family<Double>("broken") { draw in
      if draw.real("number", in: 0...1) > 0.5 { throw Broken() }
      return 0
    }
    let told = "an error stopped it: the family is broken"
    try planted(told) { try forAll(failing) { isZero($0) } }
    try planted(told) {
      try forAll(Family.unit.covering("broken", 0.1) { _ in throw Broken() }) { isZero($0 * 0) }
    }
    try planted(told) {
      let numbers = Family.unit.assuming("x") { $0 >= 0 }
      try cannotDrop("x", of: numbers, replacing: { _ in throw Broken() }) { isZero($0 * 0) }
    }
    try planted(told) {
      try forAll(.unit, observing: [.init("o", x: ("x", { $0 }), y: ("y", { _ in throw Broken() }))]) {
        isZero($0 * 0)
      }
    }
    // What is refuted by then is refuted: the first instance, which is judged before it is recorded.
    try planted("1 of 1 instances refute it") {
      try forAll(.unit, observing: [.init("o", x: ("x", { $0 }), y: ("y", { _ in throw Broken() }))]) { _ in
        isZero(1)
      }
    }
  }
}
