import Foundation

@testable import TheoremTesting

@Suite struct `The plan of a run` {
  private struct Broken: Error, CustomStringConvertible { let description = "the family is broken" }

  @Test func `is written once, before the first result, with what was announced`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("run.jsonl")
    let ledger = Ledger(path: file.path)
    try await ledger.open()
    for property in ["b", "a", "b"] { ledger.announce(.init(theorem: "T1", property: property)) }
    let settings = try Settings(environment: ["THEOREM_SEED": "7", "THEOREM_SHARD": "2/3"])
    let id = try ledger.begin(settings, provider: "none")
    try ledger.append(.sample(property: "a"))
    #expect(try ledger.begin(settings, provider: "none") == id)
    var reader = LedgerReader(file)
    #expect(try reader.next().count == 1 && reader.damages.isEmpty)
    let plan = try #require(reader.plans.first)
    #expect(reader.plans.count == 1 && plan.id == id)
    #expect(
      plan.properties.map(\.property) == ["a", "b"] && plan.seed == 7
        && plan.shard == .init(index: 2, count: 3))
  }

  @Test func `an error past the engine is told, and keeps the property from holding`() throws {
    let failing = Family<Double>("broken") { generator in
      if generator.uniform() > 0.5 { throw Broken() }
      return 0
    }
    let told = "it was not looked at to its end: the family is broken"
    try planted(told) { try forAll(failing) { isZero($0) } }
    try planted(told) {
      try forAll(Family.unit.covering("broken", 0.1) { _ in throw Broken() }) { isZero($0 * 0) }
    }
    try planted(told) {
      try twin(dropping: "x", of: .unit, breaking: { _ in throw Broken() }) { isZero($0 * 0) }
    }
    try planted(told) {
      try forAll(.unit, observing: [.init("o", x: ("x", { $0 }), y: ("y", { _ in throw Broken() }))]) {
        isZero($0 * 0)
      }
    }
    // What is refuted by then is refuted.
    let late = Family<Double>("broken later") { generator in
      let number = generator.uniform()
      if number < 0.02 { throw Broken() }
      return number
    }
    try planted("refute it") { try forAll(late) { isZero($0) } }
  }
}
