import CVectorMath

/// A matrix of 106-bit numbers, for what must be exact to the last bit of a double whatever the condition number: means are
/// centred, coordinates are whitened and spans are orthonormalised in it.
///
/// A product is within 2⁻¹⁰¹ n |A| |B| of the exact one, entry for entry, n the inner dimension.
package struct DoubleDoubleMatrix: Sendable, Equatable {
  /// The nearest doubles.
  package private(set) var high: Matrix
  /// What is left.
  package private(set) var low: Matrix

  package var rows: Int { high.rows }
  package var columns: Int { high.columns }

  /// A matrix of doubles, exactly.
  package init(_ matrix: Matrix) {
    self.init(high: matrix, low: Matrix(rows: matrix.rows, columns: matrix.columns))
  }

  /// A sum of two matrices, the second one small against the first.
  package init(high: Matrix, low: Matrix) { (self.high, self.low) = (high, low) }

  package subscript(row: Int, column: Int) -> DoubleDouble {
    get { DoubleDouble(high: high[row, column], low: low[row, column]) }
    set {
      high[row, column] = newValue.high
      low[row, column] = newValue.low
    }
  }

  package var transposed: DoubleDoubleMatrix {
    DoubleDoubleMatrix(high: high.transposed, low: low.transposed)
  }

  /// The columns of this matrix followed by those of another.
  package func besides(_ other: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    DoubleDoubleMatrix(high: high.besides(other.high), low: low.besides(other.low))
  }

  /// The symmetric part (X + Xᵀ)/2.
  package var symmetricPart: DoubleDoubleMatrix {
    let sum = self + transposed
    return DoubleDoubleMatrix(high: 0.5 * sum.high, low: 0.5 * sum.low)
  }

  /// The columns of the range.
  package func columns(_ range: Range<Int>) -> DoubleDoubleMatrix {
    DoubleDoubleMatrix(high: high.columns(range), low: low.columns(range))
  }

  /// The sum of two matrices of one shape.
  package static func + (a: DoubleDoubleMatrix, b: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    var sum = a
    sum.add(DoubleDouble(1), times: b)
    return sum
  }

  /// The difference of two matrices of one shape.
  package static func - (a: DoubleDoubleMatrix, b: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    var difference = a
    difference.add(DoubleDouble(-1), times: b)
    return difference
  }

  /// With a multiple of one column added to each.
  package func addingToColumns(_ factor: Double, times column: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    self + column * DoubleDoubleMatrix(Matrix(rows: 1, columns: columns, repeating: factor))
  }

  /// Adds a multiple of a matrix of the same shape.
  package mutating func add(_ factor: DoubleDouble, times other: DoubleDoubleMatrix) {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    withUnsafeMutableWords { yHigh, yLow in
      other.withUnsafeWords { xHigh, xLow in
        double_double_add_multiple(
          other.rows * other.columns, factor.high, factor.low, xHigh, xLow, yHigh, yLow)
      }
    }
  }

  /// Each column times its number, O(rows · columns).
  package func scalingColumns(by factors: [Double]) -> DoubleDoubleMatrix {
    precondition(factors.count == columns, "a factor for each column")
    var scaled = DoubleDoubleMatrix(Matrix(rows: rows, columns: columns))
    scaled.withUnsafeMutableWords { yHigh, yLow in
      withUnsafeWords { xHigh, xLow in
        for (column, factor) in factors.enumerated() {
          let start = column * rows
          double_double_add_multiple(
            rows, factor, 0, xHigh + start, xLow + start, yHigh + start, yLow + start)
        }
      }
    }
    return scaled
  }

  /// The product, O(rows · inner · columns).
  package static func * (a: DoubleDoubleMatrix, b: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    precondition(a.columns == b.rows, "inner dimensions differ: \(a.columns) and \(b.rows)")
    var product = DoubleDoubleMatrix(Matrix(rows: a.rows, columns: b.columns))
    product.withUnsafeMutableWords { cHigh, cLow in
      a.withUnsafeWords { aHigh, aLow in
        b.withUnsafeWords { bHigh, bLow in
          double_double_multiply(a.rows, a.columns, b.columns, aHigh, aLow, bHigh, bLow, cHigh, cLow)
        }
      }
    }
    return product
  }

  /// Orthonormal columns with the same span (Gram and Schmidt, each column twice), O(rows · columns²): a column is left out of
  /// which less than 2⁻⁷⁰ is new.
  package var orthonormalised: DoubleDoubleMatrix {
    var basis = DoubleDoubleMatrix(Matrix(rows: rows, columns: 0))
    for j in 0..<columns {
      var column = columns(j..<(j + 1))
      let length = column.high.frobeniusNorm
      for _ in 0..<2 {
        let projection = basis.transposed * column
        column = column - basis * projection
      }
      guard column.high.frobeniusNorm > 0x1p-70 * length else { continue }
      let norm = (column.transposed * column)[0, 0].squareRoot
      for i in 0..<rows { column[i, 0] = column[i, 0] / norm }
      basis = basis.besides(column)
    }
    return basis
  }

  /// selfᵀ self, exactly symmetric.
  package var gram: DoubleDoubleMatrix { (transposed * self).symmetricPart }

  /// A bound on the Frobenius norm: a double's norm of up to 10⁶ entries is computed to 10⁻¹⁰.
  package var normBound: Double { (1 + 0x1p-30) * high.frobeniusNorm }

  /// A bound on how far the columns are from orthonormal: |XᵀX - 1|, Frobenius. The orthonormal columns next to them are as near.
  package var orthogonalityDefect: Double {
    let defect = gram - DoubleDoubleMatrix(.identity(columns))
    return defect.normBound + 0x1p-98 * Double(rows * columns)
  }

  /// Calls `body` with the nearest doubles and what is left, both in column-major order.
  func withUnsafeWords(_ body: (UnsafePointer<Double>, UnsafePointer<Double>) -> Void) {
    high.withUnsafeEntries { high in
      low.withUnsafeEntries { low in
        if let high = high.baseAddress, let low = low.baseAddress { body(high, low) }
      }
    }
  }

  /// The same, to be changed in place.
  mutating func withUnsafeMutableWords(
    _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
  ) {
    high.withUnsafeMutableEntries { high in
      low.withUnsafeMutableEntries { low in
        if let high = high.baseAddress, let low = low.baseAddress { body(high, low) }
      }
    }
  }
}
