extension LabelledData {
  /// What in the data looks like a slip, in words.
  package var doubts: [String] {
    similarNames + missingNames + measurements + rowNumbers
      + (rowCount < 3 * classNames.count
        ? ["There are \(classNames.count) classes for \(rowCount) rows; is it the right column?"] : [])
  }

  /// Classes whose names differ in spaces or case only, or in how a number or an accent is written.
  private var similarNames: [String] {
    let groups = Dictionary(grouping: classNames.indices) { index in
      let words = classNames[index].words
      return words.decimalNumber.map { "\($0)" } ?? words
    }
    return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }.map { group in
      "Classes of almost one name: " + group.map { "\"\(classNames[$0])\"" }.joined(separator: ", ") + "."
    }
  }

  private var missingNames: [String] {
    classNames.filter(\.isMissingValue).map { "The class \"\($0)\" may stand for missing labels." }
  }

  /// A column of measurements that was taken for the classes.
  private var measurements: [String] {
    let numbers = classNames.compactMap(\.decimalNumber)
    guard numbers.count > 10, numbers.count == classNames.count,
      numbers.contains(where: { $0 != $0.rounded() })
    else { return [] }
    return [
      "The names of all \(numbers.count) classes are numbers, some of them no integers; is it the right column?"
    ]
  }

  /// Columns that number the rows: in a table that is sorted by class they tell the class.
  private var rowNumbers: [String] {
    guard rowCount > 2 else { return [] }
    return columnNames.indices
      .filter { column in (1..<rowCount).allSatisfy { values[column, $0] - values[column, $0 - 1] == 1 } }
      .map { "The column \"\(columnNames[$0])\" numbers the rows; leave it out if it is an index." }
  }
}
