/// Arithmetic with outward rounding, in some tens of nanoseconds an operation.
///
/// Sum, difference, product, quotient and square root are the smallest intervals of doubles that contain all values:
/// exact where the exact bounds are doubles. Two occurrences of one interval count as independent, so that x - x
/// contains more than 0 unless x is a point.
extension Interval {
  /// All sums; any arguments.
  ///
  ///     Interval(1) + 2 == 3
  public static func + (a: Interval, b: Interval) -> Interval {
    Interval(lower: RoundedDown.sum(a.lower, b.lower), upper: RoundedUp.sum(a.upper, b.upper))
  }

  /// All differences; any arguments.
  ///
  ///     Interval(3) - Interval(lower: 0, upper: 1) == Interval(lower: 2, upper: 3)
  public static func - (a: Interval, b: Interval) -> Interval { a + -b }

  /// All opposites, exact.
  ///
  ///     -Interval(lower: 1, upper: 2) == Interval(lower: -2, upper: -1)
  public static prefix func - (a: Interval) -> Interval { Interval(lower: -a.upper, upper: -a.lower) }

  /// All products; any arguments. Zero times what is not bounded is zero.
  ///
  ///     0 * Interval.unbounded == 0
  public static func * (a: Interval, b: Interval) -> Interval {
    if a.lower >= 0 {
      // Which ends make the extremes, the signs of the other factor tell.
      return Interval(
        lower: RoundedDown.product(b.lower < 0 ? a.upper : a.lower, b.lower),
        upper: RoundedUp.product(b.upper < 0 ? a.lower : a.upper, b.upper))
    }
    return b.lower >= 0 ? b * a : extremes(a, b, RoundedDown.product, RoundedUp.product)
  }

  /// All quotients; ``unbounded`` if the divisor contains zero.
  ///
  ///     Interval(1) / Interval(lower: 2, upper: 4) == Interval(lower: 0.25, upper: 0.5)
  public static func / (a: Interval, b: Interval) -> Interval {
    b.contains(0) ? .unbounded : extremes(a, b, RoundedDown.quotient, RoundedUp.quotient)
  }

  /// All products with a number; ``unbounded`` if it is NaN.
  ///
  ///     Interval(lower: 1, upper: 2).scaled(by: -1) == Interval(lower: -2, upper: -1)
  public func scaled(by factor: Double) -> Interval { self * Interval(factor) }

  /// All squares: never below zero, unlike x * x.
  ///
  ///     Interval(lower: -1, upper: 2).squared == Interval(lower: 0, upper: 4)
  public var squared: Interval {
    let size = absoluteValue
    return size * size
  }

  /// All square roots; ``unbounded`` if some number of the interval is negative.
  ///
  ///     Interval(4).squareRoot() == 2
  public func squareRoot() -> Interval {
    guard lower >= 0 else { return .unbounded }
    return Interval(lower: RoundedDown.squareRoot(lower), upper: RoundedUp.squareRoot(upper))
  }

  /// All powers with an integer exponent, by repeated squaring; 1 for exponent 0, ``unbounded`` for a negative one if
  /// the interval contains zero. At a point, the relative width is at most about the exponent times 2⁻⁵¹.
  ///
  ///     Interval(lower: -2, upper: 3).power(2) == Interval(lower: 0, upper: 9)
  public func power(_ exponent: Int) -> Interval {
    let base = exponent.isMultiple(of: 2) ? absoluteValue : self
    let result = base.increasing { Interval($0).product(copies: exponent.magnitude) }
    return exponent < 0 ? 1 / result : result
  }

  /// All absolute values, exact.
  ///
  ///     Interval(lower: -3, upper: 2).absoluteValue == Interval(lower: 0, upper: 3)
  public var absoluteValue: Interval {
    let least = contains(0) ? 0 : Double.minimum(lower.magnitude, upper.magnitude)
    return Interval(lower: least, upper: magnitude)
  }

  /// The lesser of the two numbers, whichever it is, exact.
  ///
  ///     Interval.minimum(1, Interval(lower: 0, upper: 3)) == Interval(lower: 0, upper: 1)
  public static func minimum(_ a: Interval, _ b: Interval) -> Interval {
    Interval(lower: Double.minimum(a.lower, b.lower), upper: Double.minimum(a.upper, b.upper))
  }

  /// The greater of the two numbers, whichever it is, exact.
  ///
  ///     Interval.maximum(1, Interval(lower: 0, upper: 3)) == Interval(lower: 1, upper: 3)
  public static func maximum(_ a: Interval, _ b: Interval) -> Interval {
    Interval(lower: Double.maximum(a.lower, b.lower), upper: Double.maximum(a.upper, b.upper))
  }

  /// Times a power of two, |exponent| < 2000, in two steps, because the power itself need not be a double.
  func timesTwo(to exponent: Int) -> Interval {
    let half = exponent / 2
    return scaled(by: Double(sign: .plus, exponent: half, significand: 1))
      .scaled(by: Double(sign: .plus, exponent: exponent - half, significand: 1))
  }

  /// The power by repeated squaring: sharp, and increasing where the power is, because zero is not inside.
  private func product(copies: UInt) -> Interval {
    var (result, square, rest): (Interval, Interval, UInt) = (1, self, copies)
    while rest > 0 {
      if !rest.isMultiple(of: 2) { result = result * square }
      rest /= 2
      if rest > 0 { square = square * square }
    }
    return result
  }

  /// What is monotone in each argument has its extremes at ends of both.
  private static func extremes(
    _ a: Interval, _ b: Interval, _ down: (Double, Double) -> Double, _ up: (Double, Double) -> Double
  ) -> Interval {
    if a.lower == a.upper, b.lower == b.upper {
      return Interval(lower: down(a.lower, b.lower), upper: up(a.lower, b.lower))
    }
    return Interval(
      lower: min(
        min(down(a.lower, b.lower), down(a.lower, b.upper)),
        min(down(a.upper, b.lower), down(a.upper, b.upper))),
      upper: max(
        max(up(a.lower, b.lower), up(a.lower, b.upper)),
        max(up(a.upper, b.lower), up(a.upper, b.upper))))
  }
}
