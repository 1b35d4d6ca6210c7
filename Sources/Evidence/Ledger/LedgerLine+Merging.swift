// Lines of the shards of a run, made into the lines of one run.

extension LedgerLine {
  /// What lines of one property of one run have in common.
  struct Key: Hashable {
    let theorem: String
    let property: String
    let claim: Claim
    let isSearch: Bool
    let seed: UInt64
    let planned: Int
  }

  var key: Key {
    Key(theorem: theorem, property: property, claim: claim, isSearch: isSearch, seed: seed, planned: planned)
  }

  /// Whether two lines tell of the same instances of a property, looked at by the same build with the same LAPACK.
  package func isSameRun(as other: LedgerLine) -> Bool { key == other.key && origin == other.origin }

  /// Merges lines: those of one property into one line, in the order of their first appearance. Lines that came out the same
  /// count once.
  ///
  /// Whatever makes the lines other than those of one run keeps the property from holding: it is refuted where one build did
  /// not come out the same twice, and inconclusive where a shard is missing, and where the lines are of different builds,
  /// versions or providers.
  package static func merged(_ lines: [LedgerLine]) -> [LedgerLine] {
    lines.grouped(by: \.key).compactMap { merged(property: $0) }
  }

  /// - Parameter lines: of one property.
  private static func merged(property lines: [LedgerLine]) -> LedgerLine? {
    let runs = lines.grouped(by: \.origin).compactMap(Repetition.init)
    // Of different builds the one that is worse for the property: which of them is the last is not known.
    let shards = runs.map(\.line).grouped(by: \.shard).compactMap { $0.max(by: isLessGrave) }
      .sorted { $0.shard.index < $1.shard.index }
    guard var whole = merged(shards: shards) else { return nil }
    if let differences = differences(lines.map(\.origin)) {
      whole.judgement =
        whole.verdict == .refuted
        ? .refuted([whole.reason, differences].compactMap(\.self).joined(separator: "; "))
        : .inconclusive(differences)
    }
    if let run = runs.first(where: { $0.discrepancy != nil }), let discrepancy = run.discrepancy {
      let shard = run.line.shard
      whole.judgement = .refuted(
        shard.count > 1 ? "shard \(shard.index) of \(shard.count) \(discrepancy)" : discrepancy)
    }
    return whole
  }

  /// As in "the lines are of different builds (1f, 2a) and of different providers (OpenBLAS, reference)"; nil where all are of
  /// one origin.
  private static func differences(_ origins: [Origin]) -> String? {
    let kinds: [(name: String, value: KeyPath<Origin, String>)] = [
      ("builds", \.build), ("versions", \.version), ("providers", \.provider),
    ]
    let clauses = kinds.compactMap { name, value -> String? in
      let found = Set(origins.map { $0[keyPath: value] }).sorted()
      guard found.count > 1 else { return nil }
      return "of different \(name) (\(found.map { $0.isEmpty ? "unknown" : $0 }.joined(separator: ", ")))"
    }
    return clauses.isEmpty ? nil : "the lines are \(clauses.joined(separator: " and "))"
  }

  /// - Parameter shards: lines of one property, each of another shard, sorted.
  private static func merged(shards: [LedgerLine]) -> LedgerLine? {
    guard let first = shards.first else { return nil }
    guard shards.count > 1 || first.shard.count > 1 else { return first }
    var whole = first
    for shard in shards.dropFirst() { whole.add(shard) }
    // Each part has fulfilled a plan of its own.
    (whole.shard, whole.plan) = (.whole, "")
    whole.judge()
    let count = first.shard.count
    guard shards.allSatisfy({ $0.shard.count == count }) else {
      let counts = Set(shards.map(\.shard.count)).sorted().map { "\($0)" }.joined(separator: " and ")
      return whole.undecided("the shards are of different runs: of \(counts) parts")
    }
    let missing = Set(1...count).subtracting(shards.map(\.shard.index)).sorted()
    guard missing.isEmpty else {
      let list = missing.prefix(20).map { "\($0)" }.joined(separator: ", ")
      let more = missing.count > 20 ? " and \(missing.count - 20) more" : ""
      return whole.undecided("of \(count) shards, missing: \(list)\(more)")
    }
    // Each decides it on the same instances.
    guard shards.allSatisfy({ $0.coverage == first.coverage }) else {
      return whole.undecided("the shards came to different shares of the classes")
    }
    // What a part found stands, whatever the others add to it.
    let gravest = shards.filter(\.judgement.isNotHolding).max(by: isLessGrave)
    if let gravest, isLessGrave(whole, gravest) { whole.judgement = gravest.judgement }
    return whole
  }

  private func undecided(_ reason: String) -> LedgerLine {
    var line = self
    // What a part refutes is refuted.
    if line.verdict != .refuted { line.judgement = .inconclusive(reason) }
    return line
  }

  /// Whether the worst of another shard is to be shown instead of this one's.
  private func shows(_ other: LedgerLine) -> Bool {
    guard let theirs = other.worst, let mine = worst else { return other.worst != nil }
    if claim.hypothesis != nil, (refuted + inconclusive > 0) != (other.refuted + other.inconclusive > 0) {
      return refuted + inconclusive == 0
    }
    return shows(Standing(theirs), before: Standing(mine))
  }

  /// The part of the false alarm that every shard books: it decides the classes of a family that is drawn on the same instances, and
  /// one interval is made of all.
  private var falseAlarmOfFamily: Double {
    let ofInterval =
      switch claim {
      case .frequency, .rate: 1
      default: 0
      }
    let ofClasses = isListed ? 0 : coverage.count + (rejected > 0 ? 1 : 0)
    return min(Double(ofClasses + ofInterval) * FalseAlarm.ofCheck, falseAlarm)
  }

  mutating func add(_ other: LedgerLine) {
    // What is simplest, and the file, are those of the instance that is shown.
    if shows(other) {
      (worst, simplest, saved, unsaved) = (other.worst, other.simplest, other.saved, other.unsaved)
    }
    for (same, isAny) in [
      (\LedgerLine.sameInstance, { $0.instances > 0 }), (\.sameVerdict, { $0.instances > 0 }),
      (\.sameViolation, { $0.violations > 0 }),
    ] as [(WritableKeyPath<LedgerLine, String?>, (LedgerLine) -> Bool)] where isAny(other) {
      let isOne = !isAny(self) || self[keyPath: same] == other[keyPath: same]
      self[keyPath: same] = isOne ? other[keyPath: same] : nil
    }
    instances += other.instances
    refuted += other.refuted
    inconclusive += other.inconclusive
    replayed += other.replayed
    rejected += other.rejected
    ascent += other.ascent
    ascentUndecided += other.ascentUndecided
    if let mine = idle, let theirs = other.idle {
      idle = mine.filter(theirs.contains)
    } else {
      idle = idle ?? other.idle
    }
    objection = objection ?? other.objection
    evidence.add(other.evidence)
    for added in other.series { series.add(added) }
    drawings += other.drawings.filter { !drawings.contains($0) }.prefix(Self.mostDrawings - drawings.count)
    sharpness = [sharpness, other.sharpness].compactMap(\.self).max()
    grade = Grade.weaker(grade, other.grade)
    resolution = max(resolution, other.resolution)
    falseAlarm += other.falseAlarm - min(falseAlarmOfFamily, other.falseAlarmOfFamily)
    thrown = thrown ?? other.thrown
    seconds += other.seconds
  }
}
