extension LabelledData {
  /// Draws a partner for each row: with probability δ another row of its class, else another row of any class, all alike.
  ///
  /// As for ``GaussianMixture/pairs(bias:)``, where a class is a component. Each row takes two numbers of the generator, rarely
  /// more. O(n d).
  /// - Parameters:
  ///   - bias: δ in [0, 1].
  ///   - generator: the source of randomness; its stream fixes the pairs.
  /// - Returns: n pairs, the rows in their order first.
  /// - Throws: ``PairsError/biasOutOfRange(_:)``; ``LabelledDataError/oneRow(_:)`` for a class that has no other row, where δ > 0,
  ///   or for a table of one row.
  public func pairs(
    bias: Double, using generator: inout some RandomNumberGenerator
  ) throws -> SampledPairs {
    guard bias >= 0, bias <= 1 else { throw PairsError.biasOutOfRange(bias) }
    let members = members
    var places = [Int](repeating: 0, count: rowCount)
    for own in members {
      for (place, row) in own.enumerated() { places[row] = place }
    }
    let lone = bias > 0 || rowCount == 1 ? members.firstIndex { $0.count == 1 } : nil
    if let lone { throw LabelledDataError.oneRow(classNames[lone]) }
    let partners = (0..<rowCount).map { row in
      let own = members[classes[row]]
      if generator.uniform() < bias {
        let other = generator.integer(in: 0...(own.count - 2))
        return own[other < places[row] ? other : other + 1]
      }
      let other = generator.integer(in: 0...(rowCount - 2))
      return other < row ? other : other + 1
    }
    return SampledPairs(first: values, second: values.columns(partners))
  }
}
