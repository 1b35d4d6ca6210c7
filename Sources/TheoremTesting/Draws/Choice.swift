import Foundation

/// One choice that a family made for an instance: a name, what it could have been, and what it is.
struct Choice: Sendable, Equatable {
  /// What it is about, as in "bias"; several choices may share a name and are told apart by their order.
  let name: String
  let domain: Domain
  var value: Choices.Entry

  /// What a choice can be. Each domain has a law, given by its quantiles, and a simplest value.
  enum Domain: Sendable, Equatable {
    /// Uniform; with weights in proportion to the shares where there are any.
    case integer(ClosedRange<Int>, shares: [Double]?)
    /// Uniform, or with a uniform logarithm; each end has the extra probability `atEnds`.
    case real(ClosedRange<Double>, isLogarithmic: Bool, atEnds: Double)
    /// A normal deviate of mean 0.
    case normal(scale: Double)
    /// Independent normal deviates of mean 0.
    case normals(count: Int, scale: Double)
    /// One of several, by its name, each as likely as the others.
    case element([String])
    /// The key of a stream of random numbers: neither shrunk nor searched.
    case stream
  }
}

extension Choice.Domain {
  /// How many numbers in (0, 1) make a value.
  var width: Int {
    switch self {
    case .integer, .real, .normal, .element, .stream: 1
    case .normals(let count, _): count
    }
  }

  /// Whether a value is a list of numbers.
  var isList: Bool { if case .normals = self { true } else { false } }

  /// How many values there are; nil where they are too many to list.
  var count: Int? {
    switch self {
    case .integer(let range, let shares):
      if let shares { return shares.count { $0 > 0 } }
      let (width, isTooLarge) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
      return isTooLarge || width == .max ? nil : width + 1
    case .element(let names): return names.count
    case .real(let range, _, _): return range.lowerBound == range.upperBound ? 1 : nil
    case .normals(let count, _): return count == 0 ? 1 : nil
    case .normal, .stream: return nil
    }
  }

  /// The value with a number, counted from 0, where there are so many.
  func value(number: Int) -> Choices.Entry {
    switch self {
    case .integer(let range, let shares):
      // What has no share cannot be drawn.
      .number(
        Double(
          range.lowerBound
            + (shares.map { shares in shares.indices.filter { shares[$0] > 0 }[number] } ?? number)))
    case .element(let names): .text(names[number])
    case .real, .normal, .normals, .stream: simplest
    }
  }

  /// The value that a reader has least to say about.
  var simplest: Choices.Entry {
    switch self {
    case .integer: value(number: 0)
    case .real(let range, _, _):
      .number(
        [0, 1].first(where: range.contains) ?? [range.lowerBound, range.upperBound].min { abs($0) < abs($1) }
          ?? 0)
    case .normal: .number(0)
    case .normals(let count, _): .numbers(Array(repeating: 0, count: count))
    case .element(let names): .text(names[0])
    case .stream: .text(Self.text(0))
    }
  }

  /// The value at quantiles.
  /// - Parameter quantiles: ``width`` numbers in (0, 1).
  func value(at quantiles: some Collection<Double>) -> Choices.Entry {
    let u = quantiles.first ?? 0.5
    switch self {
    case .integer(let range, let shares):
      return .number(Double(range.lowerBound + Self.index(u, shares, range.count)))
    case .real(let range, let isLogarithmic, let atEnds):
      let inner = min(max((u - atEnds) / (1 - 2 * atEnds), 0), 1)
      let (low, high) = (range.lowerBound, range.upperBound)
      if inner == 0 || inner == 1 { return .number(inner == 0 ? low : high) }
      // The width of a range beyond half of all numbers overflows.
      let x = isLogarithmic ? low * pow(high / low, inner) : low * (1 - inner) + high * inner
      return .number(min(max(x, low), high))
    case .normal(let scale): return .number(scale * normalQuantile(u))
    case .normals(_, let scale): return .numbers(quantiles.map { scale * normalQuantile($0) })
    case .element(let names): return .text(names[Self.index(u, nil, names.count)])
    case .stream: return .text(Self.text(UInt64(u * 0x1p64)))
    }
  }

  /// Where a value of the domain lies in its law, as far as that can be told: the inverse of ``value(at:)``.
  func quantiles(of value: Choices.Entry) -> [Double] {
    switch (self, value) {
    case (.integer(let range, let shares), .number(let number)):
      let index = Int(number) - range.lowerBound
      guard let shares else { return [(Double(index) + 0.5) / Double(range.count)] }
      let below = shares.prefix(index).reduce(0, +)
      return [(below + shares[index] / 2) / shares.reduce(0, +)]
    case (.real(let range, let isLogarithmic, let atEnds), .number(let x)):
      let (low, high) = (range.lowerBound, range.upperBound)
      guard low < high else { return [0.5] }
      let inner = isLogarithmic ? log(x / low) / log(high / low) : (x / 2 - low / 2) / (high / 2 - low / 2)
      return [atEnds + (1 - 2 * atEnds) * inner]
    case (.normal(let scale), .number(let number)): return [erfc(-number / scale / 2.0.squareRoot()) / 2]
    case (.normals(_, let scale), .numbers(let numbers)):
      return numbers.map { erfc(-$0 / scale / 2.0.squareRoot()) / 2 }
    case (.element(let names), .text(let name)):
      return [(Double(names.firstIndex(of: name) ?? 0) + 0.5) / Double(names.count)]
    case (.stream, .text(let text)):
      return [(Double((Self.word(text) ?? 0) >> 12) + 0.5) * 0x1p-52]
    default: return Array(repeating: 0.5, count: width)
    }
  }

  private static func index(_ u: Double, _ shares: [Double]?, _ count: Int) -> Int {
    guard let shares else { return min(Int(u * Double(count)), count - 1) }
    var rest = u * shares.reduce(0, +)
    let last = shares.lastIndex { $0 > 0 } ?? 0
    for (index, share) in shares.enumerated().prefix(last) {
      rest -= share
      if rest < 0 { return index }
    }
    return last
  }

  /// The value that is nearest to one from elsewhere; nil where that is of another kind.
  func nearest(to value: Choices.Entry) -> Choices.Entry? {
    switch (self, value) {
    case (.integer(let range, let shares), .number(let number)) where !number.isNaN:
      let low = Double(range.lowerBound), high = Double(range.upperBound)
      let whole = min(max(number.rounded(), low), high)
      guard let shares else { return .number(whole) }
      // What has no share cannot be drawn.
      let possible = shares.indices.filter { shares[$0] > 0 }.map { low + Double($0) }
      return possible.min { abs($0 - whole) < abs($1 - whole) }.map { .number($0) }
    case (.real(let range, _, _), .number(let number)) where !number.isNaN:
      return .number(min(max(number, range.lowerBound), range.upperBound))
    case (.normal, .number(let number)) where number.isFinite: return value
    case (.normals(let count, _), .numbers(let numbers)) where numbers.allSatisfy(\.isFinite):
      return .numbers((0..<count).map { $0 < numbers.count ? numbers[$0] : 0 })
    case (.element(let names), .text(let name)): return names.contains(name) ? value : simplest
    case (.stream, .text(let text)): return Self.word(text) == nil ? nil : value
    default: return nil
    }
  }

  /// As in "an integer from 1 to 24".
  var words: String {
    switch self {
    case .integer(let range, _): "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .real(let range, _, _): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .normal: "a finite number"
    case .normals(let count, _): "a list of \(count.counted("number"))"
    case .element(let names): "one of \(names.map { "\"\($0)\"" }.joined(separator: ", "))"
    case .stream: "a key, as in \"\(Self.text(0))\""
    }
  }

  static func text(_ word: UInt64) -> String { "0x" + String(word, radix: 16) }

  static func word(_ text: String) -> UInt64? {
    text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : nil
  }
}

extension Choices {
  init(_ choices: [Choice]) {
    self.init(choices.reduce(into: [String: [Entry]]()) { $0[$1.name, default: []].append($1.value) })
  }
}
