/// States that a hypothesis is needed: dropping it from instances for which the property holds breaks the property.
///
/// Each instance is judged twice, as it is and with the hypothesis broken. The twin holds when the property holds for all
/// original instances, and a broken one violates it by at least ten times its bound. The largest violation is
/// reported, and how often it was violated so far.
/// - Parameters:
///   - hypothesis: what is dropped, in words.
///   - family: instances that satisfy all hypotheses.
///   - count: how many of them; THEOREM_INSTANCES overrides it.
///   - breaking: the instance with the hypothesis broken and everything else as it was.
///   - property: the verdict on an instance.
/// - Throws: ``SettingsError``, what the family's generator and `breaking` throw, and errors of the ledger.
public func twin<Instance>(
  dropping hypothesis: String, of family: Family<Instance>, count: Int = 20,
  sourceLocation: SourceLocation = #_sourceLocation, breaking: (Instance) throws -> Instance,
  _ property: (Instance) throws -> Verdict
) throws {
  /// By how many bounds the property must be violated.
  let margin = 10.0
  try report(sourceLocation: sourceLocation) { settings, name in
    var originals = Tally(family)
    var violations = 0
    var largest: (instance: Instance, verdict: Verdict)?
    try family.forEachInstance(count: count, settings: settings, property: name) { instance in
      try originals.add(instance, verdict { try property(instance) })
      let broken = try breaking(instance)
      let violation = verdict { try property(broken) }
      guard violation.outcome == .refuted, violation.ratio >= margin else { return }
      violations += 1
      if largest.map({ violation.ratio > $0.verdict.ratio }) ?? true { largest = (broken, violation) }
    }
    guard originals.instances > 0, originals.refuted + originals.inconclusive == 0 else {
      return originals.result(
        .twin, originals.refuted > 0 ? .refuted : .inconclusive,
        reason: "the property does not hold for all instances with all hypotheses")
    }
    guard let largest else {
      return originals.result(
        .twin, .inconclusive,
        reason: "dropping \(hypothesis) violates the property by \(margin) bounds in none of "
          + "\(originals.instances) instances")
    }
    var result = PropertyResult(form: .twin, verdict: .holds, instances: originals.instances)
    // At most 1 where the violation is large enough, as every other form's ratio.
    result.worstRatio = margin / largest.verdict.ratio
    result.worstInstance = json(largest.instance)
    result.worstVerdict = largest.verdict
    result.findings["share violated"] = Double(violations) / Double(originals.instances)
    return result
  }
}
