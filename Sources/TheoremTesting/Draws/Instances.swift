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
  /// A class of a family from which none of the first so many instances draws is not asked for.
  private static let firstToTell = 32

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
    var classes = Classes()
    var survey = Survey()
    var (index, told) = (0, 0)
    while index < count || !classes.areDecided && index < Self.coverageLimit {
      defer { index += 1 }
      let isOurs = index < count && shard.contains(index)
      // Which classes there are, the first instances tell, to every shard the same.
      let isFirst = told < Self.firstToTell
      let isCounted = isFirst || !classes.areDecided
      guard isOurs || isCounted else { continue }
      var draw = draw(index)
      draw.notesClasses = isCounted
      guard let specimen = try Specimen(of: family, draw, index: index) else {
        if isOurs { survey.rejected += 1 }
        continue
      }
      if isFirst { try classes.add(new: specimen.memberships) }
      told += 1
      try classes.count(specimen.memberships) { $0.decision == nil }
      if isOurs { try body(specimen) }
    }
    survey.coverage = classes.coverage { $0.decision }
    return survey
  }

  /// The same for all instances of a finite family, whose shares are what they are.
  private func list<Instance>(
    _ all: [Draw], of family: Family<Instance>, _ body: (Specimen<Instance>) throws -> Void
  ) throws -> Survey {
    var classes = Classes()
    var rejected = 0
    for (index, choices) in all.enumerated() {
      let isOurs = shard.contains(index)
      var draw = choices
      draw.notesClasses = true
      guard let specimen = try Specimen(of: family, draw, index: index) else {
        if isOurs { rejected += 1 }
        continue
      }
      try classes.add(new: specimen.memberships)
      try classes.count(specimen.memberships) { _ in true }
      if isOurs { try body(specimen) }
    }
    let coverage = classes.coverage { Double($0.members) >= $0.required * Double($0.instances) }
    return Survey(coverage: coverage, rejected: rejected, size: all.count)
  }
}

/// The classes of a family, and of those that it draws from, and how many of the instances belong to each.
private struct Classes {
  private var classes: [(membership: Draw.Membership, test: ShareTest)] = []

  var areDecided: Bool { classes.allSatisfy { $0.test.decision != nil } }

  /// - Throws: `ParameterError` for a share that is not in (0, 1].
  mutating func add(new memberships: [Draw.Membership]) throws {
    for membership in memberships where place(of: membership) == nil {
      classes.append((membership, try ShareTest(required: membership.required)))
    }
  }

  /// Counts an instance, in each class that is still to be counted.
  mutating func count(_ memberships: [Draw.Membership], where isOpen: (ShareTest) -> Bool) throws {
    for membership in memberships {
      guard let place = place(of: membership), isOpen(classes[place].test) else { continue }
      classes[place].test.add(try membership.isMember())
    }
  }

  func coverage(isMet: (ShareTest) -> Bool?) -> [LedgerLine.Coverage] {
    classes.indices.map { place in
      let (group, test) = classes[place]
      let isNamesake = classes[..<place].contains { $0.membership.name == group.name }
      return LedgerLine.Coverage(
        name: isNamesake ? "\(group.name), of \(group.family)" : group.name, count: test.members,
        drawn: test.instances, required: group.required, isMet: isMet(test))
    }
  }

  private func place(of one: Draw.Membership) -> Int? {
    classes.firstIndex {
      $0.membership.name == one.name && $0.membership.family == one.family
        && $0.membership.required == one.required
    }
  }
}
