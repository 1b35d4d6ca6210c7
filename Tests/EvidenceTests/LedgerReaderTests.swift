import Evidence
import Foundation
import Testing

struct LedgerReaderTests {
  private let file = FileManager.default.temporaryDirectory.appendingPathComponent(
    "\(UUID().uuidString).jsonl")

  @Test func `damaged lines are told by number and cost no other`() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let line = try LedgerLine.sample(property: "a").encoded()
    let text = String(decoding: line, as: UTF8.self)
    let schema = LedgerLine.currentSchema
    let foreign = [
      "prose": "The given data was not valid JSON",
      "{\"schema\":\(schema)}": #"no key "theorem""#,
      text.dropLast(2) + ",}": "a comma before a closing bracket",
      text.dropLast().replacing("\"schema\":\(schema)", with: #""schema":1"#): "schema 1, expected \(schema)",
      text.dropLast().replacing(#""status":"proved""#, with: #""status":"believed""#): #"key "status": "#,
      text.dropLast().replacing(#""instances":1"#, with: #""instances":"one""#): #"key "instances": "#,
    ]
    for (bad, reason) in foreign {
      try (line + Data("\(bad)\n\n".utf8) + line + line.dropLast()).write(to: file)
      var reader = LedgerReader(file)
      #expect(try reader.next().count == 2)
      reader.finish()
      #expect(reader.damages.map(\.line) == [2, 5], "\(bad)")
      let damage = try #require(reader.damages.first)
      #expect(damage.reason.hasPrefix(reason), "\(damage)")
    }
  }

  @Test func `what broke down is made good by a run of all that was planned, and by no other`() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let (a, b) = (Plan.Property(theorem: "T1", property: "a"), Plan.Property(theorem: "T1", property: "b"))
    func plan(_ properties: Set<Plan.Property>, seed: UInt64 = 0, run: String = "2") -> Plan {
      Plan(properties, seed: seed, shard: .whole, run: run)
    }
    let first = plan([a, b], run: "1")
    let end = RunEnd(of: "2", exitCode: 0)
    for breakdown in [Breakdown(.run, "it crashed"), Breakdown(.test, "it failed", culprit: a)] {
      let broken = RunEnd(of: "1", exitCode: 1, breakdowns: [breakdown])
      for (later, isOpen) in [(plan([a]), true), (plan([a, b], seed: 1), true), (plan([a, b]), false)] {
        let reader = try reader(first.encoded(), broken.encoded(), later.encoded(), end.encoded())
        #expect(reader.breakdowns == (isOpen ? [breakdown] : []))
        #expect(reader.ends == (isOpen ? [broken, end] : [end]) && reader.endless.isEmpty)
      }
      // One that does not come to its end, and one that stops before its plan, tell nothing.
      for rest in [
        [], [try RunEnd(of: "2", exitCode: 130).encoded()], [try RunEnd(of: "3", exitCode: 1).encoded()],
      ] {
        let reader = try reader([first.encoded(), broken.encoded(), plan([a, b]).encoded()] + rest)
        #expect(reader.breakdowns == [breakdown] && reader.endless == [plan([a, b])])
      }
    }
  }

  @Test func `a run of some theorems makes good none of more`() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    func plan(_ run: String) -> Plan {
      Plan([.init(theorem: "T1", property: "a")], seed: 0, shard: .whole, run: run)
    }
    let asked: [(earlier: [String]?, later: [String]?, isOpen: Bool)] = [
      (nil, ["T1"], true), (["T1", "T2"], ["T1"], true), (nil, nil, false), (["T1"], nil, false),
      (["T1"], ["T2", "T1"], false),
    ]
    for (earlier, later, isOpen) in asked {
      let broken = RunEnd(
        of: "1", exitCode: 3, asked: earlier, breakdowns: [Breakdown(.source, "T2 has no test")])
      let second = try plan("2").encoded() + RunEnd(of: "2", exitCode: 0, asked: later).encoded()
      // One that did not build has no plan.
      for first in [try plan("1").encoded(), Data()] {
        #expect(try reader(first, broken.encoded(), second).breakdowns.isEmpty == !isOpen)
      }
    }
  }

  @Test func `a run without its end is made good by a later one, and that of swift test has none`() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    func plan(_ run: String?) -> Plan { Plan([], seed: 0, shard: .whole, run: run) }
    let end = try RunEnd(of: "2", exitCode: 0).encoded()
    let killed = try reader(plan("1").encoded(), plan("2").encoded())
    #expect(killed.endless == [plan("1"), plan("2")])
    #expect(try reader(plan("1").encoded(), plan("2").encoded(), end).endless.isEmpty)
    #expect(try reader(plan("2").encoded(), end, plan("1").encoded()).endless == [plan("1")])
    #expect(try reader(plan(nil).encoded()).endless.isEmpty)
    #expect(plan("1").id == plan("2").id)
  }

  /// One that has read these lines.
  private func reader(_ lines: Data...) throws -> LedgerReader { try reader(lines) }

  private func reader(_ lines: [Data]) throws -> LedgerReader {
    try lines.reduce(Data(), +).write(to: file)
    var reader = LedgerReader(file)
    _ = try reader.next()
    return reader
  }

  @Test(arguments: [
    (#""planned":1,"#, #""planned":9223372036854775807,"#), (#""instances":1,"#, #""instances":-1,"#),
    (#""instances":1,"#, #""instances":1e30,"#), (#""refuted":0,"#, #""refuted":1099511627777,"#),
    (#""inconclusive":0,"#, #""inconclusive":-9223372036854775808,"#),
    (#""rejected":0,"#, #""rejected":4611686018427387904,"#), (#""replayed":0,"#, #""replayed":-2,"#),
    (#""ascent":0,"#, #""ascent":-1,"#), (#""index":0,"#, #""index":-1,"#),
    (#""shard":{"count":1,"index":1}"#, #""shard":{"count":0,"index":1}"#),
    (#""shard":{"count":1,"index":1}"#, #""shard":{"count":1000000000000,"index":1}"#),
    (#""shard":{"count":1,"index":1}"#, #""shard":{"count":-3,"index":-5}"#),
    (#""shard":{"count":1,"index":1}"#, #""shard":{"count":2,"index":3}"#),
    (#""seconds":0,"#, #""seconds":1e300,"#), (#""seconds":0,"#, #""seconds":"nan","#),
    (#""falseAlarm":0,"#, #""falseAlarm":-1,"#), (#""coverage":[]"#, coverage(-1, 2)),
    (#""coverage":[]"#, coverage(1, 1 << 62)), (#""refuted":0,"#, #""refuted":0,"refuted":1,"#),
    (#""evidence":{"instances":{}}"#, #""evidence":{"violations":{"count":-9223372036854775808}}"#),
    (#""evidence":{"instances":{}}"#, #""evidence":{"search":{"restarts":9223372036854775807}}"#),
  ])
  func `a number that no run comes to is damage of its line`(_ old: String, _ new: String) throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let line = String(decoding: try LedgerLine.sample(property: "a").encoded(), as: UTF8.self)
    #expect(line.contains(old), "\(line)")
    let bad = line.replacing(old, with: new)
    try Data((line + bad + bad).utf8).write(to: file)
    var reader = LedgerReader(file)
    // What is read is counted, as every reader does.
    #expect(LedgerLine.merged(try reader.next()).count == 1)
    #expect(reader.damages.map(\.line) == [2, 3], "\(reader.damages)")
  }

  fileprivate static func coverage(_ count: Int, _ drawn: Int) -> String {
    #""coverage":[{"name":"c","count":\#(count),"drawn":\#(drawn),"required":0.5,"isMet":true}]"#
  }

  @Test func `a plan of a shard that cannot be is damage too`() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    try Plan([], seed: 0, shard: Shard(index: 5, count: 3)).encoded().write(to: file)
    var reader = LedgerReader(file)
    #expect(try reader.next().isEmpty && reader.plans.isEmpty)
    #expect(reader.damages.first?.reason.hasPrefix("shard: found 5/3, expected i/n") == true)
  }

  @Test func `a growing file is read line by line`() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let lines = try ["a", "b", "c"].map { try LedgerLine.sample(property: $0).encoded() }
    let bytes = lines[0] + lines[1] + lines[2]
    var reader = LedgerReader(file)
    var found: [LedgerLine] = []
    // Every cut of the file into two pieces of its growth, in turn.
    for cut in stride(from: 0, through: bytes.count, by: 7) {
      try bytes.prefix(cut).write(to: file)
      reader = LedgerReader(file)
      found = try reader.next()
      #expect(found.count == bytes.prefix(cut).count { $0 == UInt8(ascii: "\n") })
      try bytes.write(to: file)
      found += try reader.next()
      #expect(found.map(\.property) == ["a", "b", "c"])
      #expect(try reader.next().isEmpty)
    }
    reader.finish()
    #expect(reader.damages.isEmpty)
  }

  @Test func `a line survives its file`() throws {
    var line = LedgerLine.sample(property: "every minimiser, “any” rank\n", instance: "{\"π\": 1}")
    line.claim = .frequency(allowed: .nan, detecting: .infinity)
    (line.judgement, line.margin) = (.refuted("none"), -.infinity)
    line.interval = 1e-300...1
    let bytes = try line.encoded()
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1)
    // NaN equals nothing: what is read is compared as it is written.
    #expect(try LedgerLine(bytes).encoded() == bytes)
  }
}
