/// How many values of a table are missing, and where.
public struct MissingValues: Equatable, Sendable {
  /// A column with missing values.
  public struct Column: Equatable, Sendable {
    public let name: String
    /// At least 1.
    public let count: Int
  }

  /// The number of rows of the table.
  public private(set) var rowCount = 0
  /// The number of rows with a missing value.
  public private(set) var incompleteRowCount = 0
  /// The line of the first such row, counted from 1; the number of the row where the table is no text.
  public private(set) var firstLine: Int?
  /// The columns with missing values, in their order.
  public var columns: [Column] { zip(names, counts).filter { $0.1 > 0 }.map { Column(name: $0, count: $1) } }

  private let names: [String]
  /// What a row is called: a line of a text, or a row of an array.
  private let unit: String
  private var counts: [Int]
  private var line = 0
  private var isIncomplete = false

  init(columns: [String], unit: String = "line") {
    names = columns
    self.unit = unit
    counts = Array(repeating: 0, count: columns.count)
  }

  var isEmpty: Bool { incompleteRowCount == 0 }

  mutating func beginRow(line: Int) {
    rowCount += 1
    self.line = line
    isIncomplete = false
  }

  mutating func count(_ column: Int) {
    counts[column] += 1
    guard !isIncomplete else { return }
    isIncomplete = true
    incompleteRowCount += 1
    firstLine = firstLine ?? line
  }
}

extension MissingValues: CustomStringConvertible {
  public var description: String {
    let columns = self.columns
    let shown = columns.prefix(10).map { column in
      // A name that is a number reads as another count.
      column.name.decimalNumber == nil
        ? "\(column.name) \(column.count)" : "column \(column.name): \(column.count)"
    }.joined(separator: ", ")
    let more = columns.count > 10 ? " and \(columns.count - 10) more columns" : ""
    return "found missing values in \(incompleteRowCount) of \(rowCount) rows, \(shown)\(more)"
      + ", the first in \(unit) \(firstLine ?? 0); expected none: leave out these rows or columns, or fill them in"
  }
}
