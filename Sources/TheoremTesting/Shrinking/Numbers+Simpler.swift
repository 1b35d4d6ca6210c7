import Foundation

extension Double {
  /// Numbers near this one that are shorter to write, the shortest first: 0, whole ones, halves, tenths, hundredths, and
  /// those of one to four significant digits. Empty for what is no finite number.
  var simpler: [Double] {
    guard isFinite, self != 0 else { return [] }
    let fractions = [1, 2, 10, 100].map { (self * $0).rounded() / $0 }
    let significant = (1...4).map(rounded(toDigits:))
    var seen: Set<Double> = [self]
    // Minus zero is zero, and shorter so.
    return ([0] + fractions + significant).map { $0 + 0 }.filter { $0.isFinite && seen.insert($0).inserted }
  }

  /// With so many significant digits, at least 1.
  func rounded(toDigits digits: Int) -> Double {
    guard isFinite, self != 0 else { return self }
    // Through text, because 0.3 is not 3 times 0.1.
    return Double(significant(digits)) ?? self
  }
}
