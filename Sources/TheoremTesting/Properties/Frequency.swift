/// States that a statement fails for at most a share of a family, with an exact interval for that share.
///
/// The interval (Clopper and Pearson) runs from the lower end for the refuted instances to the upper end for the refuted
/// and the undecided ones together; it misses the true share with a probability of at most `FalseAlarm/ofCheck`. The
/// property holds when the whole interval is allowed and the instances suffice to detect what the claim says.
///
///     @Test func `few normal deviates exceed three`() throws {
///       let numbers = Family("numbers") { $0.normal("x") }
///       try fails(forAtMost: 0.02, detecting: 0.1, of: numbers, count: 1000) { .atMost(Estimate(exactly: abs($0)), 3) }
///     }
/// - Parameters:
///   - share: the largest share of instances that the claim allows to violate the statement, in (0, 1).
///   - detecting: a larger share, which the property must refute with a probability of .99: what it claims of its own
///     power. It is computed, and the property is inconclusive where it is not so.
///   - family: a random family; the share speaks of it and of nothing else.
///   - count: how many instances; THEOREM_INSTANCES overrides it.
///   - resolution: the largest relative error that still says something.
///   - observations: points to record of the instances, a series for each outcome.
///   - statement: the verdict on an instance.
///   - sourceLocation: where a failure is reported; leave it out.
/// - Throws: `SettingsError`, and errors of the ledger. What the family throws keeps the property from holding.
public func fails<Instance>(
  forAtMost share: Double, detecting: Double, of family: Family<Instance>, count: Int,
  resolution: Double = Verdict.resolution, observing observations: [Observation<Instance>] = [],
  sourceLocation: SourceLocation = #_sourceLocation,
  _ statement: @escaping @Sendable (Instance) throws -> Verdict
) throws {
  let property = Property(
    .frequency(allowed: share, detecting: detecting), family: family, resolution: resolution,
    statement: statement)
  try property.report(count: count, sourceLocation: sourceLocation) { tally, instances in
    tally.line.falseAlarm += FalseAlarm.ofCheck
    let survey = try instances.forEach(of: family, isSampled: true) { specimen in
      let verdict = property.verdict(specimen.instance)
      tally.add(verdict, of: specimen)
      for observation in observations {
        try tally.record(observation, of: specimen.instance, outcome: verdict.outcome)
      }
    }
    tally.book(survey)
  }
}
