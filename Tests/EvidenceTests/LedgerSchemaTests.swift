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
      theorem: "T1", title: "t", status: .open, property: "p", claim: .universal, planned: 1)
    var full = bare
    let verdict = Verdict.equal(Estimate(1, budget: ErrorBudget([.rounding: 1])), 3).because("r")
    full.worst = .init(verdict, index: 0, instance: "{}")
    full.simplest = full.worst
    (full.judgement, full.saved, full.unsaved) = (.refuted("r"), "f", "u")
    (full.margin, full.sharpness, full.thrown) = (-1, 1e-9, "e")
    full.coverage = [.init(name: "c", count: 1, drawn: 2, required: 0.5, isMet: true)]
    (full.interval, full.objection, full.idle) = (1...2, "o", ["i"])
    (full.sameInstance, full.sameVerdict, full.sameViolation, full.stored) = ("a", "b", "c", "d")
    full.series = [.init(name: "s", axes: ["x", "y"], outcome: .holds, isHeadline: true, points: [[1, 2]])]
    full.drawings = [
      .init(places: [.init(x: 1, y: 2, weight: 1)], lines: [.init(isFound: true, x: 1, y: 0)], caption: "c")
    ]
    full.text = TheoremText(
      statement: "s", test: "t", proof: "p", coq: [.init(name: "n", file: "f")],
      hypotheses: [.init(id: "H1", title: "t", necessity: .needed, shownBy: ["p"], note: "n")])
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

  @Test func `names the claims, the kinds of evidence, the states and the judgements`() throws {
    func kinds(_ schemas: Any?) throws -> [String: [String]] {
      let kinds = try #require(schemas as? [[String: Any]])
      let named = kinds.map {
        $0["$ref"] == nil ? $0 : (schema["$defs"] as? [String: [String: Any]])?["plain"] ?? [:]
      }
      return named.reduce(into: [:]) { found, kind in
        for (name, value) in kind["properties"] as? [String: [String: Any]] ?? [:] {
          found[name] = (value["properties"] as? [String: Any])?.keys.sorted() ?? []
        }
      }
    }
    func coded(_ value: some Encodable) throws -> [String: [String: Any]] {
      try #require(
        try JSONSerialization.jsonObject(with: JSONEncoder().encode(value)) as? [String: [String: Any]])
    }
    let properties = try #require(schema["properties"] as? [String: [String: Any]])
    let claims: [Claim] = [
      .unstated, .universal, .identity, .bound, .tightBound(attaining: 1), .necessity(of: "h"),
      .counterexample,
      .frequency(allowed: 0.1, detecting: 0.2), .rate(power: 1, neighbours: 0...2, sizes: [1, 2]),
      .measurement(of: "m"),
    ]
    let evidence: [Claim.Evidence] = [
      .instances, .attained(part: 1), .violations(count: 1), .values(within: [0...1]), .search(restarts: 1),
    ]
    for (schemas, values) in [
      (properties["claim"]?["oneOf"], try claims.map(coded)),
      (properties["evidence"]?["oneOf"], try evidence.map(coded)),
    ] {
      let found = values.reduce(into: [:]) { $0.merge($1.mapValues { $0.keys.sorted() }) { a, _ in a } }
      #expect(try kinds(schemas) == found)
    }
    let states = try #require(properties["status"]?["enum"] as? [String])
    #expect(states.allSatisfy { TheoremStatus(rawValue: $0) != nil } && states.count == 4)
    let judgement = try #require(properties["judgement"]?["properties"] as? [String: [String: Any]])
    let judgements: [Judgement] = [.holds, .refuted("r"), .inconclusive("r"), .pending("r")]
    #expect(judgement["verdict"]?["enum"] as? [String] == judgements.map(\.word))
    for judgement in judgements {
      #expect(try JSONDecoder().decode(Judgement.self, from: JSONEncoder().encode(judgement)) == judgement)
    }
  }
}
