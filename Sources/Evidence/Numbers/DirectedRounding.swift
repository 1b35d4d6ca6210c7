/// Operations rounded down: the largest double that is at most the exact result.
///
/// IEEE 754 gives the nearest double; the sign of its error, found exactly, says whether to step down from it. The
/// operands are bounds of intervals, where infinity means that there is no bound, so that 0 times infinity is 0.
enum RoundedDown {
  static func sum(_ a: Double, _ b: Double) -> Double {
    let (sum, error) = twoSum(a, b)
    return below(sum, error: error)
  }

  static func product(_ a: Double, _ b: Double) -> Double {
    guard a != 0, b != 0 else { return 0 }
    let product = a * b
    return below(product, error: signOfDifference(a, b, product))
  }

  /// The divisor is not zero.
  static func quotient(_ a: Double, _ b: Double) -> Double {
    guard a != 0, b.isFinite else { return 0 }
    let quotient = a / b
    let excess = signOfDifference(quotient, b, a)
    return below(quotient, error: b > 0 ? -excess : excess)
  }

  /// The argument is not negative.
  static func squareRoot(_ a: Double) -> Double {
    let root = a.squareRoot()
    return below(root, error: -signOfDifference(root, root, a))
  }

  /// The rounded value or the double below it, as the sign of exact - rounded tells. After an overflow the error is
  /// not finite, and the largest double is below infinity.
  fileprivate static func below(_ rounded: Double, error: Double) -> Double {
    error >= 0 && error.isFinite ? rounded : rounded.nextDown
  }
}

/// Operations rounded up: the least double that is at least the exact result.
enum RoundedUp {
  // From zero, so that no result is -0.
  static func sum(_ a: Double, _ b: Double) -> Double { 0 - RoundedDown.sum(-a, -b) }

  static func product(_ a: Double, _ b: Double) -> Double { 0 - RoundedDown.product(-a, b) }

  /// The divisor is not zero.
  static func quotient(_ a: Double, _ b: Double) -> Double { -RoundedDown.quotient(-a, b) }

  /// The argument is not negative.
  static func squareRoot(_ a: Double) -> Double {
    guard a.isFinite else { return a }
    let root = a.squareRoot()
    return -RoundedDown.below(-root, error: signOfDifference(root, root, a))
  }
}

/// The rounded sum and its error: a + b = sum + error exactly, unless the error is not finite, after an overflow.
func twoSum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
  let sum = a + b
  let addend = sum - a
  return (sum, (a - (sum - addend)) + (b - addend))
}

/// The least magnitude of a product whose rounding error is a double whatever the factors are.
let leastExactProduct = 0x1p-960

/// A number with the sign of a b - c, where c is a b rounded, or a was found as c / b or c / a, rounded.
///
/// A fused multiply-add has the right sign unless it underflows to zero; where it could, all is scaled by a power of
/// two first (Interval.md, lemma 1).
private func signOfDifference(_ a: Double, _ b: Double, _ c: Double) -> Double {
  guard c != 0 else { return a == 0 || b == 0 ? 0 : (a < 0) == (b < 0) ? 1 : -1 }
  let scale = c.magnitude < leastExactProduct ? 0x1p200 : 1
  let (small, large) = a.magnitude < b.magnitude ? (a, b) : (b, a)
  return (-c * scale).addingProduct(small * scale, large)
}
