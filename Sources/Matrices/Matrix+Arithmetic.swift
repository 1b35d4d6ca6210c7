// Sums, scalings and norms: O(entries). Entries that are not finite pass through, by the rules of IEEE 754.

extension Matrix {
  /// The sum of two matrices of one shape.
  public static func + (a: consuming Matrix, b: Matrix) -> Matrix {
    a += b
    return a
  }

  /// The difference of two matrices of one shape.
  public static func - (a: consuming Matrix, b: Matrix) -> Matrix {
    a.combine(b, -)
    return a
  }

  /// The matrix with every sign changed.
  public static prefix func - (a: consuming Matrix) -> Matrix { -1 * a }

  /// Adds a matrix of the same shape.
  public static func += (a: inout Matrix, b: Matrix) { a.combine(b, +) }

  /// Every entry multiplied by a number.
  public static func * (scale: Double, a: consuming Matrix) -> Matrix {
    a.withUnsafeMutableEntries { entries in
      for index in entries.indices { entries[index] *= scale }
    }
    return a
  }

  /// Column j scaled by `factors[j]`.
  public func scalingColumns(by factors: [Double]) -> Matrix {
    precondition(factors.count == columns, "scaling needs one factor a column")
    return Matrix(rows: rows, columns: columns) { self[$0, $1] * factors[$1] }
  }

  /// The sum of the diagonal entries.
  public var trace: Double { diagonal.reduce(0, +) }

  /// The Frobenius inner product, the sum of products of corresponding entries.
  public func inner(_ other: Matrix) -> Double {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    return storage.withUnsafeBytes { a in
      other.storage.withUnsafeBytes { b in
        // Eight sums at a time are fast, and round less than one.
        var sums = SIMD8<Double>()
        let blocks = storage.count / 8 * 8
        for start in stride(from: 0, to: blocks, by: 8) {
          sums +=
            a.loadUnaligned(fromByteOffset: 8 * start, as: SIMD8<Double>.self)
            * b.loadUnaligned(fromByteOffset: 8 * start, as: SIMD8<Double>.self)
        }
        return (blocks..<storage.count).reduce(sums.sum()) { $0 + storage[$1] * other.storage[$1] }
      }
    }
  }

  /// The matrix with each entry changed.
  public func map(_ change: (Double) throws -> Double) rethrows -> Matrix {
    try Matrix(rows: rows, columns: columns) { try change(self[$0, $1]) }
  }

  /// The square root of the sum of squares, scaled where a square overflows or underflows. NaN if an entry is NaN.
  public var frobeniusNorm: Double {
    let plain = inner(self)
    if plain > 1e-290, plain < 1e290 { return plain.squareRoot() }
    let largest = largestEntry
    guard largest > 0, largest.isFinite else { return largest }
    let scaled = map { Double(sign: .plus, exponent: -largest.exponent, significand: $0) }
    return Double(sign: .plus, exponent: largest.exponent, significand: scaled.inner(scaled).squareRoot())
  }

  /// The largest absolute entry, 0 without entries; NaN if an entry is NaN.
  public var largestEntry: Double { storage.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, abs($1)) } }

  /// The entries without their signs.
  public var absolute: Matrix { Matrix(rows: rows, columns: columns, storage: storage.map { abs($0) }) }

  /// The columns of both matrices side by side.
  public func besides(_ other: Matrix) -> Matrix {
    precondition(rows == other.rows, "matrices side by side have one number of rows")
    return Matrix(rows: rows, columns: columns + other.columns, storage: storage + other.storage)
  }

  private mutating func combine(_ other: Matrix, _ operation: (Double, Double) -> Double) {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    withUnsafeMutableEntries { entries in
      for index in entries.indices { entries[index] = operation(entries[index], other.storage[index]) }
    }
  }
}
