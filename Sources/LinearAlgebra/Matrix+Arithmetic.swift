import CLAPACKE

// Sums, products and norms. Products cost O(rows * inner * columns) and call BLAS dgemm, but for the smallest; the others cost
// O(entries).
// Entries that are not finite pass through, by the rules of IEEE 754.

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

  /// The product a b, m × n, of an m × k and a k × n matrix (BLAS dgemm).
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    product(a, CblasNoTrans, b, CblasNoTrans)
  }

  /// The product selfᵀ other, m × n, of a k × m and a k × n matrix (BLAS dgemm).
  public func transposeTimes(_ other: Matrix) -> Matrix {
    Matrix.product(self, CblasTrans, other, CblasNoTrans)
  }

  /// The product self otherᵀ, m × n, of an m × k and an n × k matrix (BLAS dgemm).
  public func timesTranspose(_ other: Matrix) -> Matrix {
    Matrix.product(self, CblasNoTrans, other, CblasTrans)
  }

  /// The Gram matrix selfᵀ self of the columns, columns × columns, exactly symmetric (BLAS dgemm).
  public var gram: Matrix { transposeTimes(self).symmetricPart }

  /// The product of the matrix and a vector of `columns` entries, `rows` of them (BLAS dgemm).
  public func times(_ vector: [Double]) -> [Double] {
    (self * Matrix(columnVectors: [vector])).storage
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
    var sum = 0.0
    for index in storage.indices { sum += storage[index] * other.storage[index] }
    return sum
  }

  /// The matrix with each entry changed.
  public func map(_ change: (Double) throws -> Double) rethrows -> Matrix {
    try Matrix(rows: rows, columns: columns) { try change(self[$0, $1]) }
  }

  /// The square root of the sum of squares, scaled so that no square overflows or underflows (BLAS dnrm2).
  public var frobeniusNorm: Double {
    Provider.pinned
    return cblas_dnrm2(Int32(storage.count), storage, 1)
  }

  /// The largest absolute entry, 0 without entries; NaN if an entry is NaN.
  public var largestEntry: Double {
    storage.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, abs($1)) }
  }

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

  /// Up to so many multiplications dgemm takes longer to start than to compute.
  private static let smallProduct = 256

  private static func product(
    _ a: Matrix, _ transposeA: CBLAS_TRANSPOSE, _ b: Matrix, _ transposeB: CBLAS_TRANSPOSE
  ) -> Matrix {
    let (m, inner) = transposeA == CblasNoTrans ? (a.rows, a.columns) : (a.columns, a.rows)
    let (innerB, n) = transposeB == CblasNoTrans ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(inner == innerB, "inner dimensions differ: \(inner) and \(innerB)")
    var result = Matrix(rows: m, columns: n)
    guard m > 0, n > 0, inner > 0 else { return result }
    guard m * n * inner > smallProduct else {
      let stepsA = transposeA == CblasNoTrans ? (row: 1, inner: a.rows) : (row: a.rows, inner: 1)
      let stepsB = transposeB == CblasNoTrans ? (inner: 1, column: b.rows) : (inner: b.rows, column: 1)
      result.withUnsafeMutableEntries { entries in
        for j in 0..<n {
          for i in 0..<m {
            var sum = 0.0
            for k in 0..<inner {
              sum +=
                a.storage[i * stepsA.row + k * stepsA.inner] * b.storage[k * stepsB.inner + j * stepsB.column]
            }
            entries[i + j * m] = sum
          }
        }
      }
      return result
    }
    Provider.pinned
    result.withUnsafeMutableEntries { c in
      cblas_dgemm(
        CblasColMajor, transposeA, transposeB, Int32(m), Int32(n), Int32(inner), 1,
        a.storage, Int32(max(a.rows, 1)), b.storage, Int32(max(b.rows, 1)), 0, c.baseAddress, Int32(m))
    }
    return result
  }
}
