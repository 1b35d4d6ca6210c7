/// A dense real matrix in column-major order, the layout of LAPACK.
///
/// A value type: copies are independent. Entry (i, j) of a `rows` × `columns` matrix stands at
/// `storage[i + j * rows]`. Indices out of range are programmer errors and trap.
public struct Matrix: Sendable, Equatable {
  /// The number of rows, at least 0.
  public let rows: Int
  /// The number of columns, at least 0.
  public let columns: Int
  /// The entries, column after column; `rows * columns` of them.
  @inlinable public var storage: [Double] { entries }
  /// The same, to be changed in place by what is inlined.
  @usableFromInline var entries: [Double]

  /// A matrix all of whose entries are `value`.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative dimension")
    self.rows = rows
    self.columns = columns
    // Array(repeating:count:) of the standard library is not specialised and takes twice the time for a small matrix.
    entries = Array(repeatElement(value, count: rows * columns))
  }

  /// A matrix from its entries in column-major order.
  public init(rows: Int, columns: Int, storage: [Double]) {
    precondition(storage.count == rows * columns, "storage must hold rows * columns entries")
    self.rows = rows
    self.columns = columns
    entries = storage
  }

  /// A matrix from a function of the row and the column.
  public init(rows: Int, columns: Int, entry: (Int, Int) throws -> Double) rethrows {
    self.init(rows: rows, columns: columns)
    try entries.withUnsafeMutableBufferPointer { entries in
      for j in 0..<columns {
        for i in 0..<rows { entries[i + j * rows] = try entry(i, j) }
      }
    }
  }

  /// A matrix whose rows are given; all must have one length.
  public init(rowVectors: [[Double]]) {
    let width = rowVectors.first?.count ?? 0
    precondition(rowVectors.allSatisfy { $0.count == width }, "rows of different length")
    self.init(rows: rowVectors.count, columns: width) { rowVectors[$0][$1] }
  }

  /// A matrix whose columns are given; all must have one length.
  public init(columnVectors: [[Double]]) {
    let height = columnVectors.first?.count ?? 0
    precondition(columnVectors.allSatisfy { $0.count == height }, "columns of different length")
    self.init(rows: height, columns: columnVectors.count, storage: columnVectors.flatMap { $0 })
  }

  /// The n × n identity.
  public static func identity(_ n: Int) -> Matrix { .diagonal(Array(repeating: 1, count: n)) }

  /// The square matrix with the given diagonal and zeros elsewhere.
  public static func diagonal(_ entries: [Double]) -> Matrix {
    var result = Matrix(rows: entries.count, columns: entries.count)
    for (i, value) in entries.enumerated() { result[i, i] = value }
    return result
  }

  /// The entry at a row and a column, both counted from 0. Inlinable, as other accesses are, or reading in a loop of another module
  /// would take three times as long.
  public subscript(row: Int, column: Int) -> Double {
    @inlinable get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index out of range")
      return entries[row + column * rows]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index out of range")
      entries[row + column * rows] = newValue
    }
  }

  /// Column j as an array of `rows` numbers.
  public func column(_ j: Int) -> [Double] {
    precondition(j >= 0 && j < columns, "column out of range")
    return Array(storage[(j * rows)..<((j + 1) * rows)])
  }

  /// Row i as an array of `columns` numbers.
  public func row(_ i: Int) -> [Double] {
    precondition(i >= 0 && i < rows, "row out of range")
    return (0..<columns).map { self[i, $0] }
  }

  /// The columns, each an array.
  public var columnVectors: [[Double]] { (0..<columns).map(column) }

  /// The rows, each an array.
  public var rowVectors: [[Double]] { (0..<rows).map(row) }

  /// The columns of the range, as a matrix.
  public func columns(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns out of range")
    return Matrix(
      rows: rows, columns: range.count,
      storage: Array(storage[(range.lowerBound * rows)..<(range.upperBound * rows)]))
  }

  /// The columns of these numbers, in this order, as a matrix.
  public func columns(_ indices: [Int]) -> Matrix {
    Matrix(rows: rows, columns: indices.count) { self[$0, indices[$1]] }
  }

  /// The rows of the range, as a matrix.
  public func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows out of range")
    return Matrix(rows: range.count, columns: columns) { self[$0 + range.lowerBound, $1] }
  }

  /// The matrix with rows of zeros below, as many in all as are asked for.
  public func filled(toRows count: Int) -> Matrix {
    precondition(count >= rows, "rows are added, and none is taken")
    return Matrix(rows: count, columns: columns) { $0 < rows ? self[$0, $1] : 0 }
  }

  /// The transposed matrix, columns × rows.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    withUnsafeEntries { entries in
      result.withUnsafeMutableEntries { transposed in
        // Eight columns at a time, whose rows are read while the cache has them.
        for first in stride(from: 0, to: columns, by: 8) {
          for i in 0..<rows {
            for j in first..<min(first + 8, columns) { transposed[j + i * columns] = entries[i + j * rows] }
          }
        }
      }
    }
    return result
  }

  /// The min(rows, columns) diagonal entries.
  public var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

  /// The symmetric part (X + Xᵀ)/2 of a square matrix, exactly symmetric.
  public var symmetricPart: Matrix {
    precondition(rows == columns, "only a square matrix has a symmetric part")
    return Matrix(rows: rows, columns: columns) { row, column in
      let (x, y) = (self[row, column], self[column, row])
      // Halves lose the last digit of what is near the smallest double, a sum overflows near the largest.
      let sum = x + y
      return sum.isFinite ? sum / 2 : x / 2 + y / 2
    }
  }

  /// Whether every entry is a finite number.
  public var isFinite: Bool {
    storage.withUnsafeBufferPointer { entries in
      // Zero times a number that is not finite is NaN, and stays it in a sum; eight sums at a time are fast.
      var sums = SIMD8<Double>()
      let blocks = entries.count / 8 * 8
      let bytes = UnsafeRawBufferPointer(entries)
      for start in stride(from: 0, to: blocks, by: 8) {
        sums += 0 * bytes.loadUnaligned(fromByteOffset: 8 * start, as: SIMD8<Double>.self)
      }
      return sums == SIMD8() && entries[blocks...].allSatisfy(\.isFinite)
    }
  }

  /// Calls `body` with the entries in column-major order.
  @inlinable public func withUnsafeEntries<R, E: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(E) -> R
  ) throws(E) -> R {
    try entries.withUnsafeBufferPointer { buffer throws(E) in try body(buffer) }
  }

  /// Calls `body` with the entries in column-major order, to be changed in place.
  @inlinable public mutating func withUnsafeMutableEntries<R, E: Error>(
    _ body: (UnsafeMutableBufferPointer<Double>) throws(E) -> R
  ) throws(E) -> R {
    try entries.withUnsafeMutableBufferPointer { buffer throws(E) in try body(buffer) }
  }
}
