// What follows from the evidence of a line: one place for the run that gathers it and for the merge that adds it up.

extension LedgerLine {
  /// The keys of ``findings`` that a form's judgement reads or writes.
  package enum Finding {
    /// Frequency: the largest share that is allowed, and the share above it that the property claims to detect.
    package static let allowed = "allowed", detecting = "detecting"
    /// Frequency: the exact interval, and the shares that are told from the allowed one with the power of .99.
    package static let lower = "lower", upper = "upper"
    package static let confirms = "largest share confirmed", refutes = "smallest share refuted"
    /// Rate: the claimed power, its neighbours, and the interval found.
    package static let rate = "rate", neighbourBelow = "neighbour below", neighbourAbove = "neighbour above"
    /// Tight: the part of the bound that some instance must reach.
    package static let attaining = "attaining"
    /// How many of the drawn instances missed a hypothesis.
    package static let rejected = "instances that miss a hypothesis"
    /// The false alarms that a run may raise by the time the property ended, where they are more than it may.
    package static let overspent = "false alarms of the run"
    /// Twin: how many instances were violated.
    package static let violated = "violated"
    /// Search: how often the statement was evaluated, and in how many restarts.
    package static let evaluations = "evaluations", restarts = "restarts"
    /// Search: whether the property claims that there is a violation.
    package static let claimed = "a violation is claimed"
  }

  /// The largest share of undecided instances that an open statement may have: it claims no more than that no
  /// counterexample is known.
  static let openShareUndecided = 0.01

  /// Whether this is a part of a run that says nothing against the property, but takes the other parts to confirm it.
  public var isPending: Bool {
    guard shard.count > 1, verdict == .inconclusive, shortfall == nil, thrown == nil,
      findings[Finding.overspent] == nil
    else { return false }
    return switch form {
    case .frequency: true
    case .twin, .existence, .rate, .search: inconclusive == 0
    case .universal, .identity, .bound, .tight: inconclusive <= undecidedAllowed(of: planned)
    }
  }

  /// Judges the evidence: sets ``verdict``, ``reason``, ``margin`` and what the form finds.
  package mutating func judge() {
    margin = worst?.margin
    // There the statement is to be violated.
    if form == .existence || form == .twin && showsViolation { margin = margin.map { -$0 } }
    // In an order of their own, whichever shard they come from.
    slopes.sort { $0.lexicographicallyPrecedes($1) }
    for index in series.indices { series[index].points.sort { $0.lexicographicallyPrecedes($1) } }
    (verdict, reason) = judgement()
    if let overspent = findings[Finding.overspent], verdict == .holds {
      verdict = .inconclusive
      reason =
        "the sampled checks of this run may be wrong with probability \(overspent), allowed \(FalseAlarm.ofRun)"
    }
  }

  /// Whether a twin's worst instance is one with the hypothesis dropped: an original that does not hold comes before it.
  var showsViolation: Bool { refuted + inconclusive == 0 && findings[Finding.violated, default: 0] > 0 }

  private mutating func judgement() -> (Verdict.Outcome, String?) {
    if let thrown, refuted == 0 || form == .existence || form == .frequency {
      return (.inconclusive, "it was not looked at to its end: \(thrown)")
    }
    switch form {
    case .universal, .identity, .bound: return universal()
    case .tight:
      let (outcome, reason) = universal()
      guard outcome == .holds else { return (outcome, reason) }
      // In units of the bound, what is left of it.
      let attained = margin.map { 1 - $0 } ?? 0
      let needed = findings[Finding.attaining] ?? 1
      return attained >= needed
        ? (.holds, nil)
        : (
          .inconclusive,
          "no instance comes nearer to the bound than \(shortDecimal(attained)) of it, claimed \(needed)"
        )
    case .twin: return twin()
    case .existence: return existence()
    case .frequency: return frequency()
    case .rate: return rate()
    case .search: return search()
    }
  }

  private func universal() -> (Verdict.Outcome, String?) {
    let all = instances + replayed
    guard all > 0 || shard.count > 1 else {
      return (.inconclusive, "no instances: the property says nothing")
    }
    if refuted > 0 { return (.refuted, "\(refuted) of \(all) instances refute it") }
    if let shortfall { return (.inconclusive, shortfall) }
    if inconclusive > undecidedAllowed(of: all) {
      return (.inconclusive, "\(inconclusive) of \(all) instances are undecided")
    }
    return (.holds, nil)
  }

  private func undecidedAllowed(of count: Int) -> Int {
    status == .open ? Int(Self.openShareUndecided * Double(count)) : 0
  }

  /// Why the instances are too easy for a verdict; nil when every class has its share.
  private var shortfall: String? {
    for group in coverage where group.isMet != true {
      let found =
        "\(group.count) of \(group.drawn) instances are \"\(group.name)\", required \(group.required)"
      return group.isMet == nil ? "coverage not decided: \(found)" : "coverage: \(found)"
    }
    return nil
  }

  private func twin() -> (Verdict.Outcome, String?) {
    if refuted + inconclusive > 0 {
      return (
        refuted > 0 ? .refuted : .inconclusive,
        "the property does not hold for all instances with all hypotheses"
      )
    }
    guard instances > 0 else { return (.inconclusive, "no instances: the property says nothing") }
    guard findings[Finding.violated, default: 0] > 0 else {
      return (
        .inconclusive,
        "dropping the hypothesis certainly violates the property in none of \(instances) instances"
      )
    }
    return (.holds, nil)
  }

  private func existence() -> (Verdict.Outcome, String?) {
    let all = instances + replayed
    guard all > 0 else { return (.inconclusive, "no counterexample is known") }
    if all > refuted + inconclusive {
      return (.refuted, "\(all - refuted - inconclusive) of \(all) instances do not violate the statement")
    }
    if inconclusive > 0 { return (.inconclusive, "\(inconclusive) of \(all) instances are undecided") }
    return (.holds, nil)
  }

  private mutating func frequency() -> (Verdict.Outcome, String?) {
    guard instances > 0 else { return (.inconclusive, "no instances: the property says nothing") }
    if let shortfall { return (.inconclusive, shortfall) }
    let allowed = findings[Finding.allowed] ?? 0
    guard refuted >= 0, inconclusive >= 0, refuted + inconclusive <= instances else {
      return (.inconclusive, "the counts contradict each other")
    }
    let claim = ShareClaim(allowed: allowed, instances: instances)
    let (outcome, interval) = claim.verdict(events: refuted, undecided: inconclusive)
    findings[Finding.lower] = interval.lowerBound
    findings[Finding.upper] = interval.upperBound
    findings[Finding.confirms] = claim.largestConfirmedShare
    findings[Finding.refutes] = claim.smallestRefutedShare
    margin = 1 - interval.upperBound / allowed
    guard outcome == .holds else {
      return (
        outcome,
        "the share of violations lies in [\(shortDecimal(interval.lowerBound)), "
          + "\(shortDecimal(interval.upperBound))], allowed \(allowed)"
      )
    }
    let detecting = findings[Finding.detecting] ?? 1
    guard let smallest = claim.smallestRefutedShare, smallest <= detecting else {
      let found = claim.smallestRefutedShare.map(shortDecimal) ?? "no share"
      return (
        .inconclusive,
        "too few instances: with \(instances), \(found) is the smallest share that is refuted with probability "
          + "\(FalseAlarm.power), claimed \(detecting)"
      )
    }
    return (.holds, nil)
  }

  private mutating func rate() -> (Verdict.Outcome, String?) {
    guard let rate = findings[Finding.rate], let below = findings[Finding.neighbourBelow],
      let above = findings[Finding.neighbourAbove]
    else { return (.inconclusive, "the rate is not stated") }
    if inconclusive > 0 {
      return (.inconclusive, "\(inconclusive) of \(instances) slopes could not be computed")
    }
    guard let interval = SlopeClaim.interval(slopes) else {
      return (.inconclusive, "\(slopes.count) slopes are too few for an interval")
    }
    guard below <= above, let claim = try? SlopeClaim(rate: rate, neighbours: below...above) else {
      return (.inconclusive, "\(rate) is no rate between \(below) and \(above)")
    }
    findings[Finding.lower] = interval.lowerBound
    findings[Finding.upper] = interval.upperBound
    let verdict = claim.verdict(interval)
    let text =
      "the median slope lies in [\(shortDecimal(interval.lowerBound)), \(shortDecimal(interval.upperBound))]; "
      + "claimed \(rate), told apart from \(below) and \(above) in (\(claim.band.lowerBound), \(claim.band.upperBound))"
    margin = verdict.margin
    return (verdict.outcome, verdict.outcome == .holds ? nil : text)
  }

  /// A search for what an existence claims is to find it; every other is to find nothing.
  private func search() -> (Verdict.Outcome, String?) {
    let budget =
      "\(Int(findings[Finding.evaluations] ?? 0)) evaluations in \(Int(findings[Finding.restarts] ?? 0)) restarts"
    let isClaimed = findings[Finding.claimed] != nil
    if refuted > 0 {
      return isClaimed ? (.holds, nil) : (.refuted, "a counterexample was found by \(budget)")
    }
    if isClaimed { return (.inconclusive, "no counterexample was found by \(budget)") }
    return instances > 0 ? (.holds, nil) : (.inconclusive, "the search evaluated nothing")
  }
}
