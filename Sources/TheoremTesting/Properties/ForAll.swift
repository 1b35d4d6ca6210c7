/// States that a property holds for every instance of a family.
///
/// All instances are looked at and one issue is recorded, with the worst instance in full. The property is refuted by
/// one refuted instance; it is inconclusive, and fails, when an instance cannot be decided or when a class of the family
/// was not covered. A ledger line is written whatever the outcome.
/// - Parameters:
///   - family: where the instances come from.
///   - count: how many of them; THEOREM_INSTANCES overrides it.
///   - observations: numbers to record of the instances beyond the verdict.
///   - property: the verdict on an instance. What it throws leaves the instance undecided.
/// - Throws: ``SettingsError``, what the family's generator throws, and errors of the ledger.
public func forAll<Instance>(
  _ family: Family<Instance>, count: Int = standardInstances,
  observing observations: [Observation<Instance>] = [],
  sourceLocation: SourceLocation = #_sourceLocation, _ property: (Instance) throws -> Verdict
) throws {
  try report(sourceLocation: sourceLocation) { settings, name in
    var tally = Tally(family)
    var observed: [Instance] = []
    try family.forEachInstance(count: count, settings: settings, property: name) { instance in
      try tally.add(instance, verdict { try property(instance) })
      if !observations.isEmpty { observed.append(instance) }
    }
    let findings = try observations.reduce(into: [:]) { sum, observation in
      sum.merge(try observation.findings(observed)) { first, _ in first }
    }
    var result = tally.result(.universal, .holds)
    result.findings = findings
    if tally.refuted > 0 {
      (result.verdict, result.reason) = (
        .refuted, "\(tally.refuted) of \(tally.instances) instances refute it"
      )
    } else if let shortfall = tally.shortfall {
      (result.verdict, result.reason) = (.inconclusive, shortfall)
    } else if tally.inconclusive > 0 {
      result.verdict = .inconclusive
      result.reason = "\(tally.inconclusive) of \(tally.instances) instances are undecided"
    }
    return result
  }
}
