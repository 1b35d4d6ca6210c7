/// Measures a quantity over a family, and claims nothing of it: the median is told, with an exact interval of 99%.
///
///     @Test func `how large a normal deviate is`() throws {
///       try measure("size, in standard deviations", of: Family("numbers") { $0.normal("x") }) {
///         Estimate(exactly: abs($0))
///       }
///     }
///
/// A theorem, or a clause of one, that has nothing but measurements does not hold, unless its status is `.measured`. A
/// measurement is inconclusive where a number cannot be computed, and where there are too few for an interval: fewer than 8.
/// - Parameters:
///   - quantity: what is measured, with its unit.
///   - family: where the instances come from, independently.
///   - count: how many instances; THEOREM_INSTANCES overrides it.
///   - observations: points to record of the instances, for plots.
///   - sourceLocation: where a failure is reported; leave it out.
///   - number: the quantity of an instance, with its error.
/// - Throws: `SettingsError`, and errors of the ledger. What the family throws keeps the measurement from its end.
public func measure<Instance>(
  _ quantity: String, of family: Family<Instance>, count: Int = standardInstances,
  observing observations: [Observation<Instance>] = [], sourceLocation: SourceLocation = #_sourceLocation,
  _ number: @escaping @Sendable (Instance) throws -> Estimate
) throws {
  @Sendable func verdict(_ estimate: Estimate) -> Verdict {
    let known = estimate.interval
    return known.upper - known.lower < .infinity
      ? .vanishes(measured: estimate.value, budget: estimate.budget)
      : .inconclusive("\(estimate) is no finite number")
  }
  let property = Property<Instance>(
    .measurement(of: quantity), family: family, resolution: Verdict.resolution
  ) { verdict(try number($0)) }
  try property.checkMedian(count: count, falseAlarm: 0, sourceLocation: sourceLocation) { instance, tally in
    for observation in observations { try tally.record(observation, of: instance) }
    let estimate = try number(instance)
    let known = estimate.interval
    guard known.upper - known.lower < .infinity else { return nil }
    return (known.lower...known.upper, estimate.budget.grade, verdict(estimate))
  }
}
