/// The numbers high + rest: an interval much narrower than the spacing of doubles, for what is rounded only once, at
/// the end. An error of `high` is carried in `rest`, exactly or enclosed.
struct SharpInterval {
  let high: Double
  let rest: Interval

  init(_ high: Double, plus rest: Interval = 0) { (self.high, self.rest) = (high, rest) }

  init(splitting interval: Interval) {
    self.init(interval.midpoint, plus: interval - Interval(interval.midpoint))
  }

  var interval: Interval { Interval(high) + rest }

  /// The same numbers with a small rest, after a sum whose high parts cancelled.
  var normalized: SharpInterval { SharpInterval(high) + SharpInterval(splitting: rest) }

  static prefix func - (a: SharpInterval) -> SharpInterval { SharpInterval(-a.high, plus: -a.rest) }

  static func + (a: SharpInterval, b: SharpInterval) -> SharpInterval {
    let (sum, error) = twoSum(a.high, b.high)
    return SharpInterval(sum, plus: Interval(error) + (a.rest + b.rest))
  }

  static func - (a: SharpInterval, b: SharpInterval) -> SharpInterval { a + -b }

  static func * (a: SharpInterval, b: SharpInterval) -> SharpInterval {
    let (x, y) = (Interval(a.high), Interval(b.high))
    let product = a.high * b.high
    let error =
      product.magnitude >= leastExactProduct
      ? Interval((-product).addingProduct(a.high, b.high)) : x * y - Interval(product)
    return SharpInterval(product, plus: error + (x * b.rest + y * a.rest + a.rest * b.rest))
  }
}

extension Interval {
  /// 1 / n! for n up to 17, whose factorials are doubles.
  static let inverseFactorials: [Interval] = (1...17).reduce(into: [1]) { result, n in
    result.append(1 / (1...n).reduce(Interval(1)) { $0 * Interval(Double($1)) })
  }

  /// c₀ + c₁ x + c₂ x² + … by Horner's rule.
  func polynomial(_ coefficients: [Interval]) -> Interval {
    coefficients.reversed().reduce(0) { $0 * self + $1 }
  }
}
