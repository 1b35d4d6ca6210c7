import Evidence
import RandomNumbers

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

  /// The generator of an instance.
  func generator(_ index: Int) -> CounterBasedGenerator {
    CounterBasedGenerator(key: key, stream: seed << 32 | UInt64(truncatingIfNeeded: index))
  }

  /// Whether the instance with this number is to be looked at here.
  func contain(_ index: Int) -> Bool { index < count && shard.contains(index) }

  /// The most instances that are drawn to decide a family's coverage.
  static let coverageLimit = 100_000

  /// Calls `body` with each instance that is to be looked at here, and tests the coverage of the family on the way, and
  /// beyond if need be: on all instances from the first on, whichever shard they belong to, so that every shard
  /// comes to the same result.
  /// - Returns: the coverage, and how many of the instances to look at missed a hypothesis.
  func forEach<Instance>(
    of family: Family<Instance>, _ body: (Int, Instance) throws -> Void
  ) throws -> (coverage: [LedgerLine.Coverage], rejected: Int) {
    var tests = try family.classes.map { try ShareTest(required: $0.required) }
    var decided = tests.isEmpty
    var rejected = 0
    var index = 0
    while index < count || !decided && index < Self.coverageLimit {
      defer { index += 1 }
      guard contain(index) || !decided else { continue }
      var generator = generator(index)
      guard let instance = try family.instance(using: &generator) else {
        if contain(index) { rejected += 1 }
        continue
      }
      if !decided {
        for (i, group) in family.classes.enumerated() where tests[i].decision == nil {
          tests[i].add(try group.contains(instance))
        }
        decided = tests.allSatisfy { $0.decision != nil }
      }
      if contain(index) { try body(index, instance) }
    }
    let coverage = zip(family.classes, tests).map { group, test in
      LedgerLine.Coverage(
        name: group.name, count: test.members, drawn: test.instances, required: group.required,
        isMet: test.decision)
    }
    return (coverage, rejected)
  }
}
