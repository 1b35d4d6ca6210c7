/// States that there are counterexamples to a statement: each of those that are known certifiably violates it.
///
/// The known ones are those given here, and the stored ones of the property. A search (THEOREM_SEARCH) looks for more.
///
///     @Test func `squares are not always larger`() throws {
///       try counterexample(known: [0.5, 0.1]) { x in
///         .atMost(Estimate(exactly: x), Estimate(exactly: x).squared)
///       }
///     }
/// - Parameters:
///   - known: counterexamples, and perturbations of them.
///   - family: where a search looks for more, and whose hypotheses the known ones meet; nil for nowhere.
///   - resolution: the largest relative error that still says something.
///   - picture: what a report draws of an instance; nil for what it draws of each that is ``Illustrated``.
///   - statement: the verdict of the refuted statement on an instance.
///   - sourceLocation: where a failure is reported; leave it out.
/// - Throws: `SettingsError`, and errors of the ledger.
public func counterexample<Instance>(
  known: [Instance], search family: Family<Instance>? = nil, resolution: Double = Verdict.resolution,
  picture: (@Sendable (Instance) throws -> Drawing?)? = nil,
  sourceLocation: SourceLocation = #_sourceLocation,
  to statement: @escaping @Sendable (Instance) throws -> Verdict
) throws {
  try Property(
    .counterexample, family: family, resolution: resolution, picture: picture, statement: statement
  ).checkKnown(known, sourceLocation: sourceLocation) { instance in
    guard let family, try family.admitted(instance) == nil else { return Specimen(given: instance) }
    throw ParameterError(
      "known", found: described(instance), expected: "an instance that meets the hypotheses of \(family.name)"
    )
  }
}

/// States that there are counterexamples to a statement among the instances of a family, which are known by their choices.
///
///     @Test func `squares are not always larger`() throws {
///       let numbers = Family("numbers") { draw in Estimate(exactly: draw.normal("x")) }
///       try counterexample(of: numbers, known: [["x": 0.5], ["x": 0.1]]) { .atMost($0, $0.squared) }
///     }
/// - Parameters: as for ``counterexample(known:search:resolution:picture:sourceLocation:to:)``; the choices must make instances of the
///   family, which a search draws from.
public func counterexample<Instance>(
  of family: Family<Instance>, known: [Choices], resolution: Double = Verdict.resolution,
  sourceLocation: SourceLocation = #_sourceLocation,
  to statement: @escaping @Sendable (Instance) throws -> Verdict
) throws {
  try Property(.counterexample, family: family, resolution: resolution, statement: statement)
    .checkKnown(known, sourceLocation: sourceLocation) { choices in
      guard let specimen = try Specimen(of: family, Draw(strictly: choices)) else {
        throw ParameterError("known", found: json(choices), expected: "an instance that meets the hypotheses")
      }
      return specimen
    }
}

extension Property {
  /// Looks at all that are known, as many as there are, whatever a run asks of the families.
  fileprivate func checkKnown<Known>(
    _ known: [Known], sourceLocation: SourceLocation, specimen: (Known) throws -> Specimen<Instance>
  ) throws {
    try report(count: known.count, sourceLocation: sourceLocation) { tally, instances in
      for (index, known) in known.enumerated() where instances.shard.contains(index) {
        let specimen = try specimen(known)
        tally.add(verdict(specimen.instance), of: specimen)
      }
      // They are of no family, or not drawn from it: there is nothing to tell of one.
      tally.book(Instances.Survey())
    }
  }
}
