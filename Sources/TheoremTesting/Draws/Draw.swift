/// What makes an instance: a family asks it for choices, each with a name and a domain, and it keeps them on record.
///
///     let planes = Family("planes") { draw in
///       let d = draw.integer("dimension", in: 1...24)
///       return (normal: draw.normals("normal", d, scale: 3), offset: draw.real("offset", in: 0...1))
///     }
///
/// The choices are the instance: the same choices make it again, whatever the family draws them by. So a family must use no
/// other randomness, and an instance can be stored, counted, shrunk and searched without a word about its type.
/// A domain that says nothing, as a range without end, leaves the instance unmade, with the reason.
public struct Draw {
  /// Where the choices come from.
  enum Source {
    /// From their laws.
    case random
    /// From given ones.
    case given(Choices)
    /// The i-th choice is the value with the i-th number of its domain, the first one beyond them.
    case numbered([Int])
  }

  /// What becomes of a choice that was not given.
  enum Missing {
    case simplest
    /// It comes from its law.
    case random
    /// The instance is none; neither where a given one is out of its domain, or left over.
    case fails
  }

  private let source: Source
  private let missing: Missing
  private var generator: CounterBasedGenerator
  /// The choices so far.
  private(set) var choices: [Choice] = []
  /// How many choices of a name were made; kept only where they are given.
  private var taken: [String: Int] = [:]
  /// Why there is no instance.
  private(set) var failure: DrawError?
  /// What a reader sees in place of the choices of a name; nil for nothing.
  private(set) var shown: [String: Matrix?] = [:]

  /// Whether the classes of families are noted.
  var notesClasses = false
  /// The classes of the families that the instance and its parts were drawn from.
  private(set) var memberships: [Membership] = []

  /// A class of a family, and whether what was drawn from it belongs to it.
  struct Membership {
    let family: String
    let name: String
    /// As of `Family.Class`.
    let required: Double
    let isMember: () throws -> Bool
  }

  init(_ source: Source, missing: Missing = .fails, using generator: CounterBasedGenerator) {
    (self.source, self.missing, self.generator) = (source, missing, generator)
  }

  /// The choices that make the instance of a generator.
  init(using generator: CounterBasedGenerator) { self.init(.random, using: generator) }

  /// Given choices, all of which the family must ask for, and no others.
  init(strictly choices: Choices) { self.init(.given(choices), using: CounterBasedGenerator(key: 0)) }

  /// Given choices as far as they fit: one that is missing is the simplest, one that is out of its domain the nearest to it.
  init(nearest choices: Choices) {
    self.init(.given(choices), missing: .simplest, using: CounterBasedGenerator(key: 0))
  }

  /// A uniform integer.
  ///
  ///     let dimension = draw.integer("dimension", in: 1...24)
  ///     let components = draw.integer("components", in: 1...3, shares: [0.1, 0.6, 0.3])
  /// - Parameters:
  ///   - name: what it is about.
  ///   - range: its domain; the lower end is the simplest.
  ///   - shares: how likely each value is, in proportion; nil for all alike.
  public mutating func integer(_ name: String, in range: ClosedRange<Int>, shares: [Double]? = nil) -> Int {
    if range.lowerBound < -Self.largest || range.upperBound > Self.largest {
      fail(name, "found \(range), expected integers of at most 2⁵³")
      return range.lowerBound
    }
    if let shares,
      shares.count != range.count || !shares.allSatisfy({ $0 >= 0 && $0.isFinite })
        || shares.reduce(0, +) <= 0
    {
      fail(name, "found the shares \(shares), expected one of at least 0 for each of \(range.count) values")
      return range.lowerBound
    }
    guard case .number(let value) = choose(name, .integer(range, shares: shares)) else {
      return range.lowerBound
    }
    return Int(value)
  }

  /// A uniform number.
  ///
  ///     let bias = draw.real("bias", in: 0...1, atEnds: 0.05)
  /// - Parameters:
  ///   - name: what it is about.
  ///   - range: its domain, finite.
  ///   - atEnds: the probability of each end by itself, in [0, 1/2): where a statement's hard cases are.
  public mutating func real(_ name: String, in range: ClosedRange<Double>, atEnds: Double = 0) -> Double {
    real(name, range, isLogarithmic: false, atEnds: atEnds)
  }

  /// A positive number whose logarithm is uniform.
  ///
  ///     let condition = draw.logarithmic("condition", in: 1...10_000)
  /// - Parameters:
  ///   - name: what it is about.
  ///   - range: its domain, of numbers above 0.
  ///   - atEnds: as for ``real(_:in:atEnds:)``.
  public mutating func logarithmic(
    _ name: String, in range: ClosedRange<Double>, atEnds: Double = 0
  ) -> Double {
    real(name, range, isLogarithmic: true, atEnds: atEnds)
  }

  private mutating func real(
    _ name: String, _ range: ClosedRange<Double>, isLogarithmic: Bool, atEnds: Double
  ) -> Double {
    guard range.lowerBound.isFinite, range.upperBound.isFinite, !isLogarithmic || range.lowerBound > 0 else {
      fail(name, "found the range \(range), expected a finite one\(isLogarithmic ? " above 0" : "")")
      return 1
    }
    guard atEnds >= 0, atEnds < 0.5 else {
      fail(name, "found the probability \(atEnds) of an end, expected one in [0, 1/2)")
      return range.lowerBound
    }
    let domain = Choice.Domain.real(range, isLogarithmic: isLogarithmic, atEnds: atEnds)
    guard case .number(let value) = choose(name, domain) else { return range.lowerBound }
    return value
  }

  /// Independent normal deviates of mean 0 as one choice, as the coordinates of a mean: 0 is the simplest value of each.
  ///
  ///     let means = (0..<3).map { _ in draw.normals("mean", 2, scale: 3) }
  /// - Parameters:
  ///   - name: what they are about.
  ///   - count: how many.
  ///   - scale: their standard deviation, above 0: the unit in which they are short to write.
  public mutating func normals(_ name: String, _ count: Int, scale: Double = 1) -> [Double] {
    guard count >= 0, isScale(name, scale) else {
      if count < 0 { fail(name, "found \(count) numbers, expected at least 0") }
      return []
    }
    guard case .numbers(let values) = choose(name, .normals(count: count, scale: scale)) else { return [] }
    return values
  }

  /// A normal deviate of mean 0, as ``normals(_:_:scale:)``.
  ///
  ///     let start = draw.normal("start", scale: 10)
  public mutating func normal(_ name: String, scale: Double = 1) -> Double {
    guard isScale(name, scale), case .number(let value) = choose(name, .normal(scale: scale)) else {
      return 0
    }
    return value
  }

  private mutating func isScale(_ name: String, _ scale: Double) -> Bool {
    if scale > 0, scale.isFinite { return true }
    fail(name, "found the scale \(scale), expected a finite one above 0")
    return false
  }

  /// One of several, which are told apart by how they are described; the first is the simplest.
  ///
  ///     let loss = draw.element("loss", of: ["logistic", "hinge"])
  public mutating func element<Element>(_ name: String, of elements: [Element]) -> Element? {
    let names = elements.map { described($0) }
    guard !names.isEmpty, Set(names).count == names.count else {
      fail(name, "found \(names), expected at least one element, and different ones")
      return elements.first
    }
    guard case .text(let text) = choose(name, .element(names)) else { return elements[0] }
    return elements[names.firstIndex(of: text) ?? 0]
  }

  /// A stream of random numbers for what is too much to be chosen, as a batch: its key is stored, and neither shrunk nor searched.
  ///
  ///     var generator = draw.stream("batch")
  ///     let batch = (0..<1000).map { _ in generator.normal() }
  public mutating func stream(_ name: String) -> CounterBasedGenerator {
    guard case .text(let text) = choose(name, .stream) else { return CounterBasedGenerator(key: 0) }
    return CounterBasedGenerator(key: Choice.Domain.word(text) ?? 0)
  }

  /// Integers beyond it are no numbers of a file.
  private static let largest = 1 << 53

  mutating func fail(_ name: String, _ reason: String) {
    failure = failure ?? DrawError(choice: name, reason: reason)
  }

  private mutating func choose(_ name: String, _ domain: Choice.Domain) -> Choices.Entry {
    let value = value(name, domain)
    choices.append(Choice(name: name, domain: domain, value: value))
    return value
  }

  private mutating func value(_ name: String, _ domain: Choice.Domain) -> Choices.Entry {
    switch source {
    case .random: return drawn(domain)
    case .numbered(let numbers):
      return domain.value(number: choices.count < numbers.count ? numbers[choices.count] : 0)
    case .given(let given):
      let occurrence = taken[name, default: 0]
      taken[name] = occurrence + 1
      let found = given.value(name, occurrence, isList: domain.isList)
      if let found, let nearest = domain.nearest(to: found) {
        if case .fails = missing, nearest != found { fail(name, "found \(found), expected \(domain.words)") }
        return nearest
      }
      switch missing {
      case .simplest: return domain.simplest
      case .random: return drawn(domain)
      case .fails:
        fail(name, "found \(found.map { "\($0)" } ?? "nothing"), expected \(domain.words)")
        return domain.simplest
      }
    }
  }

  private mutating func drawn(_ domain: Choice.Domain) -> Choices.Entry {
    domain.width == 1
      ? domain.value(at: CollectionOfOne(generator.uniform()))
      : domain.value(at: (0..<domain.width).map { _ in generator.uniform() })
  }

  /// Shows a reader a matrix in place of the choices that make it: one list for each row.
  ///
  ///     let root = draw.orthonormal("axes", rows: 3, columns: 3)
  ///     draw.show("rotation", root.transposed, inPlaceOf: ["axes"])
  public mutating func show(_ name: String, _ matrix: Matrix, inPlaceOf choices: [String]) {
    for choice in choices { shown[choice] = .some(nil) }
    shown[name] = matrix
  }

  mutating func note(_ membership: Membership) { memberships.append(membership) }

  /// To be called when the family has made its instance.
  /// - Throws: ``DrawError`` where a domain said nothing, or, of given choices that have to fit, one does not.
  mutating func finish() throws(DrawError) {
    if case .given(let given) = source, case .fails = missing, failure == nil {
      for name in given.values.keys.sorted() {
        let asked = taken[name, default: 0]
        let isList = choices.first { $0.name == name }?.domain.isList ?? true
        let found = given.count(name, isList: isList)
        if found > asked { fail(name, "found \(found), expected \(asked == 0 ? "none" : "\(asked)")") }
      }
    }
    if let failure { throw failure }
  }
}

/// Why choices make no instance: a domain that says nothing, or, of a file, a choice that does not fit.
public struct DrawError: Error, Equatable, Sendable, CustomStringConvertible {
  public let choice: String
  public let reason: String

  public var description: String { "choice \"\(choice)\": \(reason)" }
}
