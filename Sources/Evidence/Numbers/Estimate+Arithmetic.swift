// The errors of sums, products and quotients, rounded up (Proofs/Interval.md, lemma 6).

extension Estimate {
  /// The sum, with the errors of both and its rounding.
  ///
  ///     let sum = x + y
  public static func + (a: Estimate, b: Estimate) -> Estimate {
    let (sum, error) = twoSum(a.value, b.value)
    return Estimate(sum, budget: (a.budget + b.budget).rounded(by: error.magnitude))
  }

  /// The difference, likewise.
  ///
  ///     let difference = x - y
  public static func - (a: Estimate, b: Estimate) -> Estimate { a + -b }

  /// The number with the other sign; without an error of its own.
  ///
  ///     let contrary = -x
  public static prefix func - (a: Estimate) -> Estimate { Estimate(-a.value, budget: a.budget) }

  /// The product, with what the errors of both make of it and its rounding.
  ///
  ///     let product = 2 * x * y
  public static func * (a: Estimate, b: Estimate) -> Estimate {
    let product = a.value * b.value
    let range = Interval(a.value) * Interval(b.value)
    // |a b - a' b'| <= |a| |b - b'| + |b'| |a - a'|.
    let largest = RoundedUp.sum(b.value.magnitude, b.budget.total)
    let budget = b.budget.scaled(by: a.value.magnitude) + a.budget.scaled(by: largest)
    return Estimate(product, budget: budget.rounded(by: range.distance(from: product)))
  }

  /// Of a divisor that may be zero nothing is known: the error is infinite.
  ///
  ///     let half = x / 2
  public static func / (a: Estimate, b: Estimate) -> Estimate {
    let quotient = a.value / b.value
    let range = Interval(a.value) / Interval(b.value)
    let smallest = RoundedDown.sum(b.value.magnitude, -b.budget.total)
    guard smallest > 0 else { return Estimate(quotient, budget: (a.budget + b.budget).scaled(by: .infinity)) }
    // |a/b - a'/b'| <= (|a - a'| + |a/b| |b - b'|) / |b'|.
    let inverse = RoundedUp.quotient(1, smallest)
    let budget = a.budget.scaled(by: inverse) + b.budget.scaled(by: range.magnitude).scaled(by: inverse)
    return Estimate(quotient, budget: budget.rounded(by: range.distance(from: quotient)))
  }

  /// The absolute value.
  ///
  ///     let size = (x - y).magnitude
  public var magnitude: Estimate { Estimate(value.magnitude, budget: budget) }

  /// The number times itself.
  ///
  ///     let square = x.squared
  public var squared: Estimate { self * self }

  /// The square root; of a number that may be negative nothing is known.
  ///
  ///     let length = (x.squared + y.squared).squareRoot()
  public func squareRoot() -> Estimate { mapped { $0.squareRoot() } }

  /// The exponential function.
  ///
  ///     let value = Estimate.exp(x)
  public static func exp(_ x: Estimate) -> Estimate { x.mapped(Interval.exp) }

  /// The natural logarithm; of a number that may be at most zero nothing is known.
  ///
  ///     let value = Estimate.log(2 + x.squared)
  public static func log(_ x: Estimate) -> Estimate { x.mapped { Interval.log($0) } }

  /// The sine of an angle in radians.
  ///
  ///     let value = Estimate.sin(x)
  public static func sin(_ x: Estimate) -> Estimate { x.mapped(Interval.sin) }

  /// The cosine of an angle in radians.
  ///
  ///     let value = Estimate.cos(x)
  public static func cos(_ x: Estimate) -> Estimate { x.mapped(Interval.cos) }

  /// The hyperbolic tangent.
  ///
  ///     let value = Estimate.tanh(x)
  public static func tanh(_ x: Estimate) -> Estimate { x.mapped(Interval.tanh) }

  /// The arc tangent, in radians.
  ///
  ///     let value = Estimate.atan(x)
  public static func atan(_ x: Estimate) -> Estimate { x.mapped(Interval.atan) }

  /// The larger of two numbers, whichever it is.
  ///
  ///     let positivePart = Estimate.maximum(x, 0)
  public static func maximum(_ a: Estimate, _ b: Estimate) -> Estimate { either(a, b, Double.maximum) }

  /// The smaller of two numbers, whichever it is.
  ///
  ///     let capped = Estimate.minimum(x, 1)
  public static func minimum(_ a: Estimate, _ b: Estimate) -> Estimate { either(a, b, Double.minimum) }

  /// IEEE 754 chooses the number where the other is none.
  private static func either(
    _ a: Estimate, _ b: Estimate, _ choice: (Double, Double) -> Double
  ) -> Estimate {
    let isKnown = !a.value.isNaN && !b.value.isNaN
    return Estimate(isKnown ? choice(a.value, b.value) : .nan, budget: a.budget + b.budget)
  }

  /// A power with an integer exponent, at least 0.
  ///
  ///     let fifth = x.power(5)
  public func power(_ exponent: Int) -> Estimate { mapped { $0.power(exponent) } }

  /// A function by its enclosure. The error of the function at the value itself is the library's rounding; what the argument's
  /// error adds is shared out as its terms are.
  private func mapped(_ enclosure: (Interval) -> Interval) -> Estimate {
    guard !value.isNaN else { return self }
    let atValue = enclosure(Interval(value))
    let result = atValue.midpoint
    guard !budget.terms.isEmpty else { return Estimate(result, budget: budget) }
    guard budget.least > 0 else { return Estimate(result, budget: budget.rounded(by: atValue.radius)) }
    let everywhere = enclosure(interval).distance(from: result)
    let factor = RoundedUp.quotient(everywhere, budget.least)
    return Estimate(result, budget: budget.scaled(by: factor).rounded(by: atValue.radius))
  }
}

extension Collection<Estimate> {
  /// The sum of all, 0 of none.
  ///
  ///     let length = [x, y].map(\.squared).sum
  public var sum: Estimate { reduce(0, +) }
}
