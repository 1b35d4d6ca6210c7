// Lines of the shards of a run, made into the lines of one run.

extension LedgerLine {
  /// What lines of one property of one run have in common.
  struct Key: Hashable {
    let theorem: String
    let property: String
    let form: Form
    let seed: UInt64
    let planned: Int
  }

  var key: Key { Key(theorem: theorem, property: property, form: form, seed: seed, planned: planned) }

  /// Whether two lines tell of the same instances of a property, looked at by the same build.
  package func isSameRun(as other: LedgerLine) -> Bool {
    key == other.key && shard == other.shard && build == other.build
  }

  /// Merges lines: those of one property into one line, in the order of their first appearance. A shard that was run
  /// several times counts once, by its last line. A property with a shard that is missing is inconclusive.
  public static func merged(_ lines: [LedgerLine]) -> [LedgerLine] {
    var order: [Key] = []
    var groups: [Key: [Shard: LedgerLine]] = [:]
    for line in lines {
      if groups[line.key] == nil { order.append(line.key) }
      groups[line.key, default: [:]][line.shard] = line
    }
    return order.compactMap { key in
      groups[key].flatMap { merged(shards: $0.values.sorted { $0.shard.index < $1.shard.index }) }
    }
  }

  /// - Parameter shards: lines of one property, each of another shard, sorted.
  private static func merged(shards: [LedgerLine]) -> LedgerLine? {
    guard let first = shards.first else { return nil }
    guard shards.count > 1 || first.shard.count > 1 else { return first }
    var whole = first
    for shard in shards.dropFirst() { whole.add(shard) }
    whole.shard = .whole
    whole.judge()
    let count = first.shard.count
    guard shards.allSatisfy({ $0.shard.count == count }) else {
      let counts = Set(shards.map(\.shard.count)).sorted().map { "\($0)" }.joined(separator: " and ")
      return whole.undecided("the shards are of different runs: of \(counts) parts")
    }
    let missing = Set(1...count).subtracting(shards.map(\.shard.index)).sorted()
    guard missing.isEmpty else {
      let list = missing.map { "\($0)" }.joined(separator: ", ")
      return whole.undecided("of \(count) shards, missing: \(list)")
    }
    return whole
  }

  private func undecided(_ reason: String) -> LedgerLine {
    var line = self
    // What a part refutes is refuted.
    if line.verdict != .refuted { (line.verdict, line.reason) = (.inconclusive, reason) }
    return line
  }

  /// Whether the worst of another shard is to be shown instead of this one's.
  private func shows(_ other: LedgerLine) -> Bool {
    guard let theirs = other.worst, let mine = worst else { return other.worst != nil }
    if form == .twin, (refuted + inconclusive > 0) != (other.refuted + other.inconclusive > 0) {
      return refuted + inconclusive == 0
    }
    return form.shows(theirs, before: mine)
  }

  private mutating func add(_ other: LedgerLine) {
    // What is simplest, and the file, are those of the instance that is shown.
    if shows(other) { (worst, simplest, saved) = (other.worst, other.simplest, other.saved) }
    instances += other.instances
    refuted += other.refuted
    inconclusive += other.inconclusive
    replayed += other.replayed
    slopes += other.slopes
    for counted in [Finding.violated, Finding.rejected, Finding.evaluations, Finding.restarts] {
      if let count = other.findings[counted] { findings[counted, default: 0] += count }
    }
    for added in other.series {
      if let index = series.firstIndex(where: { $0.name == added.name && $0.outcome == added.outcome }) {
        series[index].points += added.points
      } else {
        series.append(added)
      }
    }
    if let overspent = other.findings[Finding.overspent] {
      findings[Finding.overspent] = max(findings[Finding.overspent] ?? 0, overspent)
    }
    drawings += other.drawings.filter { !drawings.contains($0) }.prefix(Self.mostDrawings - drawings.count)
    seconds += other.seconds
  }
}

extension LedgerLine.Form {
  /// Whether a property of this form shows one instance rather than another; of two that are equally bad, the one with the
  /// smaller number.
  package func shows(_ a: LedgerLine.Worst, before b: LedgerLine.Worst) -> Bool {
    // A twin and a search show the largest violation, an existence the smallest.
    let sign = self == .existence ? -1 : 1
    if a.outcome != b.outcome { return sign * a.outcome.severity > sign * b.outcome.severity }
    // No number stands for NaN and infinity.
    let (mine, theirs) =
      self == .search
      ? (a.violation ?? -.infinity, b.violation ?? -.infinity)
      : (a.ratio ?? .infinity, b.ratio ?? .infinity)
    if mine != theirs { return sign > 0 ? mine > theirs : mine < theirs }
    return (a.index ?? -1) < (b.index ?? -1)
  }
}
