/// States that a statement fails for at most a share of a family, with an exact interval for that share.
///
/// The interval (Clopper and Pearson) runs from the lower end for the refuted instances to the upper end for the refuted
/// and the undecided ones together; it covers the true share with the stated confidence.
/// - Parameters:
///   - share: the largest share of instances that the claim allows to violate the statement, in (0, 1).
///   - family: a random family; the share speaks of it and of nothing else.
///   - count: how many instances; THEOREM_INSTANCES overrides it.
///   - confidence: of the interval.
///   - statement: the verdict on an instance.
/// - Throws: ``SettingsError``, what the family's generator throws, and errors of the ledger.
public func fails<Instance>(
  forAtMost share: Double, of family: Family<Instance>, count: Int, confidence: Double = 1 - 1e-9,
  sourceLocation: SourceLocation = #_sourceLocation, _ statement: (Instance) throws -> Verdict
) throws {
  try report(sourceLocation: sourceLocation) { settings, name in
    var tally = Tally(family)
    try family.forEachInstance(count: count, settings: settings, property: name) { instance in
      try tally.add(instance, verdict { try statement(instance) })
    }
    if let shortfall = tally.shortfall { return tally.result(.frequency, .inconclusive, reason: shortfall) }
    let (n, refuted) = (tally.instances, tally.refuted)
    let lower = Binomial.interval(successes: refuted, trials: n, confidence: confidence).lowerBound
    let upper = Binomial.interval(successes: refuted + tally.inconclusive, trials: n, confidence: confidence)
      .upperBound
    let outcome: Verdict.Outcome = upper <= share ? .holds : lower > share ? .refuted : .inconclusive
    var result = tally.result(
      .frequency, outcome, reason: "the share of violations lies in [\(lower), \(upper)], allowed \(share)")
    result.worstRatio = upper / share
    result.findings = ["lower": lower, "upper": upper, "refuted": Double(refuted), "allowed": share]
    return result
  }
}
