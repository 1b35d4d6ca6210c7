// Lines of one run of a property that was made several times: a shard that was started again, a ledger that was given twice.

extension LedgerLine {
  /// What computed a line, and which part of the instances: lines that have it in common must come out the same.
  struct Origin: Hashable {
    let shard: Shard
    let build: String
    let version: String
    let provider: String
  }

  var origin: Origin { Origin(shard: shard, build: build, version: version, provider: provider) }

  /// Makes one line of several of one run. Where they came out the same, that is the first; else it is the gravest, and
  /// refuted, for the property is no function of its instances then, and none of the lines can be believed.
  ///
  /// Searches end by the clock: each counts, and none has to come out as another.
  /// - Parameter lines: of one property and one shard, looked at by the same build.
  /// - Returns: nil for no lines.
  package static func repeated(_ lines: [LedgerLine]) -> LedgerLine? {
    Repetition(lines)?.line
  }

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
    let differing = Self.results.filter { _, isSame in !lines.allSatisfy { isSame($0, first) } }.map(\.name)
    guard !differing.isEmpty else { return }
    let discrepancy = "did not come out the same twice: \(differing.joined(separator: ", "))"
    line = lines.max(by: LedgerLine.isLessGrave) ?? first
    line.judgement = .refuted(discrepancy)
    self.discrepancy = discrepancy
  }

  /// What a property comes to; not how long it took, in which process and order.
  private static let results: [(name: String, isSame: @Sendable (LedgerLine, LedgerLine) -> Bool)] = [
    ("verdict", { $0.verdict == $1.verdict }), ("instances", { $0.instances == $1.instances }),
    ("refuted", { $0.refuted == $1.refuted }), ("undecided", { $0.inconclusive == $1.inconclusive }),
    ("stored counterexamples", { $0.replayed == $1.replayed }),
    ("worst instance", { $0.worst == $1.worst }), ("evidence", { $0.evidence == $1.evidence }),
    ("coverage", { $0.coverage == $1.coverage }), ("rejected", { $0.rejected == $1.rejected }),
    ("resolution", { $0.resolution == $1.resolution }), ("status", { $0.status == $1.status }),
    ("grade", { $0.grade == $1.grade }), ("largest error", { $0.sharpness == $1.sharpness }),
    ("objection", { $0.objection == $1.objection }), ("error", { $0.thrown == $1.thrown }),
  ]
}
