import RandomNumbers

/// A reproducible source of instances: a draw from a generator, hypotheses that the instances meet, and classes of
/// instances that must be well represented.
///
/// An instance is a function of the theorem, the property, the seed and its number alone: the same on every machine, in
/// any order, process and shard.
public struct Family<Instance: Sendable & Codable>: Sendable {
  /// A class of instances that a run must cover, so that a property is not only tried on easy instances.
  struct Class: Sendable {
    let name: String
    /// The share of all instances that must belong to it, in (0, 1].
    let required: Double
    let contains: @Sendable (Instance) throws -> Bool
  }

  /// The family's name, for records of a run.
  public let name: String
  private(set) var classes: [Class] = []
  private var hypotheses: [@Sendable (Instance) throws -> Bool] = []
  /// Nil for numbers that make an instance which misses a hypothesis.
  private let draw: @Sendable (inout CounterBasedGenerator) throws -> Instance?

  /// A family without hypotheses or classes.
  /// - Parameters:
  ///   - name: what its instances are.
  ///   - draw: makes one instance; it must use no randomness but the generator's.
  public init(_ name: String, draw: @escaping @Sendable (inout CounterBasedGenerator) throws -> Instance) {
    self.init(name: name, draw: draw)
  }

  private init(name: String, draw: @escaping @Sendable (inout CounterBasedGenerator) throws -> Instance?) {
    (self.name, self.draw) = (name, draw)
  }

  /// The family with one more class that a run must cover.
  ///
  /// Whether the family has enough of the class is decided by a sequential test on as many instances as that takes,
  /// see `ShareTest`.
  /// - Parameters:
  ///   - name: what its instances have in common.
  ///   - required: the share of all instances that must belong to it, in (0, 1].
  ///   - contains: whether an instance belongs to it.
  public func covering(
    _ name: String, _ required: Double, where contains: @escaping @Sendable (Instance) throws -> Bool
  ) -> Family {
    var family = self
    family.classes.append(Class(name: name, required: required, contains: contains))
    return family
  }

  /// The family without the instances that miss a hypothesis: they are passed over where the draw makes one, where
  /// shrinking does, and where a search does.
  public func requiring(_ hypothesis: @escaping @Sendable (Instance) throws -> Bool) -> Family {
    var family = self
    family.hypotheses.append(hypothesis)
    return family
  }

  /// The family of what is made of this family's instances, with classes of its own. The instances that miss a hypothesis
  /// of this family are passed over; shrinking knows only what is required of the new one.
  /// - Parameters:
  ///   - name: what its instances are.
  ///   - make: makes an instance of another kind, with more random numbers where it needs them.
  public func map<Other>(
    _ name: String, _ make: @escaping @Sendable (Instance, inout CounterBasedGenerator) throws -> Other?
  ) -> Family<Other> {
    Family<Other>(name: name) { generator in
      guard let instance = try instance(using: &generator) else { return nil }
      return try make(instance, &generator)
    }
  }

  /// Whether an instance meets the hypotheses.
  func admits(_ instance: Instance) throws -> Bool { try hypotheses.allSatisfy { try $0(instance) } }

  /// The instance that a generator's numbers make, or nil when it misses a hypothesis.
  func instance(using generator: inout CounterBasedGenerator) throws -> Instance? {
    guard let instance = try draw(&generator) else { return nil }
    return try admits(instance) ? instance : nil
  }
}
