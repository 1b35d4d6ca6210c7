/// A number of 106 bits, the unevaluated sum of two doubles (Dekker, *A floating-point technique for extending the available
/// precision*, 1971). Each operation is exact to 2⁻¹⁰² of its operands.
package struct DoubleDouble: Sendable, Equatable {
  /// The nearest double.
  package let high: Double
  /// What is left, at most half an ulp of `high`.
  package let low: Double

  /// A double, exactly.
  package init(_ value: Double) { (high, low) = (value, 0) }

  /// Of two doubles whose second one is small against the first.
  package init(high: Double, low: Double) {
    self.high = high + low
    self.low = low - (self.high - high)
  }

  package static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let sum = a.high + b.high
    let shadow = sum - a.high
    let error = (a.high - (sum - shadow)) + (b.high - shadow)
    return DoubleDouble(high: sum, low: error + (a.low + b.low))
  }

  package static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(high: -a.high, low: -a.low) }

  package static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  package static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let product = a.high * b.high
    let error = (-product).addingProduct(a.high, b.high) + (a.high * b.low + a.low * b.high)
    return DoubleDouble(high: product, low: error)
  }

  package static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let quotient = DoubleDouble(a.high / b.high)
    let rest = a - quotient * b
    return quotient + DoubleDouble(rest.high / b.high)
  }

  /// The square root of a positive number, by a step of Newton's method.
  package var squareRoot: DoubleDouble {
    let root = DoubleDouble(high.squareRoot())
    let rest = self - root * root
    return root + DoubleDouble(rest.high / (2 * root.high))
  }
}
