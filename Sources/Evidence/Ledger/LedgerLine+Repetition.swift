import Foundation

// Lines of one run of a property that was made several times: a shard that was started again, a ledger that was given twice.

extension LedgerLine {
  /// What computed a line, which part of the instances, and after which stored counterexamples: lines that have it in common
  /// must come out the same.
  struct Origin: Hashable {
    let shard: Shard
    let stored: String?
    let build: String
    let version: String
    let provider: String
  }

  var origin: Origin {
    Origin(shard: shard, stored: stored, build: build, version: version, provider: provider)
  }

  /// Makes one line of several of one run. Where they came out the same, that is the first; else it is the gravest, and
  /// refuted, for the property is no function of its instances then, and none of the lines can be believed.
  ///
  /// Searches end by the clock: each counts, and none has to come out as another.
  /// - Parameter lines: of one property and one shard, looked at by the same build.
  /// - Returns: nil for no lines.
  package static func repeated(_ lines: [LedgerLine]) -> LedgerLine? { Repetition(lines)?.line }

  /// Whether a verdict must be told rather than another.
  static func isLessGrave(_ a: LedgerLine, _ b: LedgerLine) -> Bool {
    a.verdict.severity < b.verdict.severity
  }
}

/// Several lines of one run, and whether they came out the same.
struct Repetition {
  private(set) var line: LedgerLine
  /// What they differ in, as a clause; nil where they came out the same.
  private(set) var discrepancy: String?

  init?(_ lines: [LedgerLine]) {
    guard let first = lines.first else { return nil }
    line = first
    guard !first.isSearch else {
      let others = lines.reduce(into: [LedgerLine]()) { if !$0.contains($1) { $0.append($1) } }.dropFirst()
      for other in others { line.add(other) }
      if !others.isEmpty { line.judge() }
      return
    }
    guard lines.count > 1 else { return }
    // As a ledger has them: there what is no number is the same as itself.
    let differing = Self.results.filter { _, value in Set(lines.map { Self.told(value($0)) }).count > 1 }.map(
      \.name)
    guard !differing.isEmpty else { return }
    let discrepancy = "did not come out the same twice: \(differing.joined(separator: ", "))"
    line = lines.max(by: LedgerLine.isLessGrave) ?? first
    line.judgement = .refuted(discrepancy)
    self.discrepancy = discrepancy
  }

  /// What a property comes to; not how long it took, in which process and order.
  private static let results: [(name: String, value: @Sendable (LedgerLine) -> any Encodable)] = [
    ("verdict", { $0.verdict }), ("instances", { $0.instances }), ("refuted", { $0.refuted }),
    ("undecided", { $0.inconclusive }), ("worst instance", { $0.worst }), ("evidence", { $0.evidence }),
    ("coverage", { $0.coverage }), ("rejected", { $0.rejected }), ("resolution", { $0.resolution }),
    ("status", { $0.status }), ("grade", { $0.grade }), ("largest error", { $0.sharpness }),
    ("objection", { $0.objection }), ("error", { $0.thrown }),
  ]

  private static func told(_ value: any Encodable) -> Data? { try? JSONEncoder.ofEvidence().encode(value) }
}
