// What follows from the evidence of a line: one place for the run that gathers it and for the merge that adds it up.

extension LedgerLine {
  /// The largest share of undecided instances that an open statement may have: it claims no more than that no
  /// counterexample is known.
  static let openShareUndecided = 0.01

  /// Judges the evidence: sets ``judgement``, ``margin`` and ``interval``.
  package mutating func judge() {
    (margin, interval) = (worst?.margin, nil)
    // There the statement is to be violated.
    if claim == .counterexample || showsViolation { margin = margin.map { -$0 } }
    // In an order of their own, whichever shard they come from.
    if case .values(let values) = evidence {
      evidence = .values(
        within: values.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) })
    }
    for index in series.indices { series[index].points.sort { $0.lexicographicallyPrecedes($1) } }
    judgement = judged()
    if judgement == .holds, let objection = objection ?? contradiction ?? monotony {
      judgement = .inconclusive(objection)
    }
    if case .inconclusive(let reason) = judgement, isPending { judgement = .pending(reason) }
    if judgement == .holds, shard.count > 1, !isSearch {
      judgement = .pending("it holds for \(instances.counted("instance")) of this part")
    }
  }

  /// The line as its evidence has it: a verdict that is better than that was written by somebody else, and so were a margin and an
  /// interval that do not follow.
  package var believed: LedgerLine {
    var line = self
    line.judge()
    if line.verdict.severity > verdict.severity {
      let reason = "the line says that it \(verdict.rawValue), its evidence: \(line.reason ?? "")"
      line.judgement = line.verdict == .refuted ? .refuted(reason) : .inconclusive(reason)
    } else if line.judgement.isPending || !judgement.isPending {
      line.judgement = judgement
    }
    return line
  }

  /// What no run writes beside a property that holds; nil for nothing.
  private var contradiction: String? {
    var counted = instances + replayed
    if ascent > 0 { counted += 1 }
    if refuted + inconclusive > counted || violations > instances {
      return "the counts contradict each other"
    }
    if worst?.outcome == .refuted, refuted == 0, !showsViolation {
      return "the instance that it shows refutes it, and none is counted"
    }
    for group in coverage where group.isMet == true && !group.isCredible {
      return "\(group.count) of \(group.drawn) instances are \"\(group.name)\", too few for \(group.required)"
    }
    if isSearch { return plan.isEmpty ? nil : "a search is no part of a run" }
    let looked = instances + rejected
    // A stored counterexample that is tried again is in no run.
    if looked == 0, plan.isEmpty { return nil }
    guard looked <= planned, shard.count > 1 || looked == planned else {
      return "\(looked.counted("instance was", "instances were")) looked at, planned \(planned)"
    }
    return nil
  }

  /// Whether a necessity's worst instance is one with the hypothesis dropped: an original that does not hold comes before it.
  private var showsViolation: Bool { violations > 0 && refuted + inconclusive == 0 }

  /// Whether what is undecided here may be decided by the other parts of the run.
  private var isPending: Bool {
    guard shard.count > 1, shortfall == nil, thrown == nil, objection == nil else { return false }
    return switch claim {
    case .unstated: false
    case .frequency, .measurement: true
    case .necessity, .counterexample, .rate: inconclusive == 0
    case .universal, .identity, .bound, .tightBound:
      isSearch ? inconclusive == 0 : inconclusive <= undecidedAllowed(of: planned)
    }
  }

  private mutating func judged() -> Judgement {
    do throws(ParameterError) { try claim.validate() } catch { return .inconclusive("\(error)") }
    if let thrown, refuted == 0 || !isRefutedByInstance {
      return .inconclusive("an error stopped it: \(thrown)")
    }
    if case .search(let restarts) = evidence { return search(restarts: restarts) }
    switch claim {
    case .unstated: return .inconclusive("its test states no property")
    case .universal, .identity, .bound: return universal()
    case .tightBound(let attaining): return tightBound(attaining)
    case .necessity: return necessity()
    case .counterexample: return counterexample()
    case .frequency(let allowed, let detecting): return frequency(allowed, detecting)
    case .rate(let power, let neighbours, _): return rate(power, neighbours)
    case .measurement: return measurement()
    }
  }

  /// Whether one refuted instance refutes the claim, whatever the others come to.
  private var isRefutedByInstance: Bool {
    switch claim {
    case .universal, .identity, .bound, .tightBound, .necessity, .rate: true
    case .unstated, .counterexample, .frequency, .measurement: false
    }
  }

  private func universal() -> Judgement {
    let all = instances + replayed
    if refuted > 0 { return .refuted("\(refuted) of \(all) instances refute it") }
    // Stored counterexamples that hold now are none of a property that asks for no instance.
    guard planned > 0 && all > 0 || shard.count > 1 else {
      return .inconclusive("no instances: the property says nothing")
    }
    if let shortfall { return .inconclusive(shortfall) }
    if inconclusive > undecidedAllowed(of: all) {
      return .inconclusive("\(inconclusive) of \(all) instances are undecided")
    }
    return .holds
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

  private func tightBound(_ attaining: Double) -> Judgement {
    let bound = universal()
    guard bound == .holds else { return bound }
    guard case .attained(let part?) = evidence else {
      return .inconclusive("no instance reaches a part of the bound")
    }
    return part >= attaining
      ? .holds
      : .inconclusive(
        "no instance comes certainly nearer to the bound than \(shortDecimal(part)) of it, claimed \(attaining)"
      )
  }

  private func necessity() -> Judgement {
    let unmet = "the property does not hold for all instances with all hypotheses"
    if refuted > 0 { return .refuted(unmet) }
    if inconclusive > 0 { return .inconclusive(unmet) }
    guard instances > 0 else { return .inconclusive("no instances: the property says nothing") }
    return showsViolation
      ? .holds
      : .inconclusive(
        "dropping the hypothesis certainly violates the property in none of \(instances.counted("instance"))")
  }

  private func counterexample() -> Judgement {
    let all = instances + replayed
    guard all > 0 else { return .inconclusive("no counterexample is known") }
    if all > refuted + inconclusive {
      return .refuted("\(all - refuted - inconclusive) of \(all) instances do not violate the statement")
    }
    return inconclusive > 0 ? .inconclusive("\(inconclusive) of \(all) instances are undecided") : .holds
  }

  private mutating func frequency(_ allowed: Double, _ detecting: Double) -> Judgement {
    guard instances > 0 else { return .inconclusive("no instances: the property says nothing") }
    if let shortfall { return .inconclusive(shortfall) }
    guard refuted >= 0, inconclusive >= 0, refuted + inconclusive <= instances else {
      return .inconclusive("the counts contradict each other")
    }
    let claim = ShareClaim(allowed: allowed, instances: instances)
    let (outcome, interval) = claim.verdict(events: refuted, undecided: inconclusive)
    (self.interval, margin) = (interval, 1 - interval.upperBound / allowed)
    let found = "the share of violations lies in \(words(interval)), allowed \(allowed)"
    guard outcome == .holds else { return judged(outcome, found) }
    let smallest = claim.smallestRefutedShare
    if let smallest, smallest <= detecting { return .holds }
    return .inconclusive(
      "too few instances: with \(instances), \(smallest.map(shortDecimal) ?? "no share") is the smallest share that is "
        + "refuted with probability \(FalseAlarm.power), claimed \(detecting)")
  }

  private mutating func rate(_ power: Double, _ neighbours: ClosedRange<Double>) -> Judgement {
    guard case .values(let slopes) = evidence,
      let claim = try? SlopeClaim(rate: power, neighbours: neighbours)
    else { return .inconclusive("no slopes: the property says nothing") }
    if inconclusive > 0 {
      return .inconclusive("\(inconclusive) of \(instances) slopes could not be computed")
    }
    guard let interval = medianInterval(slopes, miss: FalseAlarm.ofCheck) else {
      return .inconclusive("\(slopes.count) slopes are too few for an interval")
    }
    let verdict = claim.verdict(interval)
    (self.interval, margin) = (interval, verdict.margin)
    let found =
      "the median slope lies in \(words(interval)); claimed \(power), told apart from "
      + "\(neighbours.lowerBound) and \(neighbours.upperBound) in (\(claim.band.lowerBound), \(claim.band.upperBound))"
    return judged(verdict.outcome, found)
  }

  /// What follows from an interval: that of a part would be one look more, and refutes nothing.
  private func judged(_ outcome: Verdict.Outcome, _ found: String) -> Judgement {
    switch outcome {
    case .holds: .holds
    case .refuted: shard.count > 1 ? .inconclusive(found) : .refuted(found)
    case .inconclusive: .inconclusive(found)
    }
  }

  /// A measurement claims nothing, but it is to be one: every number known, and enough of them.
  private mutating func measurement() -> Judgement {
    guard case .values(let values) = evidence else { return .inconclusive("nothing was measured") }
    if inconclusive > 0 { return .inconclusive("\(inconclusive) of \(instances) could not be measured") }
    if let shortfall { return .inconclusive(shortfall) }
    interval = medianInterval(values, miss: FalseAlarm.ofMeasurement)
    return interval == nil
      ? .inconclusive("\(values.count) measurements are too few for an interval of their median") : .holds
  }

  private func words(_ interval: ClosedRange<Double>) -> String {
    "[\(shortDecimal(interval.lowerBound)), \(shortDecimal(interval.upperBound))]"
  }

  /// A search for the counterexample that is claimed is to find one; every other is to find none.
  private func search(restarts: Int) -> Judgement {
    let budget = "\(instances) evaluations in \(restarts) restarts"
    if claim == .counterexample {
      return refuted > 0 ? .holds : .inconclusive("no counterexample was found by \(budget)")
    }
    if refuted > 0 { return .refuted("a counterexample was found by \(budget)") }
    return instances > 0 ? .holds : .inconclusive("the search evaluated nothing")
  }
}
