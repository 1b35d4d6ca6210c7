// Products: O(rows * inner * columns). Entries that are not finite pass through, by the rules of IEEE 754.

extension Matrix {
  /// The product a b, m × n, of an m × k and a k × n matrix. Of more than some hundred multiplications it is that of BLAS
  /// dgemm, where the program is linked to a BLAS (see ``Provider``), else that of the definition.
  public static func * (a: Matrix, b: Matrix) -> Matrix { product(a, b) }

  /// The product selfᵀ other, m × n, of a k × m and a k × n matrix; as for `*`.
  public func transposeTimes(_ other: Matrix) -> Matrix { Matrix.product(self, other, transposesA: true) }

  /// The product self otherᵀ, m × n, of an m × k and an n × k matrix; as for `*`.
  public func timesTranspose(_ other: Matrix) -> Matrix { Matrix.product(self, other, transposesB: true) }

  /// The Gram matrix selfᵀ self of the columns, columns × columns, exactly symmetric.
  public var gram: Matrix { transposeTimes(self).symmetricPart }

  /// The product of the matrix and a vector of `columns` entries, `rows` of them.
  public func times(_ vector: [Double]) -> [Double] { (self * Matrix(columnVectors: [vector])).storage }

  /// Up to so many multiplications dgemm takes longer to start than to compute.
  private static let smallProduct = 256

  private static func product(
    _ a: Matrix, _ b: Matrix, transposesA: Bool = false, transposesB: Bool = false
  ) -> Matrix {
    let (m, inner) = transposesA ? (a.columns, a.rows) : (a.rows, a.columns)
    let (innerB, n) = transposesB ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(inner == innerB, "inner dimensions differ: \(inner) and \(innerB)")
    guard m * n * inner > smallProduct, let multiply = Provider.multiply else {
      return plainProduct(a, b, transposesA: transposesA, transposesB: transposesB)
    }
    var result = Matrix(rows: m, columns: n)
    result.withUnsafeMutableEntries { c in
      multiply(
        Provider.columnMajor, transposesA ? Provider.transposed : Provider.asItIs,
        transposesB ? Provider.transposed : Provider.asItIs, Int32(m), Int32(n), Int32(inner), 1, a.storage,
        Int32(max(a.rows, 1)), b.storage, Int32(max(b.rows, 1)), 0, c.baseAddress, Int32(m))
    }
    return result
  }

  /// The product by its definition, of matrices whose inner dimensions agree: what a BLAS that is wrong is to have no part in.
  package static func plainProduct(
    _ a: Matrix, _ b: Matrix, transposesA: Bool = false, transposesB: Bool = false
  ) -> Matrix {
    let (m, inner) = transposesA ? (a.columns, a.rows) : (a.rows, a.columns)
    let n = transposesB ? b.rows : b.columns
    let stepsA = transposesA ? (row: a.rows, inner: 1) : (row: 1, inner: a.rows)
    let stepsB = transposesB ? (inner: b.rows, column: 1) : (inner: 1, column: b.rows)
    var result = Matrix(rows: m, columns: n)
    a.withUnsafeEntries { a in
      b.withUnsafeEntries { b in
        result.withUnsafeMutableEntries { entries in
          for j in 0..<n {
            for i in 0..<m {
              var sum = 0.0
              for k in 0..<inner {
                sum += a[i * stepsA.row + k * stepsA.inner] * b[k * stepsB.inner + j * stepsB.column]
              }
              entries[i + j * m] = sum
            }
          }
        }
      }
    }
    return result
  }
}
