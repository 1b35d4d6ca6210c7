/// What gives a column mean 0 and variance 1 (divided by n).
struct ColumnScale {
  /// The largest entry's size: scaled to at most 1, no square overflows, and rounding is that of one.
  private let largest: Double
  /// Two parts of the mean of the scaled entries: the second is what rounding left of the mean after the first was taken off.
  private let mean: (Double, Double)
  /// Of the scaled entries.
  private let deviation: Double

  /// The scale of a column; nil when its entries differ by no more than rounding. O(n).
  init?(of column: [Double]) {
    largest = column.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return nil }
    var entries = column.map { [largest] in $0 / largest }
    let first = entries[0]
    guard entries.contains(where: { abs($0 - first) > 2 * .ulpOfOne }) else { return nil }
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
  func standardised(_ entry: Double) -> Double { ((entry / largest - mean.0) - mean.1) / deviation }
}
