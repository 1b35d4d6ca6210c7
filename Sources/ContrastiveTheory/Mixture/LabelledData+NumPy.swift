import Foundation
import LinearAlgebra

extension LabelledData {
  /// Reads what `numpy.save` or `numpy.savez` writes: a table of n × (d + 1) numbers, one column of which is the label; or an
  /// archive with the numbers `X`, n × d, and the labels, n numbers or texts; what else it holds is not read. Numbers are float64,
  /// float32 or integers.
  ///
  /// The columns are called 1, 2, 3 and so on. O(n d).
  /// - Parameters:
  ///   - file: the whole of it, .npy or .npz.
  ///   - label: of a table, the number of the label's column, counted from 1; of an archive, the name of the array with the
  ///     labels, nil for `y`.
  /// - Throws: ``NumPyError`` or ``LabelledDataError``.
  public init(numPy file: Data, label: String?) throws {
    if file.starts(with: NumPyArray.signature) {
      let table = try NumPyArray(file, name: "the array")
      try Self.check(table, or: "; numpy.savez(file, X=X, y=y) writes labels apart")
      let names = try Self.names(table)
      guard let label, let column = names.firstIndex(of: label) else {
        throw LabelledDataError.unknownLabel(label ?? "", columns: names)
      }
      try self.init(table, names: names, labels: table, labelColumn: column, isTable: true)
    } else {
      let archive = try StoredZip(file)
      func array(_ name: String) throws(NumPyError) -> NumPyArray {
        guard let contents = try archive.contents(of: name + ".npy") else {
          let names = archive.names.filter { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) }
          let others = names.isEmpty ? ", nor any other" : " but \(names.joined(separator: ", "))"
          throw .archive("no array \(name)\(others); numpy.savez(file, X=X, y=y) names them so")
        }
        return try NumPyArray(contents, name: name)
      }
      let (table, labels) = (try array("X"), try array(label ?? "y"))
      try Self.check(table)
      guard labels.columns == 1, labels.rows == table.rows else {
        throw NumPyError.array(
          labels.name, found: "\(labels.rows) x \(labels.columns) labels",
          expected: "\(table.rows), one for each row of X")
      }
      try self.init(table, names: Self.names(table), labels: labels, labelColumn: 0, isTable: false)
    }
  }

  private static func check(_ table: NumPyArray, or hint: String = "") throws(NumPyError) {
    guard table.dimensions == 2, !table.isText else {
      throw .array(
        table.name, found: table.isText ? "text" : "one dimension",
        expected: "a table of numbers, rows by columns" + hint)
    }
  }

  private static func names(_ table: NumPyArray) throws(LabelledDataError) -> [String] {
    guard table.columns <= columnLimit + 1 else { throw .tooManyColumns(table.columns) }
    guard table.rows * table.columns <= numberLimit else {
      throw .tooManyNumbers(columns: max(table.columns, 1))
    }
    return (0..<table.columns).map { "\($0 + 1)" }
  }

  /// - Parameter isTable: whether the labels are a column of the table.
  private init(
    _ table: NumPyArray, names: [String], labels: NumPyArray, labelColumn: Int, isTable: Bool
  ) throws {
    var names = names
    let columns = names.indices.filter { !isTable || $0 != labelColumn }
    guard table.rows > 0, !columns.isEmpty else {
      throw NumPyError.array(
        table.name, found: "\(table.rows) x \(table.columns) entries",
        expected: "rows, and columns of numbers")
    }
    var missing = MissingValues(columns: isTable ? names : names + [labels.name], unit: "row")
    var numbers: [Double] = []
    numbers.reserveCapacity(table.rows * columns.count)
    var classes: [Int] = []
    var classNames = ClassNames()
    for row in 0..<table.rows {
      missing.beginRow(line: row + 1)
      for column in columns {
        let number = table.number(row, column)
        if number.isInfinite {
          throw NumPyError.array(
            "\(table.name)[\(row), \(column)]", found: "\(number)", expected: "a finite number")
        }
        if number.isNaN { missing.count(column) }
        numbers.append(number)
      }
      let name = try labels.label(row, labelColumn)
      if name.isEmpty { missing.count(isTable ? labelColumn : names.count) }
      classes.append(classNames.index(of: name))
    }
    guard missing.isEmpty else { throw LabelledDataError.missingValues(missing) }
    if isTable { names.remove(at: labelColumn) }
    self.init(
      columnNames: names, values: Matrix(rows: columns.count, columns: table.rows, storage: numbers),
      classNames: classNames.names, classes: classes, notes: [])
  }
}
