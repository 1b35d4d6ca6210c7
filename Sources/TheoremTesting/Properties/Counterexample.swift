/// States that a stored instance is a counterexample: it, and every perturbation of it that is tried, certifiably
/// violates the statement.
/// - Parameters:
///   - instances: the counterexample as it is stored, first, and perturbations of it.
///   - statement: the verdict of the refuted statement on an instance.
/// - Throws: ``SettingsError`` and errors of the ledger.
public func counterexample<Instance: Sendable & Encodable>(
  _ instances: [Instance], sourceLocation: SourceLocation = #_sourceLocation,
  to statement: (Instance) throws -> Verdict
) throws {
  try report(sourceLocation: sourceLocation) { _, _ in
    var result = PropertyResult(form: .existence, verdict: .holds, instances: instances.count)
    if instances.isEmpty { (result.verdict, result.reason) = (.inconclusive, "no instance was given") }
    for instance in instances {
      let verdict = verdict { try statement(instance) }
      // How close the violation comes to none: at most 1 where it is one.
      let ratio = verdict.outcome == .refuted ? 1 / verdict.ratio : .infinity
      if ratio > result.worstRatio ?? -1 {
        (result.worstRatio, result.worstInstance, result.worstVerdict) = (ratio, json(instance), verdict)
      }
      switch verdict.outcome {
      case .refuted: continue
      case .inconclusive:
        result.inconclusive += 1
        if result.verdict == .holds { result.verdict = .inconclusive }
      case .holds: result.verdict = .refuted
      }
      result.reason = "the instance does not violate the statement"
    }
    return result
  }
}
