/// Choices that are simpler in one respect each, the boldest first.
enum Simplification {
  static func candidates(of choices: [Choice]) -> [Choices] {
    let whole = Choices(choices)
    return fewer(choices, whole) + plainer(choices, whole)
  }

  /// An integer less, with one of what there are so many of left out: which one, is tried in turn.
  private static func fewer(_ choices: [Choice], _ whole: Choices) -> [Choices] {
    choices.enumerated().flatMap { position, choice -> [Choices] in
      guard case .integer(let range, _) = choice.domain, case .number(let value) = choice.value,
        Int(value) > range.lowerBound
      else { return [] }
      let count = Int(value)
      let place = choices[..<position].count { $0.name == choice.name }
      func with(_ number: Int) -> Choices {
        var changed = whole
        changed.values[choice.name]?[place] = .number(Double(number))
        return changed
      }
      var candidates = [with(range.lowerBound), with((range.lowerBound + count) / 2)]
      for left in 0..<min(count, 64) {
        var one = with(count - 1)
        for (name, values) in one.values where name != choice.name {
          one.values[name] =
            values.count == count ? values.removing(left) : values.map { $0.removing(left, of: count) }
        }
        candidates.append(one)
      }
      return candidates
    }
  }

  /// The numbers of all choices of a name rounded together, and then each by itself.
  private static func plainer(_ choices: [Choice], _ whole: Choices) -> [Choices] {
    func rounded(_ name: String, _ change: (Double) -> Double) -> Choices {
      var changed = whole
      changed.values[name] = changed.values[name]?.map { value in
        switch value {
        case .number(let number): .number(change(number))
        case .numbers(let numbers): .numbers(numbers.map(change))
        case .text: value
        }
      }
      return changed
    }
    let changes: [(Double) -> Double] =
      // Proportions may have shorter numbers.
      [{ _ in 0 }] + [100, 10].map { parts in { ($0 / parts).rounded() + 0 } }
      + [1.0, 10, 100].map { parts in { ($0 * parts).rounded() / parts + 0 } }
      + [1, 2, 3].map { digits in { $0.rounded(toDigits: digits) } }
    let names = whole.values.keys.sorted()
    let together = names.flatMap { name in changes.map { rounded(name, $0) } }
    let single = names.flatMap { name in
      (whole.values[name] ?? []).enumerated().flatMap { index, value in
        value.simpler.map { simpler -> Choices in
          var changed = whole
          changed.values[name]?[index] = simpler
          return changed
        }
      }
    }
    return together + single
  }
}

extension Choices.Entry {
  /// Without a coordinate, where there are so many.
  fileprivate func removing(_ index: Int, of count: Int) -> Choices.Entry {
    if case .numbers(let numbers) = self, numbers.count == count {
      .numbers(numbers.removing(index))
    } else {
      self
    }
  }

  /// Values with one number that is shorter to write, or zeros alone.
  fileprivate var simpler: [Choices.Entry] {
    switch self {
    case .number(let number): return number.simpler.map { .number($0) }
    case .numbers(let numbers):
      return [.numbers(numbers.map { _ in 0 })]
        + numbers.indices.flatMap { index in
          numbers[index].simpler.map { simpler in
            var changed = numbers
            changed[index] = simpler
            return .numbers(changed)
          }
        }
    case .text: return []
    }
  }
}

extension Array {
  fileprivate func removing(_ index: Int) -> [Element] {
    var rest = self
    if index < rest.count { rest.remove(at: index) }
    return rest
  }
}
