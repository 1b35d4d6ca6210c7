// A ledger is a file: what it holds may be out of all range, and what is counted with it must not be.

extension LedgerLine {
  /// The most that a ledger can have counted: sums of as many lines as there can be do not overflow.
  package static let mostInstances = 1 << 40

  /// - Throws: ``ParameterError`` for a number that no run comes to.
  func validate() throws(ParameterError) {
    let counts = [
      // An author may have asked for less than none.
      ("planned", max(planned, 0)), ("instances", instances), ("refuted", refuted),
      ("inconclusive", inconclusive), ("replayed", replayed), ("rejected", rejected), ("ascent", ascent),
      ("ascentUndecided", ascentUndecided), ("worst.index", worst?.index ?? 0),
      ("simplest.index", simplest?.index ?? 0),
    ]
    for (name, count) in counts + coverage.flatMap({ [("coverage", $0.count), ("coverage", $0.drawn)] }) {
      try Self.check(name, count)
    }
    switch evidence {
    case .violations(let count), .search(let count): try Self.check("evidence", count)
    case .attained(let part?) where !(part <= 1 && part.isFinite):
      throw ParameterError("attained", found: part, expected: "a part of the bound, at most 1")
    case .instances, .attained, .values: break
    }
    for place in drawings.flatMap(\.places) where !(0...1).contains(place.weight) {
      throw ParameterError("weight", found: place.weight, expected: "a share in [0, 1]")
    }
    guard seconds >= 0, seconds < 1e12 else {
      throw ParameterError("seconds", found: seconds, expected: "a time")
    }
    guard (0...1e6).contains(falseAlarm) else {
      throw ParameterError("falseAlarm", found: falseAlarm, expected: "a sum of probabilities")
    }
    try shard.validate()
  }

  private static func check(_ name: String, _ count: Int) throws(ParameterError) {
    guard (0...mostInstances).contains(count) else {
      throw ParameterError(name, found: count, expected: "a count from 0 to \(mostInstances)")
    }
  }
}
