/// States that a quantity grows like a power of a size, for the median instance of a family, and not like a
/// neighbouring power.
///
/// Each instance gives a slope: that of log(quantity) on log(size), by least squares, with what the errors of the
/// quantities leave open. The property holds when the exact interval for the median slope is nearer to the claimed
/// power than to either neighbour; see `SlopeClaim`. A claimed power that is a neighbour away is so refuted, not
/// merely not confirmed.
///
///     @Test func `an area grows like the square`() throws {
///       let shapes = Family("factors") { $0.logarithmic("factor", in: 1...10) }
///       try rate(2, neighbours: 1...3, sizes: [1, 2, 4], of: shapes, axes: ("side, m", "area, m²")) { factor, side in
///         Estimate(exactly: factor) * Estimate(exactly: side).squared
///       }
///     }
/// - Parameters:
///   - power: the claimed slope.
///   - neighbours: the next powers below and above that the data must exclude.
///   - sizes: at least two, more than 0.
///   - family: what is drawn afresh for each slope, independently.
///   - count: how many slopes; from 41 on there is an interval. THEOREM_INSTANCES overrides it.
///   - axes: what the size and the quantity are, with their units, for a plot.
///   - quantity: the quantity, more than 0, for an instance at a size.
///   - sourceLocation: where a failure is reported; leave it out.
/// - Throws: `SettingsError`, and errors of the ledger. What the family throws keeps the property from holding.
public func rate<Instance>(
  _ power: Double, neighbours: ClosedRange<Double>, sizes: [Double], of family: Family<Instance>,
  count: Int = 48, axes: (size: String, quantity: String),
  sourceLocation: SourceLocation = #_sourceLocation,
  _ quantity: @escaping @Sendable (Instance, Double) throws -> Estimate
) throws {
  @Sendable func estimates(_ instance: Instance) throws -> [(size: Double, estimate: Estimate)] {
    try sizes.map { ($0, try quantity(instance, $0)) }
  }
  let property = Property<Instance>(
    .rate(power: power, neighbours: neighbours, sizes: sizes), family: family, resolution: Verdict.resolution
  ) { instance in
    guard let slope = SlopeClaim.slope(try estimates(instance)) else {
      return .inconclusive("a quantity is not certainly positive")
    }
    return try SlopeClaim(rate: power, neighbours: neighbours).verdict(slope)
  }
  // A single slope may lie anywhere: the claim is on their median.
  try property.checkMedian(count: count, falseAlarm: FalseAlarm.ofCheck, sourceLocation: sourceLocation) {
    instance, tally in
    let estimates = try estimates(instance)
    guard let slope = SlopeClaim.slope(estimates) else { return nil }
    tally.line.series.add(
      .init(
        name: axes.quantity, axes: [axes.size, axes.quantity],
        points: estimates.map { [$0.size, $0.estimate.value] }))
    tally.bookSamples(estimates.count { $0.estimate.budget.isSampled })
    let verdict = try SlopeClaim(rate: power, neighbours: neighbours).verdict(slope)
    return (slope, estimates.map(\.estimate.budget.grade).max() ?? .proved, verdict)
  }
}

extension Property {
  /// What is known of the number of an instance, how well that is founded, and the verdict of the statement on it.
  typealias Number = (known: ClosedRange<Double>, grade: Grade, verdict: Verdict)

  /// Gathers a number of each instance, or rather what is known of it. An instance is undecided where nothing is, and where
  /// finding it throws.
  /// - Parameter falseAlarm: the probability with which the interval for the median may be wrong about what is claimed.
  func checkMedian(
    count: Int, falseAlarm: Double, sourceLocation: SourceLocation,
    _ number: (Instance, inout Tally<Instance>) throws -> Number?
  ) throws {
    guard let family else { return }
    try report(count: count, sourceLocation: sourceLocation) { tally, instances in
      var values: [ClosedRange<Double>] = []
      tally.line.falseAlarm += falseAlarm
      let survey = try instances.forEach(of: family, isSampled: true) { specimen in
        let found: Number?
        do { found = try number(specimen.instance, &tally) } catch {
          return tally.add(.inconclusive("the computation failed: \(error)"), of: specimen)
        }
        guard let number = found else { return tally.add(verdict(specimen.instance), of: specimen) }
        tally.add(number.verdict, of: specimen, grade: number.grade)
        values.append(number.known)
      }
      tally.line.evidence = .values(within: values)
      tally.book(survey)
    }
  }
}
