/// What gives a column mean 0 and variance 1 (divided by n).
struct ColumnScale {
  /// That of the largest entry: scaled to less than 2, no square overflows. A power of two rounds nothing, so that what is far from
  /// zero keeps its digits.
  private let exponent: Int
  /// Two parts of the mean of the scaled entries: the second is what rounding left of the mean after the first was taken off.
  private let mean: (Double, Double)
  /// Of the scaled entries.
  private let deviation: Double

  /// The scale of a column; nil when its entries differ by no more than rounding. O(n).
  init?(of column: [Double]) {
    let largest = column.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return nil }
    exponent = largest.exponent
    var entries = column.map { [exponent] in $0.over(powerOfTwo: exponent) }
    let (first, rounding) = (entries[0], 2 * .ulpOfOne * largest.over(powerOfTwo: exponent))
    guard entries.contains(where: { abs($0 - first) > rounding }) else { return nil }
    let n = Double(column.count)
    func centre() -> Double {
      let mean = entries.reduce(0, +) / n
      for row in entries.indices { entries[row] -= mean }
      return mean
    }
    mean = (centre(), centre())
    deviation = (entries.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
  }

  /// An entry of the column, or of another sample of it.
  func standardised(_ entry: Double) -> Double {
    ((entry.over(powerOfTwo: exponent) - mean.0) - mean.1) / deviation
  }
}

extension Double {
  /// The number over 2 to a power.
  fileprivate func over(powerOfTwo exponent: Int) -> Double {
    Double(sign: .plus, exponent: -exponent, significand: self)
  }
}
