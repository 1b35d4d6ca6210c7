/// The choices that make an instance, by name: those of one name in their order. What is stored of an instance, and what a person
/// reads: `{"dimension": 2, "bias": 0.62, "weight": [25, 4, 1]}`.
///
///     let known: Choices = ["bias": 0.5, "weight": [76, 23, 1], "loss": "hinge"]
public struct Choices: Sendable, Equatable {
  /// A value as it is stored.
  package enum Entry: Sendable, Equatable {
    case number(Double)
    case numbers([Double])
    case text(String)
  }

  /// By name.
  package var values: [String: [Entry]]

  package init(_ values: [String: [Entry]] = [:]) { self.values = values }

  /// The value of a choice among those of its name.
  /// - Parameter isList: whether the choice is a list of numbers: one that was read may be that, or several choices.
  package func value(_ name: String, _ occurrence: Int, isList: Bool) -> Entry? {
    guard let all = values[name] else { return nil }
    if let numbers = several(name, isList: isList) {
      return occurrence < numbers.count ? .number(numbers[occurrence]) : nil
    }
    return occurrence < all.count ? all[occurrence] : nil
  }

  /// How many values a name has.
  package func count(_ name: String, isList: Bool) -> Int {
    several(name, isList: isList)?.count ?? values[name]?.count ?? 0
  }

  /// The numbers of a list that is several choices; nil for one that is not.
  private func several(_ name: String, isList: Bool) -> [Double]? {
    guard !isList, let all = values[name], all.count == 1, case .numbers(let numbers) = all[0] else {
      return nil
    }
    return numbers
  }
}

extension Choices: ExpressibleByDictionaryLiteral {
  /// As in `["bias": 0.62, "weight": [25, 4, 1], "mean": [[0, 0], [1, -3], [-6, 9]]]`.
  public init(dictionaryLiteral elements: (String, Node)...) {
    values = elements.reduce(into: [:]) { $0[$1.0, default: []] += $1.1.values }
  }

  /// What stands for the choices of a name: a value, or a list of values.
  public indirect enum Node: Sendable, Equatable {
    case number(Double)
    case text(String)
    case list([Node])

    /// A list of numbers may be one value, or several: which, the family says.
    fileprivate var values: [Choices.Entry] {
      switch self {
      case .number(let number): return [.number(number)]
      case .text(let text): return [.text(text)]
      case .list(let nodes):
        let numbers = nodes.compactMap(\.number)
        return numbers.count == nodes.count ? [.numbers(numbers)] : nodes.flatMap(\.values)
      }
    }

    private var number: Double? { if case .number(let number) = self { number } else { nil } }
  }
}

extension Choices.Node: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral
{
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(stringLiteral value: String) { self = .text(value) }
  public init(arrayLiteral elements: Choices.Node...) { self = .list(elements) }
}

extension Choices: Codable {
  public init(from decoder: any Decoder) throws {
    values = try [String: Node](from: decoder).mapValues(\.values)
  }

  public func encode(to encoder: any Encoder) throws { try nodes.encode(to: encoder) }

  /// As they are written.
  package var nodes: [String: Node] { values.mapValues(Node.init) }
}

extension Choices.Node: Codable {
  fileprivate init(_ values: [Choices.Entry]) {
    let nodes = values.map { value -> Choices.Node in
      switch value {
      case .number(let number): .number(number)
      case .text(let text): .text(text)
      case .numbers(let numbers): .list(numbers.map { .number($0) })
      }
    }
    self = nodes.count == 1 ? nodes[0] : .list(nodes)
  }

  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else {
      self = .list(try value.decode([Choices.Node].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let nodes): try container.encode(nodes)
    }
  }
}
