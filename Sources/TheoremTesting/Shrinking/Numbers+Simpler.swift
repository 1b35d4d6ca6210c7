import Foundation

extension Double {
  /// Numbers near this one that are shorter to write, the shortest first: 0, whole ones, halves, tenths, hundredths, and
  /// those of one to four significant digits. Empty for what is no finite number.
  public var simpler: [Double] {
    guard isFinite, self != 0 else { return [] }
    let fractions = [1, 2, 10, 100].map { (self * $0).rounded() / $0 }
    let power = pow(10, floor(log10(magnitude)))
    let significant = [1, 10, 100, 1000].map { digits in
      // Through text, because 0.3 is not 3 times 0.1.
      Double(((self / power * digits).rounded() / digits * power).significant(12)) ?? self
    }
    var seen: Set<Double> = [self]
    // Minus zero is zero, and shorter so.
    return ([0] + fractions + significant).map { $0 + 0 }.filter { $0.isFinite && seen.insert($0).inserted }
  }
}

extension [Double] {
  /// Positive numbers in nearly the same proportions that are shorter to write: all equal, or whole ones that sum to 10,
  /// 20 or 100 or nearly so. None of them is zero.
  public var simplerProportions: [[Double]] {
    let sum = reduce(0, +)
    guard sum > 0, sum.isFinite else { return [] }
    let whole = [10, 20, 100, 1000].map { total in map { Swift.max(($0 / sum * total).rounded(), 1) } }
    return [Array(repeating: 1, count: count)] + whole
  }
}
