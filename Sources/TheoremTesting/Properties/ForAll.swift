/// States that a property holds for every instance of a family.
///
/// All instances are looked at, after the stored counterexamples of the property, and one issue is recorded, with the
/// worst instance in full. The property is refuted by one refuted instance; it is inconclusive, and fails, when an
/// instance cannot be decided (of an open theorem: more than one in a hundred), or when a class of the family is not
/// covered. A ledger line is written whatever the outcome.
///
///     @Test func `squares are not negative`() throws {
///       try forAll(Family("numbers") { $0.normal("x") }) { .atMost(0, Estimate(exactly: $0).squared) }
///     }
/// - Parameters:
///   - family: where the instances come from.
///   - count: how many of them; THEOREM_INSTANCES overrides it.
///   - resolution: the largest relative error that still says something, see `Verdict/resolution`.
///   - observations: points to record of the instances beyond the verdict.
///   - property: the verdict on an instance. What it throws leaves the instance undecided.
///   - sourceLocation: where a failure is reported; leave it out.
/// - Throws: `SettingsError`, and errors of the ledger. What the family throws keeps the property from holding.
public func forAll<Instance>(
  _ family: Family<Instance>, count: Int = standardInstances, resolution: Double = Verdict.resolution,
  observing observations: [Observation<Instance>] = [],
  sourceLocation: SourceLocation = #_sourceLocation,
  _ property: @escaping @Sendable (Instance) throws -> Verdict
) throws {
  try Property(.universal, family: family, resolution: resolution, statement: property)
    .check(of: family, count: count, observing: observations, sourceLocation: sourceLocation)
}

/// States that a property holds for all instances of several families together, each drawn by itself.
///
///     @Test func `a product is at most half the sum of the squares`() throws {
///       let numbers = Family("numbers") { $0.normal("x") }
///       try forAll(numbers, numbers) { x, y in
///         .atMost(Estimate(exactly: x) * Estimate(exactly: y), (Estimate(exactly: x).squared + Estimate(exactly: y).squared) / 2)
///       }
///     }
/// - Parameters: as for ``forAll(_:count:resolution:observing:sourceLocation:_:)``.
public func forAll<First, Second, each Other>(
  _ first: Family<First>, _ second: Family<Second>, _ others: repeat Family<each Other>,
  count: Int = standardInstances, resolution: Double = Verdict.resolution,
  sourceLocation: SourceLocation = #_sourceLocation,
  holds property: @escaping @Sendable (First, Second, repeat each Other) throws -> Verdict
) throws {
  let rest = Family<(repeat each Other)>.product(repeat each others)
  let family = Family<(First, Second, (repeat each Other))>.product(first, second, rest)
  try forAll(family, count: count, resolution: resolution, sourceLocation: sourceLocation) {
    try property($0.0, $0.1, repeat each $0.2)
  }
}

/// States that two routes to one number agree for every instance of a family, within the sum of their errors.
///
///     @Test func `a logarithm is the inverse of an exponential`() throws {
///       try identity(Family("numbers") { $0.normal("x") }) { x in
///         (Estimate(exactly: x), .log(.exp(Estimate(exactly: x))))
///       }
///     }
/// - Parameters:
///   - family: where the instances come from.
///   - count: how many instances; THEOREM_INSTANCES overrides it.
///   - resolution: the largest error, relative to the larger number, that still says something.
///   - routes: the number, computed twice. What it throws leaves the instance undecided.
///   - sourceLocation: where a failure is reported; leave it out.
/// - Throws: as ``forAll(_:count:resolution:observing:sourceLocation:_:)``.
public func identity<Instance>(
  _ family: Family<Instance>, count: Int = standardInstances, resolution: Double = Verdict.resolution,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ routes: @escaping @Sendable (Instance) throws -> (Estimate, Estimate)
) throws {
  try Property(.identity, family: family, resolution: resolution) { instance in
    let (first, second) = try routes(instance)
    return .equal(first, second)
  }.check(of: family, count: count, sourceLocation: sourceLocation)
}

/// States that a number is at most a bound for every instance of a family.
///
///     @Test func `a product is at most half the sum of the squares`() throws {
///       let numbers = Family("numbers") { $0.normal("x") }
///       try upperBound(numbers.with(numbers), attaining: 0.9) { x, y in
///         let (x, y) = (Estimate(exactly: abs(x)), Estimate(exactly: abs(y)))
///         return (number: x * y, bound: (x.squared + y.squared) / 2)
///       }
///     }
/// - Parameters:
///   - family: where the instances come from.
///   - attaining: nil, or the part of the bound, in (0, 1], that some instance must reach: then the bound is tight.
///   - count: how many instances; THEOREM_INSTANCES overrides it.
///   - resolution: the largest error, relative to the larger of the two, that still says something.
///   - numbers: the number and its bound, both at least 0.
///   - sourceLocation: where a failure is reported; leave it out.
/// - Throws: as ``forAll(_:count:resolution:observing:sourceLocation:_:)``.
public func upperBound<Instance>(
  _ family: Family<Instance>, attaining: Double? = nil, count: Int = standardInstances,
  resolution: Double = Verdict.resolution, sourceLocation: SourceLocation = #_sourceLocation,
  _ numbers: @escaping @Sendable (Instance) throws -> (number: Estimate, bound: Estimate)
) throws {
  let claim: Claim = attaining.map { .tightBound(attaining: $0) } ?? .bound
  try Property(claim, family: family, resolution: resolution) { instance in
    let (number, bound) = try numbers(instance)
    for side in [number, bound] where side.interval.upper < 0 {
      return .inconclusive("found a side of \(shortDecimal(side.value)), expected numbers of at least 0")
    }
    // Where both are 0 there is no part of the bound to reach.
    return number.value == 0 && bound.value == 0 ? .equal(number, bound) : .atMost(number, bound)
  }.check(of: family, count: count, sourceLocation: sourceLocation)
}

/// States that a number is at least a bound for every instance of a family.
///
///     @Test func `an exponential lies above its tangent`() throws {
///       try lowerBound(Family("numbers") { $0.real("x", in: 0...5) }, attaining: 0.9) { x in
///         (number: .exp(Estimate(exactly: x)), bound: 1 + Estimate(exactly: x))
///       }
///     }
/// - Parameters: as for ``upperBound(_:attaining:count:resolution:sourceLocation:_:)``; `attaining` is the part of the number that the
///   bound must reach for some instance.
/// - Throws: as ``forAll(_:count:resolution:observing:sourceLocation:_:)``.
public func lowerBound<Instance>(
  _ family: Family<Instance>, attaining: Double? = nil, count: Int = standardInstances,
  resolution: Double = Verdict.resolution, sourceLocation: SourceLocation = #_sourceLocation,
  _ numbers: @escaping @Sendable (Instance) throws -> (number: Estimate, bound: Estimate)
) throws {
  try upperBound(
    family, attaining: attaining, count: count, resolution: resolution,
    sourceLocation: sourceLocation
  ) { instance in
    let (number, bound) = try numbers(instance)
    return (number: bound, bound: number)
  }
}

/// The number of instances of a property that asks for no other.
public let standardInstances = 250
