import LinearAlgebra

/// A reproducible source of instances: a draw from a generator, and classes of instances that must be well represented.
public struct Family<Instance: Sendable & Encodable>: Sendable {
  /// A class of instances that a run must cover, so that a property is not only tried on easy instances.
  struct Class: Sendable {
    let name: String
    /// The share of all instances that must belong to it, in [0, 1].
    let required: Double
    let contains: @Sendable (Instance) throws -> Bool
  }

  /// The family's name, for records of a run.
  public let name: String
  let classes: [Class]
  private let generate: @Sendable (inout CounterBasedGenerator) throws -> Instance

  /// A family without classes.
  /// - Parameter draw: makes one instance; it must use no randomness but the generator's.
  public init(_ name: String, draw: @escaping @Sendable (inout CounterBasedGenerator) throws -> Instance) {
    self.init(name: name, classes: [], generate: draw)
  }

  private init(
    name: String, classes: [Class],
    generate: @escaping @Sendable (inout CounterBasedGenerator) throws -> Instance
  ) {
    (self.name, self.classes, self.generate) = (name, classes, generate)
  }

  /// The family with one more class that a run must cover.
  /// - Parameters:
  ///   - name: what its instances have in common.
  ///   - required: the share of all instances that must belong to it, in (0, 1].
  public func covering(
    _ name: String, _ required: Double, where contains: @escaping @Sendable (Instance) throws -> Bool
  ) -> Family {
    precondition(required > 0 && required <= 1, "a required share lies in (0, 1]")
    return Family(
      name: self.name, classes: classes + [Class(name: name, required: required, contains: contains)],
      generate: generate)
  }

  /// Instance `index` of an epoch, as a property sees it: a function of its arguments alone.
  func instance(_ index: Int, of property: String, epoch: UInt64) throws -> Instance {
    var generator = CounterBasedGenerator(
      key: Self.key(property), stream: epoch << 32 | UInt64(truncatingIfNeeded: index))
    return try generate(&generator)
  }

  /// The 64-bit FNV-1a hash of the property's name (Fowler, Noll, Vo): the standard library's changes with the process.
  private static func key(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}
