import Evidence
import Foundation
import LinearAlgebra

extension LabelledData {
  /// Reads a table in CSV (RFC 4180, UTF-8): a line of column names, then rows of numbers and one label. Cells may also be set
  /// apart by semicolons or by tabs, where the first line has no comma. The table is read chunk by chunk and never held as
  /// text. About 0.07 µs a number of up to 15 digits, 0.25 µs a longer one.
  /// - Parameters:
  ///   - nextChunk: gives the next bytes of the text; nil or no bytes at its end.
  ///   - label: the name of the column that holds the class.
  ///   - hasHeader: false for a table without a line of names: the columns are then called 1, 2, 3 and so on.
  /// - Throws: ``LabelledDataError`` naming line and column, or what `nextChunk` throws.
  public init(csv nextChunk: @escaping () throws -> Data?, label: String, hasHeader: Bool = true) throws {
    var reader = CSVReader(nextChunk)
    let header = try CSVHeader(&reader, isLine: hasHeader)
    guard let labelCell = header.names.firstIndex(of: label) else {
      throw LabelledDataError.unknownLabel(label, columns: header.names)
    }
    do {
      let rows = try CSVRows(&reader, header, labelCell: labelCell)
      var names = header.names
      names.remove(at: labelCell)
      self.init(
        columnNames: names,
        values: Matrix(rows: names.count, columns: rows.classes.count, storage: rows.numbers),
        classNames: rows.classNames.names, classes: rows.classes,
        notes: header.notes + (hasHeader ? [] : rows.doubtsOfFirst))
    } catch let problem as CSVReader.Problem {
      throw LabelledDataError(problem, columnNames: header.names)
    }
  }

  /// The column names of a table in CSV, of which no more is read; see ``init(csv:label:hasHeader:)``.
  /// - Throws: ``LabelledDataError``, or what `nextChunk` throws.
  public static func columnNames(
    csv nextChunk: @escaping () throws -> Data?, hasHeader: Bool = true
  ) throws -> [String] {
    var reader = CSVReader(nextChunk)
    return try CSVHeader(&reader, isLine: hasHeader).names
  }
}

/// The names of the columns of a table.
private struct CSVHeader {
  let names: [String]
  /// Whether the reader stands at the first row already, because there is no line of names.
  let isRow: Bool
  let notes: [String]

  init(_ reader: inout CSVReader, isLine: Bool) throws {
    do {
      guard try reader.next() else { throw LabelledDataError.empty }
      guard reader.cellCount <= LabelledData.columnLimit + 1 else {
        throw LabelledDataError.tooManyColumns(reader.cellCount)
      }
      isRow = !isLine
      names = isLine ? try Self.names(reader) : (1...reader.cellCount).map(String.init)
    } catch let problem as CSVReader.Problem {
      throw LabelledDataError(problem, columnNames: [])
    }
    let counted = isLine && names.contains { $0.decimalNumber != nil }
    notes =
      [
        reader.dialect?.note,
        counted ? "Line 1, \(names.prefix(5).joined(separator: ", ")) ..., was taken for column names." : nil,
      ].compactMap(\.self)
  }

  private static func names(_ reader: CSVReader) throws -> [String] {
    let names = try (0..<reader.cellCount).map { try reader.string($0) }
    // pandas numbers columns without names; other numbers are those of a row.
    let numbers = names.compactMap(\.decimalNumber)
    if let first = numbers.first, numbers != numbers.indices.map({ Double($0) + min(first, 1) }) || first < 0
    {
      throw LabelledDataError.numbersForNames(names.filter { $0.decimalNumber != nil })
    }
    var seen: Set<String> = []
    for (cell, name) in names.enumerated() {
      func problem(_ found: String, _ expected: String) -> CSVReader.Problem {
        CSVReader.Problem(line: reader.line, cell: cell, found: found, expected: expected)
      }
      if name.isEmpty {
        guard !reader.isEmptyLine else { throw problem("an empty line", "the names of the columns") }
        let hint =
          switch cell {
          case 0: "; a column of row names is left out by index=False (pandas) or row.names = FALSE (R)"
          case names.count - 1: endHint
          default: ""
          }
        throw problem("an empty cell", "a column name" + hint)
      }
      guard seen.insert(name).inserted else {
        throw problem("the name \"\(name)\" a second time", "distinct names")
      }
    }
    return names
  }
}

private let endHint = "; does each line end in a separator?"

/// The rows of a table.
private struct CSVRows {
  /// Row after row, without the labels.
  private(set) var numbers: [Double] = []
  private(set) var classes: [Int] = []
  private(set) var classNames = ClassNames()

  init(_ reader: inout CSVReader, _ header: CSVHeader, labelCell: Int) throws {
    let cellCount = header.names.count
    guard cellCount > 1 else { throw LabelledDataError.onlyLabels(header.names[0]) }
    var missing = MissingValues(columns: header.names)
    // Empty lines at the end are no rows; one before a row is a row that is not there.
    var emptyLine: Int?
    var isRead = header.isRow
    while true {
      if !isRead, try !reader.next() { break }
      isRead = false
      if reader.isEmptyLine {
        emptyLine = emptyLine ?? reader.line
        continue
      }
      if let emptyLine { throw Self.wrongCount("an empty line", at: emptyLine, cellCount) }
      guard reader.cellCount == cellCount else {
        let isLonger = reader.cellCount == cellCount + 1 && missing.rowCount == 0
        let hint =
          try isLonger && reader.string(cellCount).isEmpty
          ? endHint : "; R leaves row names out by row.names = FALSE"
        throw Self.wrongCount(
          reader.cellCount.counted("cell"), at: reader.line, cellCount, isLonger ? hint : "")
      }
      guard missing.rowCount * (cellCount - 1) < LabelledData.numberLimit else {
        throw LabelledDataError.tooManyNumbers(columns: cellCount - 1)
      }
      try read(reader, cellCount: cellCount, labelCell: labelCell, &missing)
    }
    guard missing.rowCount > 0 else { throw LabelledDataError.noRows }
    guard missing.isEmpty else { throw LabelledDataError.missingValues(missing) }
  }

  /// That the first row may be a line of names.
  var doubtsOfFirst: [String] {
    guard let first = classes.first, !classes.dropFirst().contains(first) else { return [] }
    return [
      "The class \"\(classNames.names[first])\" has the first row only; is this the line of column names?"
    ]
  }

  private mutating func read(
    _ reader: CSVReader, cellCount: Int, labelCell: Int, _ missing: inout MissingValues
  ) throws {
    missing.beginRow(line: reader.line)
    for cell in 0..<cellCount where cell != labelCell {
      if let number = reader.number(cell) {
        numbers.append(number)
      } else if reader.isMissing(cell) {
        missing.count(cell)
      } else {
        throw reader.numberProblem(cell)
      }
    }
    let name = try reader.string(labelCell)
    if name.isEmpty { missing.count(labelCell) }
    classes.append(classNames.index(of: name))
  }

  private static func wrongCount(
    _ found: String, at line: Int, _ count: Int, _ hint: String = ""
  ) -> LabelledDataError {
    .malformed(
      line: line, column: nil, found: found,
      expected: "\(count.counted("cell")), as many as there are column names" + hint)
  }
}
