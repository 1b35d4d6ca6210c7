import CLAPACKE

// Sums, products and norms. Products call BLAS dgemm; their cost is O(rows * inner * columns).

extension Matrix {
  public static func + (a: Matrix, b: Matrix) -> Matrix { combine(a, b, +) }
  public static func - (a: Matrix, b: Matrix) -> Matrix { combine(a, b, -) }
  public static prefix func - (a: Matrix) -> Matrix { -1 * a }

  public static func += (a: inout Matrix, b: Matrix) { a = a + b }

  public static func * (scale: Double, a: Matrix) -> Matrix {
    Matrix(rows: a.rows, columns: a.columns, storage: a.storage.map { scale * $0 })
  }

  /// The product a b.
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    product(a, CblasNoTrans, b, CblasNoTrans)
  }

  /// The product aᵀ b.
  public func transposeTimes(_ other: Matrix) -> Matrix {
    Matrix.product(self, CblasTrans, other, CblasNoTrans)
  }

  /// The product a bᵀ.
  public func timesTranspose(_ other: Matrix) -> Matrix {
    Matrix.product(self, CblasNoTrans, other, CblasTrans)
  }

  /// The Gram matrix aᵀ a, exactly symmetric.
  public var gram: Matrix { transposeTimes(self).symmetricPart }

  /// The product of the matrix and a vector of `columns` entries.
  public func times(_ vector: [Double]) -> [Double] {
    (self * Matrix(columnVectors: [vector])).storage
  }

  /// Column j scaled by `factors[j]`.
  public func scalingColumns(by factors: [Double]) -> Matrix {
    precondition(factors.count == columns, "one factor a column")
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

  /// The square root of the sum of squares, scaled so that it neither overflows nor underflows.
  public var frobeniusNorm: Double {
    storage.isEmpty ? 0 : cblas_dnrm2(Int32(storage.count), storage, 1)
  }

  /// The largest absolute entry; NaN if an entry is NaN.
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

  private static func combine(_ a: Matrix, _ b: Matrix, _ operation: (Double, Double) -> Double) -> Matrix {
    precondition(a.rows == b.rows && a.columns == b.columns, "shapes differ")
    var result = a
    result.withUnsafeMutableEntries { entries in
      for index in entries.indices { entries[index] = operation(entries[index], b.storage[index]) }
    }
    return result
  }

  private static func product(
    _ a: Matrix, _ transposeA: CBLAS_TRANSPOSE, _ b: Matrix, _ transposeB: CBLAS_TRANSPOSE
  ) -> Matrix {
    let (m, inner) = transposeA == CblasNoTrans ? (a.rows, a.columns) : (a.columns, a.rows)
    let (innerB, n) = transposeB == CblasNoTrans ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(inner == innerB, "inner dimensions differ: \(inner) and \(innerB)")
    var result = Matrix(rows: m, columns: n)
    guard m > 0, n > 0, inner > 0 else { return result }
    Provider.pinned
    result.withUnsafeMutableEntries { c in
      cblas_dgemm(
        CblasColMajor, transposeA, transposeB, Int32(m), Int32(n), Int32(inner), 1,
        a.storage, Int32(max(a.rows, 1)), b.storage, Int32(max(b.rows, 1)), 0, c.baseAddress, Int32(m))
    }
    return result
  }
}
