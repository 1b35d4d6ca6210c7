import Foundation
import LinearAlgebra

// What a reference of thirty digits needs beyond the library's arithmetic; slow, and in the tests alone.

extension DoubleDouble {
  private static let logarithmOfTwo = DoubleDouble(high: 0x1.62e42fefa39efp-1, low: 0x1.abc9e3b39803fp-56)

  /// The exponential of an argument below 700, to about thirty digits: a Taylor series of a 256th of what is left after powers of
  /// two.
  var exponential: DoubleDouble {
    let power = (high / Self.logarithmOfTwo.high).rounded()
    guard power > -1000 else { return DoubleDouble(0) }
    let rest = self - DoubleDouble(power) * Self.logarithmOfTwo
    let small = rest * DoubleDouble(0x1p-8)
    var (sum, term) = (DoubleDouble(0), DoubleDouble(1))
    for n in 1...13 {
      term = term * small / DoubleDouble(Double(n))
      sum = sum + term
    }
    // e^2x - 1 = (e^x - 1)(e^x - 1 + 2) keeps the digits of a small sum.
    for _ in 0..<8 { sum = sum * (sum + DoubleDouble(2)) }
    let scale = DoubleDouble(Double(sign: .plus, exponent: Int(power), significand: 1))
    return (sum + DoubleDouble(1)) * scale
  }
}

extension DoubleDouble {
  /// The natural logarithm of a positive number, by two steps of Newton's method of third order.
  var logarithm: DoubleDouble {
    var y = DoubleDouble(log(high))
    for _ in 0..<2 {
      let power = y.exponential
      y = y + DoubleDouble(2) * (self - power) / (self + power)
    }
    return y
  }
}

extension DoubleDoubleMatrix {
  /// The solution X of A X = B for a square A, by elimination with pivots.
  func solving(_ right: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    var (a, x) = (self, right)
    let n = rows
    for column in 0..<n {
      let pivot = (column..<n).max { abs(a[$0, column].high) < abs(a[$1, column].high) } ?? column
      for j in 0..<n { (a[column, j], a[pivot, j]) = (a[pivot, j], a[column, j]) }
      for j in 0..<x.columns { (x[column, j], x[pivot, j]) = (x[pivot, j], x[column, j]) }
      for row in 0..<n where row != column {
        let factor = a[row, column] / a[column, column]
        for j in 0..<n { a[row, j] = a[row, j] - factor * a[column, j] }
        for j in 0..<x.columns { x[row, j] = x[row, j] - factor * x[column, j] }
      }
    }
    for row in 0..<n {
      for j in 0..<x.columns { x[row, j] = x[row, j] / a[row, row] }
    }
    return x
  }

  /// The lower factor of W = L Lᵀ, by elimination without square roots until the end.
  var lowerFactor: DoubleDoubleMatrix {
    var a = self
    for k in 0..<rows {
      for i in (k + 1)..<max(rows, k + 1) {
        let factor = a[i, k] / a[k, k]
        for j in (k + 1)..<rows { a[i, j] = a[i, j] - factor * a[k, j] }
      }
    }
    var factor = DoubleDoubleMatrix(Matrix(rows: rows, columns: rows))
    for j in 0..<rows {
      for i in j..<rows { factor[i, j] = a[j, i] / a[j, j].squareRoot }
    }
    return factor
  }
}
