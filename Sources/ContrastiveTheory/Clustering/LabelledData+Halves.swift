extension LabelledData {
  /// Some of the rows, with the classes that they have, in the order in which these appear.
  /// - Parameter indices: rows, 0 ..< n.
  func rows(_ indices: [Int]) -> LabelledData {
    LabelledData(
      columnNames: columnNames, values: values.columns(indices),
      labels: indices.map { classNames[classes[$0]] })
  }

  /// Splits the rows at random into two halves, class by class; of an odd number of rows the first half has one more.
  /// - Parameter generator: the source of randomness; its stream fixes the halves.
  func halves(
    using generator: inout some RandomNumberGenerator
  ) -> (first: LabelledData, second: LabelledData) {
    var (first, second): ([Int], [Int]) = ([], [])
    for var members in members {
      // Fisher and Yates, by integers whose stream is documented.
      for last in stride(from: members.count - 1, to: 0, by: -1) {
        members.swapAt(last, generator.integer(in: 0...last))
      }
      let middle = (members.count + 1) / 2
      first += members[..<middle]
      second += members[middle...]
    }
    return (rows(first.sorted()), rows(second.sorted()))
  }
}
