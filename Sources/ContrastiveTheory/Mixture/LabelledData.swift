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
  /// What was taken for granted when the data were read, in words.
  package internal(set) var notes: [String] = []

  /// The number of rows n.
  public var rowCount: Int { values.columns }
  /// The number of rows of each class.
  public var classSizes: [Int] {
    classes.reduce(into: Array(repeating: 0, count: classNames.count)) { $0[$1] += 1 }
  }
  /// The rows of each class, in their order.
  var members: [[Int]] {
    classes.enumerated().reduce(into: Array(repeating: [], count: classNames.count)) {
      $0[$1.element].append($1.offset)
    }
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

  /// Data from parts that fit.
  init(columnNames: [String], values: Matrix, classNames: [String], classes: [Int], notes: [String]) {
    (self.columnNames, self.values) = (columnNames, values)
    (self.classNames, self.classes) = (classNames, classes)
    self.notes = notes
  }
}

/// The names of classes, numbered as they appear. Names that Unicode calls equivalent are distinct, as they are for other programs.
struct ClassNames {
  private(set) var names: [String] = []
  private var indices: [[UInt8]: Int] = [:]

  mutating func index(of name: String) -> Int {
    let bytes = Array(name.utf8)
    if let index = indices[bytes] { return index }
    indices[bytes] = names.count
    names.append(name)
    return names.count - 1
  }
}
