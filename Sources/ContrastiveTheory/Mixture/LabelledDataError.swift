import Evidence

/// What is wrong with labelled data. Lines count from 1.
public enum LabelledDataError: Error, Equatable, Sendable {
  /// The text has no line at all.
  case empty
  /// There are column names but no rows.
  case noRows
  /// There is one column only, of this name.
  case onlyLabels(String)
  /// Where the names of columns should be there are these numbers.
  case numbersForNames([String])
  case missingValues(MissingValues)
  /// A cell or a line of the text is not what it should be.
  case malformed(line: Int, column: String?, found: String, expected: String)
  case unknownLabel(String, columns: [String])
  case tooManyColumns(Int)
  case tooManyNumbers(columns: Int)
  /// All rows are of one class.
  case oneClass(String)
  /// A class has one row only, which has no partner.
  case oneRow(String)
  /// A class has too few rows to be split into a half for pairs and another.
  case tooFewRows(String, found: Int)
  /// A record of a binary file is not what it should be. Records count from 1.
  case malformedRecord(Int, found: String, expected: String)
  /// No column varies.
  case allConstant
  /// There is a direction with no spread within the classes, where Fisher's criterion is infinite. `constant` names the
  /// columns that are constant within each class; without any, the direction is a combination of columns. It has no spread at all
  /// where `isExact`, and else none beside the distance of the classes, to rounding.
  case noSpreadWithinClasses(constant: [String], isExact: Bool, rows: Int, classes: Int, columns: Int)
  /// A class has no spread along some direction, so that its own covariance is singular.
  case singularClass(String)
  /// The columns are so nearly dependent that their covariance within classes is singular to rounding.
  case nearlyDependent(smallestEigenvalue: Double)

  init(_ problem: CSVReader.Problem, columnNames: [String]) {
    let number = "\(problem.cell + 1)"
    let name = columnNames.indices.contains(problem.cell) ? "\"\(columnNames[problem.cell])\"" : number
    self = .malformed(line: problem.line, column: name, found: problem.found, expected: problem.expected)
  }
}

extension LabelledDataError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "the file is empty; expected a line of column names and rows of numbers"
    case .noRows: "line 2: found the end of the file after the column names, expected rows of numbers"
    case .onlyLabels(let name):
      "line 1: found no column beside \"\(name.prefix(40))\", expected the label's and at least one of numbers, "
        + "set apart by commas, semicolons or tabs"
    case .numbersForNames(let names):
      "line 1: found numbers, \(names.prefix(4).joined(separator: ", "))\(names.count > 4 ? " ..." : ""), expected the names "
        + "of the columns; --no-header reads a table without them, and columns whose names are numbers are to be renamed"
    case .missingValues(let missing): missing.description
    case .malformed(let line, let column, let found, let expected):
      "line \(line)\(column.map { ", column \($0)" } ?? ""): found \(found), expected \(expected)"
    case .unknownLabel(let name, let columns):
      "label: found \(name.isEmpty ? "none" : "no column \"\(name)\""), expected one of \(columns.prefix(100).joined(separator: ", "))"
        + (columns.count > 100 ? " and \(columns.count - 100) more" : "")
        + (columns.first { $0.words == name.words }.map { "; is it \"\($0)\"?" } ?? "")
        + (columns.count == 1 ? "; cells are set apart by commas, semicolons or tabs" : "")
    case .tooManyColumns(let count):
      "line 1: found \(count) columns, expected at most \(LabelledData.columnLimit) beside the label"
    case .tooManyNumbers(let columns):
      "the table is too large: found more than \(LabelledData.numberLimit / columns) rows of \(columns) numbers, "
        + "expected at most \(LabelledData.numberLimit) numbers in all"
    case .oneClass(let name): "label: found one class only, \"\(name)\"; expected at least two"
    case .oneRow(let name):
      "label: found one row only of the class \"\(name)\"; expected at least two for pairs"
    case .tooFewRows(let name, let found):
      "label: found \(found.counted("row")) of the class \"\(name)\"; expected at least 4 to split them"
    case .malformedRecord(let record, let found, let expected):
      "record \(record): found \(found), expected \(expected)"
    case .allConstant: "found no column that varies; expected at least one"
    case .noSpreadWithinClasses(let constant, let isExact, let rows, let classes, let columns):
      "the within-class covariance is singular\(isExact ? "" : " to rounding"): "
        + "Fisher's criterion is infinite\(isExact ? "" : ", or as good as"), because the classes differ in "
        + (constant.isEmpty ? "a combination of columns" : constant.joined(separator: ", "))
        + (isExact
          ? " with no spread inside any class"
          : " with no spread inside them beside the distance of the classes, to rounding")
        + (rows - classes < columns
          ? "; \(rows) rows in \(classes) classes give it rank \(rows - classes) at most, expected \(columns)"
          : "")
    case .singularClass(let name): "the covariance of the class \"\(name)\" is singular"
    case .nearlyDependent(let eigenvalue):
      "the within-class covariance is singular to rounding, smallest eigenvalue \(eigenvalue): "
        + "some columns are almost a linear combination of others; leave them out"
    }
  }
}
