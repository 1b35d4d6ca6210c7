import Evidence
import Foundation
import Testing

/// The JSON Schema says what the lines are.
@Suite struct `The schema of a ledger's line` {
  private let schema: [String: Any]

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Evidence/Ledger/ledger-line.schema.json")
    schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
  }

  /// A line with every key, and one with as few as there can be.
  private var lines: (full: LedgerLine, bare: LedgerLine) {
    let bare = LedgerLine(
      theorem: "T1", title: "t", status: .open, property: "p", form: .universal, planned: 1)
    var full = bare
    let verdict = Verdict.equal(Estimate(1, budget: ErrorBudget([.rounding: 1])), 3).because("r")
    full.worst = .init(verdict, index: 0, instance: "{}")
    full.simplest = full.worst
    (full.hypothesis, full.reason, full.saved) = ("h", "r", "f")
    (full.margin, full.sharpness, full.thrown) = (-1, 1e-9, "e")
    full.coverage = [.init(name: "c", count: 1, drawn: 2, required: 0.5, isMet: true)]
    full.slopes = [[1, 2]]
    full.series = [.init(name: "s", axes: ["x", "y"], outcome: .holds, points: [[1, 2]])]
    full.drawings = [
      .init(places: [.init(x: 1, y: 2, weight: 1)], lines: [.init(isFound: true, x: 1, y: 0)], caption: "c")
    ]
    full.text = TheoremText(
      statement: "s", test: "t", proof: "p", coq: [.init(name: "n", file: "f")],
      hypotheses: [.init(id: "H1", title: "t", necessity: .needed, twins: ["twin"], note: "n")])
    return (full, bare)
  }

  private func object(_ line: LedgerLine) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: line.encoded()) as? [String: Any])
  }

  @Test func `names the keys of a line, and those that each has`() throws {
    let properties = try #require(schema["properties"] as? [String: [String: Any]])
    #expect(try object(lines.full).keys.sorted() == properties.keys.sorted())
    #expect(try object(lines.bare).keys.sorted() == (schema["required"] as? [String])?.sorted())
    #expect(properties["schema"]?["const"] as? Int == LedgerLine.currentSchema)
  }

  @Test func `names the keys of what a line holds`() throws {
    let full = try object(lines.full)
    let properties = try #require(schema["properties"] as? [String: [String: Any]])
    let instance = try #require((schema["$defs"] as? [String: [String: Any]])?["instance"])
    func keys(_ object: Any?) -> [String]? { (object as? [String: Any])?.keys.sorted() }
    #expect(keys(full["worst"]) == keys(instance["properties"]))
    #expect(keys(full["shard"]) == keys(properties["shard"]?["properties"]))
    let text = try #require(full["text"] as? [String: Any])
    let texts =
      (schema["$defs"] as? [String: [String: Any]])?["text"]?["properties"] as? [String: [String: Any]]
    #expect(keys(text) == texts?.keys.sorted())
    for list in ["coq", "hypotheses"] {
      let items = texts?[list]?["items"] as? [String: Any]
      #expect(keys((text[list] as? [Any])?.first) == keys(items?["properties"]))
    }
    for list in ["coverage", "series", "drawings"] {
      let items = properties[list]?["items"] as? [String: Any]
      #expect(keys((full[list] as? [Any])?.first) == keys(items?["properties"]))
    }
  }

  @Test func `names the forms, states and outcomes`() throws {
    let properties = try #require(schema["properties"] as? [String: [String: Any]])
    let forms = try #require(properties["form"]?["enum"] as? [String])
    #expect(forms.allSatisfy { LedgerLine.Form(rawValue: $0) != nil } && Set(forms).count == 9)
    let states = try #require(properties["status"]?["enum"] as? [String])
    #expect(states.allSatisfy { TheoremStatus(rawValue: $0) != nil } && states.count == 3)
    let outcomes = try #require(properties["verdict"]?["enum"] as? [String])
    #expect(outcomes.allSatisfy { Verdict.Outcome(rawValue: $0) != nil } && outcomes.count == 3)
  }
}
