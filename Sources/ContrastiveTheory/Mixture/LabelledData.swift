import Foundation
import LinearAlgebra

/// A table of numbers, each row of which belongs to a class.
public struct LabelledData: Sendable {
  /// The most columns a table may have beside the label: covariances cost d² numbers and d³ operations.
  public static let columnLimit = 4096
  /// The most numbers a table may have, rows times columns: 512 MB.
  public static let numberLimit = 1 << 26

  /// The names of the d columns, without the label.
  public let columnNames: [String]
  /// The numbers, d × n: one column a row of the table.
  public let values: Matrix
  /// The K names of the classes, in the order in which they appear.
  public let classNames: [String]
  /// The class of each of the n rows, an index into ``classNames``.
  public let classes: [Int]

  /// The number of rows n.
  public var rowCount: Int { values.columns }
  /// The number of rows of each class.
  public var classSizes: [Int] {
    classes.reduce(into: Array(repeating: 0, count: classNames.count)) { $0[$1] += 1 }
  }

  /// Data from its parts.
  /// - Parameters:
  ///   - columnNames: d names.
  ///   - values: d × n, finite.
  ///   - labels: n names of classes.
  public init(columnNames: [String], values: Matrix, labels: [String]) {
    precondition(columnNames.count == values.rows, "one name for each row of the matrix")
    precondition(labels.count == values.columns, "one label for each column of the matrix")
    precondition(values.isFinite, "labelled data are finite numbers")
    self.columnNames = columnNames
    self.values = values
    var names = ClassNames()
    classes = labels.map { names.index(of: $0) }
    classNames = names.names
  }

  /// Reads a table in CSV (RFC 4180, UTF-8): a line of column names, then rows of numbers and one label. It is read
  /// chunk by chunk and never held as text. About 0.07 µs a number of up to 15 digits, 0.25 µs a longer one.
  /// - Parameters:
  ///   - nextChunk: gives the next bytes of the text; nil or no bytes at its end.
  ///   - label: the name of the column that holds the class.
  /// - Throws: ``LabelledDataError`` naming line and column, or what `nextChunk` throws.
  public init(csv nextChunk: @escaping () throws -> Data?, label: String) throws {
    var reader = CSVReader(nextChunk)
    var names = try Self.header(&reader)
    guard let labelCell = names.firstIndex(of: label) else {
      throw LabelledDataError.unknownLabel(label, columns: names)
    }
    do {
      let table = try Self.rows(&reader, labelCell: labelCell, cellCount: names.count)
      names.remove(at: labelCell)
      columnNames = names
      (values, classes, classNames) = (table.values, table.classes, table.classNames.names)
    } catch let problem as CSVReader.Problem {
      throw LabelledDataError(problem, columnNames: names)
    }
  }

  /// The column names of a table in CSV, of which no more is read.
  /// - Throws: ``LabelledDataError``, or what `nextChunk` throws.
  public static func columnNames(csv nextChunk: @escaping () throws -> Data?) throws -> [String] {
    var reader = CSVReader(nextChunk)
    return try header(&reader)
  }

  private static func header(_ reader: inout CSVReader) throws -> [String] {
    do {
      guard try reader.next() else { throw LabelledDataError.empty }
      guard reader.cellCount <= columnLimit + 1 else {
        throw LabelledDataError.tooManyColumns(reader.cellCount)
      }
      var seen: [String: Int] = [:]
      return try (0..<reader.cellCount).map { cell in
        let name = try reader.string(cell)
        guard !name.isEmpty else {
          throw CSVReader.Problem(
            line: reader.line, cell: cell, found: "an empty cell", expected: "a column name")
        }
        guard seen.updateValue(cell, forKey: name) == nil else {
          throw CSVReader.Problem(
            line: reader.line, cell: cell, found: "the name \"\(name)\" a second time",
            expected: "distinct names")
        }
        return name
      }
    } catch let problem as CSVReader.Problem {
      throw LabelledDataError(problem, columnNames: [])
    }
  }

  private static func rows(
    _ reader: inout CSVReader, labelCell: Int, cellCount: Int
  ) throws -> (values: Matrix, classes: [Int], classNames: ClassNames) {
    let d = cellCount - 1
    guard d > 0 else { throw LabelledDataError.onlyLabels }
    var numbers: [Double] = []
    var classes: [Int] = []
    var classNames = ClassNames()
    while try reader.next() {
      guard reader.cellCount == cellCount else {
        throw LabelledDataError.malformed(
          line: reader.line, column: nil,
          found: reader.isEmptyLine ? "an empty line" : "\(reader.cellCount) cells",
          expected: "\(cellCount) cells, as many as there are column names")
      }
      guard numbers.count + d <= numberLimit else { throw LabelledDataError.tooManyNumbers(columns: d) }
      for cell in 0..<cellCount where cell != labelCell { numbers.append(try reader.number(cell)) }
      let name = try reader.string(labelCell)
      guard !name.isEmpty else {
        throw CSVReader.Problem(
          line: reader.line, cell: labelCell, found: "an empty cell", expected: "the name of a class")
      }
      classes.append(classNames.index(of: name))
    }
    guard !classes.isEmpty else { throw LabelledDataError.noRows }
    return (Matrix(rows: d, columns: classes.count, storage: numbers), classes, classNames)
  }
}

/// The names of classes, numbered as they appear.
private struct ClassNames {
  private(set) var names: [String] = []
  private var indices: [String: Int] = [:]

  mutating func index(of name: String) -> Int {
    if let index = indices[name] { return index }
    indices[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
