/// A closed interval of real numbers that certainly contains one that is not known exactly.
///
/// Every operation encloses: if each argument contains a real number, the result contains the value at these numbers.
/// What is not defined for some number of its arguments gives ``unbounded``, "nothing is known". No operation traps.
/// The proofs are in Interval.md.
///
///     let third = Interval(1) / 3  // 1/3 lies between two neighboring doubles
public struct Interval: Sendable, Hashable {
  /// The greatest number that is certainly not above the true one: -infinity or finite, never -0.
  public let lower: Double

  /// The least number that is certainly not below the true one: finite or +infinity, never -0.
  public let upper: Double

  /// The interval from `lower` to `upper`. Bounds that are not numbers or are reversed give ``unbounded``; +infinity
  /// as the lower bound stands for a number too large for a double, and so does -infinity as the upper one.
  ///
  ///     Interval(lower: 1, upper: .infinity)  // all numbers from 1 on
  public init(lower: Double, upper: Double) {
    if lower <= upper {
      // Adding zero makes 0 of -0.
      self.lower = Double.minimum(lower, .greatestFiniteMagnitude) + 0
      self.upper = Double.maximum(upper, -.greatestFiniteMagnitude) + 0
    } else {
      (self.lower, self.upper) = (-.infinity, .infinity)
    }
  }

  /// The number itself. NaN gives ``unbounded``; an infinite one, the numbers too large for a double.
  ///
  ///     Interval(3.0)  // [3, 3]
  public init(_ number: Double) { self.init(lower: number, upper: number) }

  /// What is no farther than `radius` from `midpoint`, its bounds rounded outward. A negative radius and NaN give
  /// ``unbounded``.
  ///
  ///     Interval(midpoint: 0.7, radius: 1e-12)  // a quadrature and its error
  public init(midpoint: Double, radius: Double) {
    let isMeaningful = midpoint.isFinite && radius >= 0
    self.init(
      lower: isMeaningful ? RoundedDown.sum(midpoint, -radius) : .nan,
      upper: isMeaningful ? RoundedUp.sum(midpoint, radius) : .nan)
  }

  /// All real numbers: nothing is known.
  ///
  ///     Interval(1) / 0 == .unbounded
  public static let unbounded = Interval(lower: -.infinity, upper: .infinity)
}

extension Interval: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The double that the literal reads as: 0.1 is the double nearest to a tenth, which is not a tenth.
  ///
  ///     let tenth = Interval(1) / 10  // contains a tenth; 0.1 does not
  public init(floatLiteral value: Double) { self.init(value) }

  /// The double that the literal reads as, which is the number itself up to 2⁵³.
  ///
  ///     let three: Interval = 3
  public init(integerLiteral value: Double) { self.init(value) }
}

extension Interval {
  /// A finite number in the interval, nearest to the middle: 0 if both ends are infinite, and the largest finite one
  /// toward the end that is infinite if one is.
  ///
  ///     Interval(lower: 1, upper: 2).midpoint == 1.5
  public var midpoint: Double {
    guard lower.isFinite || upper.isFinite else { return 0 }
    let sum = lower + upper
    let middle = sum.isFinite ? sum / 2 : lower / 2 + upper / 2
    return Double.maximum(-.greatestFiniteMagnitude, Double.minimum(middle, .greatestFiniteMagnitude))
  }

  /// The distance from ``midpoint`` to the farther end, rounded up, so that midpoint ± radius contains the interval;
  /// infinite if the interval is not bounded.
  ///
  ///     Interval(lower: 1, upper: 2).radius == 0.5
  public var radius: Double { distance(from: midpoint) }

  /// How far a number of the interval can be from this one, rounded up.
  func distance(from number: Double) -> Double {
    Double.maximum(RoundedUp.sum(upper, -number), RoundedUp.sum(number, -lower))
  }

  /// The distance between the ends, rounded up; infinite if the interval is not bounded, or too wide for a double.
  ///
  ///     Interval(lower: 1, upper: 2).width == 1
  public var width: Double { RoundedUp.sum(upper, -lower) }

  /// The largest absolute value; infinite if the interval is not bounded.
  ///
  ///     Interval(lower: -3, upper: 2).magnitude == 3
  public var magnitude: Double { Double.maximum(lower.magnitude, upper.magnitude) }

  /// Whether both ends are finite.
  ///
  ///     !Interval.unbounded.isBounded
  public var isBounded: Bool { lower.isFinite && upper.isFinite }

  /// Whether the number lies in the interval, its ends included; never so for an infinite one or NaN.
  ///
  ///     Interval(lower: -1, upper: 1).contains(0)
  public func contains(_ number: Double) -> Bool { number.isFinite && lower <= number && number <= upper }

  /// The smallest interval that contains both.
  ///
  ///     Interval(1).hull(3) == Interval(lower: 1, upper: 3)
  public func hull(_ other: Interval) -> Interval {
    Interval(lower: Double.minimum(lower, other.lower), upper: Double.maximum(upper, other.upper))
  }

  /// What both contain; nothing if they have no number in common, so that both cannot be true of one number.
  ///
  ///     Interval(1).intersection(2) == nil
  public func intersection(_ other: Interval) -> Interval? {
    let (lower, upper) = (Double.maximum(lower, other.lower), Double.minimum(upper, other.upper))
    return lower <= upper ? Interval(lower: lower, upper: upper) : nil
  }

  /// Encloses an increasing function, given its enclosure at a number, which may be infinite at an end that is.
  func increasing(_ function: (Double) -> Interval) -> Interval {
    let low = function(lower)
    return lower == upper ? low : Interval(lower: low.lower, upper: function(upper).upper)
  }
}
