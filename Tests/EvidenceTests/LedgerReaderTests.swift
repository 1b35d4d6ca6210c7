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
