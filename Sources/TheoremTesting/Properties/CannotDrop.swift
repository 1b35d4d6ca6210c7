/// States that a hypothesis is needed: dropping it from instances for which the property holds breaks the property.
///
/// Each instance is judged twice, as it is and with the hypothesis broken. The necessity holds when the property holds for all
/// original instances, and a broken one certainly violates it. The largest violation is reported, and how often it was violated.
///
///     @Test func `the sign cannot be dropped`() throws {
///       let positive = Family("numbers") { abs($0.normal("x")) }.assuming("the sign") { $0 >= 0 }
///       try cannotDrop("the sign", of: positive, replacing: { -1 - $0 }) { .atMost(0, Estimate(exactly: $0)) }
///     }
/// - Parameters:
///   - hypothesis: its name in the first family, see ``Family/assuming(_:_:)``: what is broken misses it, and no other one.
///   - family: what satisfies all hypotheses, and is broken.
///   - others: what stays as it is.
///   - count: how many instances; THEOREM_INSTANCES overrides it.
///   - resolution: the largest relative error that still says something.
///   - replacing: what takes the place of what satisfies all hypotheses.
///   - property: the verdict on an instance.
///   - sourceLocation: where a failure is reported; leave it out.
/// - Throws: `SettingsError`, and errors of the ledger. What a family or `replacing` throws keeps the necessity from holding.
public func cannotDrop<Instance: Sendable, each Other: Sendable>(
  _ hypothesis: String, of family: Family<Instance>, _ others: repeat Family<each Other>, count: Int = 20,
  resolution: Double = Verdict.resolution, replacing: (Instance) throws -> Instance,
  sourceLocation: SourceLocation = #_sourceLocation,
  holds property: @escaping @Sendable (Instance, repeat each Other) throws -> Verdict
) throws {
  let product = family.with(Family<(repeat each Other)>.product(repeat each others))
  let property = Property(.necessity(of: hypothesis), family: product, resolution: resolution) {
    try property($0.0, repeat each $0.1)
  }
  try property.checkNecessity(of: product, count: count, sourceLocation: sourceLocation) { instance in
    let broken = try replacing(instance.0)
    try family.check(that: broken, misses: hypothesis)
    return property.verdict((broken, instance.1))
  }
}

/// States that a part of a statement is needed: without it the statement is certainly false for some instance for which it holds
/// as it stands.
///
///     @Test func `the square cannot be dropped`() throws {
///       try cannotDrop("the square", of: Family("numbers") { $0.normal("x") }) {
///         .atMost(0, Estimate(exactly: $0).squared)
///       } without: {
///         .atMost(0, Estimate(exactly: $0))
///       }
///     }
/// - Parameters:
///   - part: what is dropped.
///   - family: where the instances come from.
///   - others: families of what else the statement is about.
///   - count: how many instances; THEOREM_INSTANCES overrides it.
///   - resolution: the largest relative error that still says something.
///   - sourceLocation: where a failure is reported; leave it out.
///   - property: the verdict of the whole statement on an instance.
///   - broken: that of the statement without the part.
/// - Throws: `SettingsError`, and errors of the ledger. What the family throws keeps the necessity from holding.
public func cannotDrop<Instance: Sendable, each Other: Sendable>(
  _ part: String, of family: Family<Instance>, _ others: repeat Family<each Other>, count: Int = 20,
  resolution: Double = Verdict.resolution, sourceLocation: SourceLocation = #_sourceLocation,
  holds property: @escaping @Sendable (Instance, repeat each Other) throws -> Verdict,
  without broken: @escaping @Sendable (Instance, repeat each Other) throws -> Verdict
) throws {
  let product = family.with(Family<(repeat each Other)>.product(repeat each others))
  let whole = Property(.necessity(of: part), family: product, resolution: resolution) {
    try property($0.0, repeat each $0.1)
  }
  let rump = Property(.necessity(of: part), family: product, resolution: resolution) {
    try broken($0.0, repeat each $0.1)
  }
  try whole.checkNecessity(
    of: product, count: count, sourceLocation: sourceLocation, isOfInstance: true, breaking: rump.verdict)
}

extension Family {
  /// - Throws: `ParameterError` unless an instance misses this hypothesis and no other.
  fileprivate func check(that instance: Instance, misses hypothesis: String) throws {
    guard hypotheses.contains(where: { $0.name == hypothesis }) else {
      throw ParameterError(
        "cannotDrop", found: "\"\(hypothesis)\"",
        expected: "a hypothesis of \(name): \(hypotheses.map(\.name))")
    }
    for other in hypotheses {
      let isMet = try other.isMet(instance)
      guard isMet == (other.name != hypothesis) else {
        throw ParameterError(
          "replacing", found: "an instance that \(isMet ? "meets" : "misses") \"\(other.name)\"",
          expected: "one that misses \"\(hypothesis)\" alone")
      }
    }
  }
}

extension Property {
  /// - Parameters:
  ///   - isOfInstance: whether what is judged once something is dropped is still the instance, and not one that took its place.
  ///   - breaking: the verdict on an instance once the hypothesis is dropped.
  fileprivate func checkNecessity(
    of family: Family<Instance>, count: Int, sourceLocation: SourceLocation, isOfInstance: Bool = false,
    breaking: (Instance) throws -> Verdict
  ) throws {
    try report(count: count, sourceLocation: sourceLocation) { tally, instances in
      var violated = 0
      var violations = Sameness()
      var largest: Trial<Instance>?
      let survey = try instances.forEach(of: family) { specimen in
        tally.add(verdict(specimen.instance), of: specimen)
        let violation = try breaking(specimen.instance)
        tally.bookSamples(violation.samples)
        if tally.line.instances == 1, try breaking(specimen.instance).bits != violation.bits {
          tally.line.objection =
            "an instance that was judged twice with \(claim.hypothesis ?? "") dropped came out differently"
        }
        guard violation.outcome == .refuted else { return }
        violated += 1
        violations.add(violation.bits)
        if largest.map({ violation.isWorse(than: $0.verdict) }) ?? true { largest = (specimen, violation) }
      }
      tally.line.evidence = .violations(count: violated)
      tally.book(survey)
      if isOfInstance { tally.line.sameViolation = violations.shared }
      // An original that does not hold is what a reader must see.
      if tally.line.refuted + tally.line.inconclusive == 0, let largest {
        tally.show(largest.verdict, of: largest.specimen)
      }
    }
  }
}
