extension Family {
  /// The choices of all instances, where there are at most so many: a finite family is listed, not sampled.
  /// - Returns: nil where a choice is one of more than can be listed, or there are more instances, or nearly all of many combinations
  ///   are none.
  func enumeration(limit: Int) throws -> [Draw]? {
    var draws: [Draw] = []
    var numbers: [Int] = []
    for _ in 0..<max(10 * limit, 10_000) where draws.count < limit {
      var draw = Draw(.numbered(numbers), using: .init(key: 0))
      let made = Result { try instance(of: &draw) }
      var counts: [Int] = []
      for choice in draw.choices {
        guard let count = choice.domain.count else { return nil }
        counts.append(count)
      }
      if try made.get() != nil { draws.append(Draw(strictly: Choices(draw.choices))) }
      // As a number counts up, its last digit first; what comes behind one that changes begins again.
      numbers = counts.indices.map { $0 < numbers.count ? numbers[$0] : 0 }
      guard let last = numbers.indices.last(where: { numbers[$0] + 1 < counts[$0] }) else { return draws }
      numbers = Array(numbers[..<last]) + [numbers[last] + 1]
    }
    return nil
  }
}
