/// Which of all instances a property looks at: those of a seed with numbers below a count, of one shard.
struct Instances: Sendable {
  /// The hash of theorem and property.
  let key: UInt64
  let seed: UInt64
  /// How many the property asks for, in all shards together.
  let count: Int
  let shard: Shard

  /// - Parameters:
  ///   - property: the theorem's id and the property's name, as in "T10/every minimiser".
  ///   - isFixed: whether the count is not for the settings to change.
  init(of property: String, count: Int, isFixed: Bool = false, settings: Settings) {
    key = fnv1a(property.utf8)
    seed = settings.seed
    self.count = isFixed ? count : settings.instances ?? count
    shard = settings.shard
  }

  /// The choices of an instance.
  func draw(_ index: Int) -> Draw {
    Draw(using: CounterBasedGenerator(key: key, stream: seed << 32 | UInt64(truncatingIfNeeded: index)))
  }

  /// A generator for what is not one of the instances: the upper half of the streams.
  func generator(beside index: Int) -> CounterBasedGenerator {
    CounterBasedGenerator(key: key, stream: seed << 32 | 1 << 31 | UInt64(truncatingIfNeeded: index))
  }

  /// The most instances that are drawn to decide a family's coverage.
  static let coverageLimit = 100_000

  /// What looking at the instances found of the family.
  struct Survey {
    var coverage: [LedgerLine.Coverage] = []
    /// How many of the instances to look at missed a hypothesis.
    var rejected = 0
    /// How many instances the family has, where they were listed and not drawn.
    var size: Int?
  }

  /// Calls `body` with each instance that is to be looked at here, and tests the coverage of the family on the way, and
  /// beyond if need be: on all instances from the first on, whichever shard they belong to, so that every shard
  /// comes to the same result.
  /// - Parameter isSampled: whether the family's law matters, so that also a finite one is drawn.
  func forEach<Instance>(
    of family: Family<Instance>, isSampled: Bool = false, _ body: (Specimen<Instance>) throws -> Void
  ) throws -> Survey {
    if !isSampled, let all = try family.enumeration(limit: count) { return try list(all, of: family, body) }
    var tests = try family.classes.map { try ShareTest(required: $0.required) }
    var decided = tests.isEmpty
    var survey = Survey()
    var index = 0
    while index < count || !decided && index < Self.coverageLimit {
      defer { index += 1 }
      let isOurs = index < count && shard.contains(index)
      guard isOurs || !decided else { continue }
      guard let specimen = try Specimen(of: family, draw(index), index: index) else {
        if isOurs { survey.rejected += 1 }
        continue
      }
      if !decided {
        for (i, group) in family.classes.enumerated() where tests[i].decision == nil {
          tests[i].add(try group.contains(specimen.instance))
        }
        decided = tests.allSatisfy { $0.decision != nil }
      }
      if isOurs { try body(specimen) }
    }
    survey.coverage = zip(family.classes, tests).map { group, test in
      LedgerLine.Coverage(
        name: group.name, count: test.members, drawn: test.instances, required: group.required,
        isMet: test.decision)
    }
    return survey
  }

  /// The same for all instances of a finite family, whose shares are what they are.
  private func list<Instance>(
    _ all: [Draw], of family: Family<Instance>, _ body: (Specimen<Instance>) throws -> Void
  ) throws -> Survey {
    // A share is asked of it as of others: in (0, 1].
    for group in family.classes { _ = try ShareTest(required: group.required) }
    var members = family.classes.map { _ in 0 }
    var rejected = 0
    for (index, draw) in all.enumerated() {
      let isOurs = shard.contains(index)
      guard let specimen = try Specimen(of: family, draw, index: index) else {
        if isOurs { rejected += 1 }
        continue
      }
      for (i, group) in family.classes.enumerated() where try group.contains(specimen.instance) {
        members[i] += 1
      }
      if isOurs { try body(specimen) }
    }
    let coverage = zip(family.classes, members).map { group, count in
      LedgerLine.Coverage(
        name: group.name, count: count, drawn: all.count, required: group.required,
        isMet: Double(count) >= group.required * Double(all.count))
    }
    return Survey(coverage: coverage, rejected: rejected, size: all.count)
  }
}
