import Foundation

@testable import TheoremTesting

@Suite struct `A stored counterexample` {
  private let root = FileManager.default.temporaryDirectory.appendingPathComponent(
    "stored-\(UUID().uuidString)")
  private var folder: URL { root.appendingPathComponent("Tests/Counterexamples") }

  private func example(_ instance: Choices) -> StoredCounterexample {
    StoredCounterexample(
      theorem: "T99", property: "is zero, always", instance: instance, found: ["x": 0.30000000000000004],
      index: 7, seed: 3,
      verdict: .vanishes(measured: 1, budget: ErrorBudget([.rounding: 0.25])), provider: "none")
  }

  private let tiny: Choices = [
    "x": [0.1, 0.3333333333333333, 2.5e-308], "mean": [[1, 2], [3, 4]], "shape": "diagonal", "n": 3,
  ]

  @Test func `comes back bit for bit, under a name that its content makes`() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let file = try example(tiny).save(in: folder)
    #expect(file.lastPathComponent.hasPrefix("T99_is-zero-always_"))
    let read = try StoredCounterexample(file: file)
    #expect(read.instance == tiny && read.found == ["x": 0.30000000000000004])
    #expect(read.index == 7 && read.seed == 3 && read.margin == -0.75)
    #expect(read.version == programVersion && read.provider == "none")
    #expect(try example(tiny).save(in: folder) == file)
    #expect(try example(["x": 0.2]).save(in: folder) != file)
    #expect(try CounterexampleHeader.files(of: "T99", in: folder).count == 2)
    #expect(try CounterexampleHeader.files(of: "T9", in: folder).isEmpty)
    #expect(try CounterexampleHeader.files(of: "T99", in: root.appendingPathComponent("none")).isEmpty)
    let error = #expect(throws: StoredCounterexampleError.self) {
      try CounterexampleHeader.files(of: "T99", in: file)
    }
    #expect(error?.description.hasPrefix("counterexample \(file.path): the folder cannot be read: ") == true)
  }

  @Test func `is told by name when it is damaged or out of date, and is left alone`() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let file = try example(["x": 1]).save(in: folder)
    let text = try String(contentsOf: file, encoding: .utf8)
    for (content, reason) in [
      ("", "not valid JSON"), (String(text.prefix(text.count / 2)), "not valid JSON"),
      (text.replacing("\"schema\" : 3", with: "\"schema\" : 1"), "schema 1, expected 3"),
      (text.replacing("\"theorem\"", with: "\"theory\""), "no key \"theorem\""),
    ] {
      try content.write(to: file, atomically: true, encoding: .utf8)
      let error = #expect(throws: StoredCounterexampleError.self) { try CounterexampleHeader(file: file) }
      #expect(
        error?.file == file.path && error?.description.contains(reason) == true, "\(content): \(error as Any)"
      )
      #expect(try String(contentsOf: file, encoding: .utf8) == content)
    }
    // No choices.
    try text.replacing("\"x\" : 1\n", with: "\"x\" : true\n").write(
      to: file, atomically: true, encoding: .utf8)
    let error = #expect(throws: StoredCounterexampleError.self) { try StoredCounterexample(file: file) }
    #expect(error?.description.contains("\(file.lastPathComponent): key \"instance.x\"") == true)
    #expect(throws: StoredCounterexampleError.self) {
      try CounterexampleHeader(file: folder.appendingPathComponent("none.json"))
    }
  }

  @Test func `that cannot be written is told`() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    // A file where the folder would be: root may write everywhere.
    for name in ["Package.swift", "Tests"] { try Data().write(to: root.appendingPathComponent(name)) }
    let identity = PropertyIdentity(
      theorem: "T99", title: "t", status: .open, property: "p",
      file: root.appendingPathComponent("T99_T.swift"))
    let property = Property(.universal, family: .unit, resolution: 1e-6) { isZero($0) }
    var tally = Tally(
      property,
      line: LedgerLine(
        theorem: "T99", title: "t", status: .open, property: "p", claim: .universal, planned: 9))
    let instances = Instances(of: "p", count: 9, settings: try Settings(environment: [:]))
    tally.book(try instances.forEach(of: .unit) { tally.add(property.verdict($0.instance), of: $0) })
    try tally.finish(identity)
    #expect(tally.line.verdict == .refuted && tally.line.saved == nil)
    #expect(
      tally.line.failure?.contains("the instance could not be stored, and cannot be replayed: ") == true)
  }

  @Test func `must belong to a property of its theorem`() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    try Data().write(to: root.appendingPathComponent("Package.swift"))
    let theorem = root.appendingPathComponent("Tests/TheoremTests/T99_Zero.swift")
    try FileManager.default.createDirectory(
      at: theorem.deletingLastPathComponent(), withIntermediateDirectories: true)
    try "@Test func `is zero, always`() {}".write(to: theorem, atomically: true, encoding: .utf8)
    try TheoremTrait.checkCounterexamples(of: theorem)
    let file = try example(["x": 1]).save(in: folder)
    try TheoremTrait.checkCounterexamples(of: theorem)
    try "@Test func `is zero, sometimes`() {}".write(to: theorem, atomically: true, encoding: .utf8)
    let lost = #expect(throws: StoredCounterexampleError.self) {
      try TheoremTrait.checkCounterexamples(of: theorem)
    }
    #expect(lost?.file == file.path && lost?.reason.contains("is zero, always") == true)
    try "torn".write(to: file, atomically: true, encoding: .utf8)
    #expect(throws: StoredCounterexampleError.self) { try TheoremTrait.checkCounterexamples(of: theorem) }
  }

  @Test func `of a property that tries none is told`() throws {
    let stored = (file: root, counterexample: example(["number": 0.5]))
    func reason(_ claim: Claim, _ family: Family<Double>?) -> String? {
      let property = Property(claim, family: family, resolution: 1e-6) { isZero($0) }
      var tally = Tally(
        property,
        line: LedgerLine(
          theorem: "T99", title: "t", status: .open, property: "p", claim: claim, planned: 9))
      do { try tally.replay(stored) } catch { return (error as? StoredCounterexampleError)?.reason }
      return nil
    }
    #expect(reason(.counterexample, nil) == "its property, a counterexample without a family, tries none")
    for (claim, name) in [
      (Claim.frequency(allowed: 0.1, detecting: 0.2), "frequency"), (.necessity(of: "h"), "necessity"),
      (.measurement(of: "m"), "measurement"),
    ] { #expect(reason(claim, .unit) == "its property, a \(name), tries none") }
    #expect(reason(.universal, .unit) == nil)
  }

  @Test func `know their property by any of its names`() {
    let source = "@Test func plain() {}; @Test(\"in quotes\") func a() {}; @Test func `in/ticks`() {}"
    for name in ["plain()", "in quotes", "in/ticks", "Inner/plain()", "Inner/Deeper/in/ticks"] {
      #expect(TheoremFile.states(source, name), "\(name)")
    }
    for name in ["plain", "lain()", "quotes", "ticks", "in", "a", "", "other()"] {
      #expect(!TheoremFile.states(source, name), "\(name)")
    }
    for comment in ["// \(source)", "/* a /* nested */ one: \(source) */"] {
      #expect(!TheoremFile.states(comment, "in quotes"))
    }
  }

  @Test func `that cannot be written is an error, not the end`() throws {
    #expect(throws: (any Error).self) { try example(["x": 1]).save(in: URL(fileURLWithPath: "/dev/null/no")) }
  }
}
