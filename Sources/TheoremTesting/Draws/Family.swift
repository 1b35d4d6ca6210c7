/// Where a statement's instances come from: a closure that makes one of what it draws, hypotheses that an instance meets, and
/// classes of instances that must be well represented.
///
///     struct Line { var slope: Double }
///
///     extension Family<Line> {
///       static let steep = Family("steep lines") { draw in Line(slope: draw.real("slope", in: -10...10)) }
///         .assuming("steepness") { abs($0.slope) > 1 }
///         .covering("falling", 0.3) { $0.slope < 0 }
///     }
///
/// An instance is a function of its choices alone, and these of the theorem, the property, the seed and its number: the same on
/// every machine, in any order, process and shard.
public struct Family<Instance>: Sendable {
  /// A class of instances that a run must cover, so that a property is not only tried on easy instances.
  struct Class: Sendable {
    let name: String
    /// The share of all instances that must belong to it, in (0, 1].
    let required: Double
    let contains: @Sendable (Instance) throws -> Bool
  }

  /// What every instance meets.
  struct Hypothesis: Sendable {
    let name: String
    let isMet: @Sendable (Instance) throws -> Bool
  }

  /// The family's name, for records of a run.
  public let name: String
  private(set) var classes: [Class] = []
  private(set) var hypotheses: [Hypothesis] = []
  /// Nil for choices that make no instance, for want of a hypothesis of what the family is made of.
  private let make: @Sendable (inout Draw) throws -> Instance?

  /// A family without hypotheses or classes.
  ///
  ///     let slopes = Family("slopes") { draw in draw.normal("slope") }
  /// - Parameters:
  ///   - name: what its instances are.
  ///   - make: makes one instance; it must use no randomness but what it draws.
  public init(_ name: String, make: @escaping @Sendable (inout Draw) throws -> Instance) {
    self.init(name: name, make: make)
  }

  init(name: String, make: @escaping @Sendable (inout Draw) throws -> Instance?) {
    (self.name, self.make) = (name, make)
  }

  /// The family with one more class that a run must cover.
  ///
  /// Whether the family has enough of the class is decided by a sequential test on as many instances as that takes,
  /// see `ShareTest`.
  ///
  ///     let slopes = Family("slopes") { draw in draw.normal("slope") }
  ///       .covering("falling", 0.3) { $0 < 0 }
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

  /// The family of those instances that meet a hypothesis as well. It is asked of whatever is made: drawn, read from a file,
  /// found by a search, or while a find is made simpler.
  ///
  ///     let slopes = Family("slopes") { draw in draw.normal("slope") }
  ///       .assuming("steepness") { abs($0) > 1 }
  /// - Parameters:
  ///   - hypothesis: its name, by which ``cannotDrop(_:of:_:count:resolution:replacing:sourceLocation:holds:)`` knows it.
  ///   - isMet: whether an instance meets it.
  public func assuming(
    _ hypothesis: String, _ isMet: @escaping @Sendable (Instance) throws -> Bool
  ) -> Family {
    var family = self
    family.hypotheses.append(Hypothesis(name: hypothesis, isMet: isMet))
    return family
  }

  /// The family of what is made of this family's instances, with hypotheses and classes of its own beside those of this family:
  /// what misses a hypothesis is passed over, and a run covers the classes of both.
  ///
  ///     let slopes = Family("slopes") { draw in draw.normal("slope") }
  ///     let lines = slopes.map("lines") { slope, draw in (slope, offset: draw.normal("offset")) }
  /// - Parameters:
  ///   - name: what its instances are.
  ///   - make: makes an instance of another kind, with more choices where it needs them; nil for none.
  public func map<Other>(
    _ name: String, _ make: @escaping @Sendable (Instance, inout Draw) throws -> Other?
  ) -> Family<Other> {
    Family<Other>(name: name) { draw in
      guard let instance = try instance(&draw) else { return nil }
      return try make(instance, &draw)
    }
  }

  /// Draws an instance within another family's closure, whose runs cover the classes of this one too; nil where it misses a
  /// hypothesis.
  ///
  ///     let slopes = Family("slopes") { draw in draw.normal("slope") }
  ///     let pairs = Family("pairs of slopes") { draw in
  ///       [try slopes.instance(&draw), try slopes.instance(&draw)].compactMap(\.self)
  ///     }
  public func instance(_ draw: inout Draw) throws -> Instance? {
    guard let instance = try make(&draw) else { return nil }
    return try admitted(instance, noting: &draw)
  }

  /// The instance that choices make; nil where it misses a hypothesis.
  /// - Throws: what making it throws, and ``DrawError``.
  func instance(of draw: inout Draw) throws -> Instance? {
    guard let instance = try make(&draw) else { return nil }
    try draw.finish()
    return try admitted(instance, noting: &draw)
  }

  private func admitted(_ instance: Instance, noting draw: inout Draw) throws -> Instance? {
    guard let instance = try admitted(instance) else { return nil }
    for group in classes where draw.notesClasses {
      draw.note(
        Draw.Membership(family: name, name: group.name, required: group.required) {
          try group.contains(instance)
        })
    }
    return instance
  }

  /// The instance; nil where it misses a hypothesis.
  func admitted(_ instance: Instance) throws -> Instance? {
    try hypotheses.allSatisfy { try $0.isMet(instance) } ? instance : nil
  }
}

extension Family {
  /// The instances of this family and another together, each drawn by itself, with the hypotheses and the classes of both.
  ///
  ///     let numbers = Family("numbers") { draw in draw.normal("x") }
  ///     let points = numbers.with(numbers)
  public func with<Other>(_ other: Family<Other>) -> Family<(Instance, Other)> { .product(self, other) }

  /// The instances of several families together, each drawn by itself, with the hypotheses and the classes of all of them.
  static func product<each Part>(_ families: repeat Family<each Part>) -> Family
  where Instance == (repeat each Part) {
    var names: [String] = []
    for family in repeat each families { names.append(family.name) }
    return Family(name: names.joined(separator: "; ")) { draw in
      do { return (repeat try (each families).required(&draw)) } catch is Missed { return nil }
    }
  }

  private func required(_ draw: inout Draw) throws -> Instance {
    guard let instance = try instance(&draw) else { throw Missed() }
    return instance
  }
}

/// A part of an instance misses a hypothesis.
private struct Missed: Error {}
