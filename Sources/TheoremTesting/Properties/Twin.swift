/// States that a hypothesis is needed: dropping it from instances for which the property holds breaks the property.
///
/// Each instance is judged twice, as it is and with the hypothesis broken. The twin holds when the property holds for all
/// original instances, and a broken one certainly violates it. The largest violation is reported, and how often it was
/// violated.
/// - Parameters:
///   - hypothesis: what is dropped, in words.
///   - family: instances that satisfy all hypotheses.
///   - count: how many of them; THEOREM_INSTANCES overrides it.
///   - breaking: the instance with the hypothesis broken and everything else as it was.
///   - property: the verdict on an instance.
///   - sourceLocation: where a failure is reported; leave it out.
/// - Throws: `SettingsError`, and errors of the ledger. What the family or `breaking` throws keeps the twin from holding.
public func twin<Instance>(
  dropping hypothesis: String, of family: Family<Instance>, count: Int = 20,
  sourceLocation: SourceLocation = #_sourceLocation, breaking: (Instance) throws -> Instance,
  _ property: @escaping @Sendable (Instance) throws -> Verdict
) throws {
  let property = Property(
    .necessity(of: hypothesis), family: family, resolution: Verdict.resolution, statement: property)
  try property.report(count: count, sourceLocation: sourceLocation) { tally, instances in
    var violated = 0
    var largest: (instance: Instance, verdict: Verdict, index: Int)?
    let found = try instances.forEach(of: family) { index, instance in
      tally.add(property.verdict(instance), of: instance, index: index)
      let broken = try breaking(instance)
      let violation = property.verdict(broken)
      guard violation.outcome == .refuted else { return }
      violated += 1
      if largest.map({ violation.isWorse(than: $0.verdict) }) ?? true { largest = (broken, violation, index) }
    }
    tally.line.evidence = .violations(count: violated)
    tally.cover(found)
    // An original that does not hold is what a reader must see.
    if tally.line.refuted + tally.line.inconclusive == 0, let largest {
      tally.show(largest.verdict, of: largest.instance, index: largest.index)
    }
  }
}
