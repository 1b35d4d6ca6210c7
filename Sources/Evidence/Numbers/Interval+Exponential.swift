import Foundation

/// e^x = 2^power (1 + excess), where the excess keeps its relative accuracy near x = 0 (Interval.md, lemma 2).
struct ReducedExponential {
  let power: Int
  let excess: SharpInterval

  /// Nothing for NaN and beyond the largest exponent.
  init?(_ x: Double) {
    guard x.magnitude <= largestExponent else { return nil }
    let multiple = (x / Self.ln2.high).rounded()
    let reduced = (SharpInterval(x) - SharpInterval(multiple) * Self.ln2).normalized
    let r = reduced.interval
    guard r.magnitude <= 0.5 else { return nil }
    let linearAndSquare = reduced + reduced * reduced * SharpInterval(0.5)
    let c = r.midpoint
    let rest = Interval(midpoint: c * Self.coefficients.reversed().reduce(0) { $0 * c + $1 }, radius: 0x1p-53)
    power = Int(multiple)
    excess = linearAndSquare + SharpInterval(0, plus: r.power(3) * (Interval.inverseFactorials[3] + rest))
  }

  /// ln 2 = 0.693147180559945309417232121458176568…: a double, and neighboring ones around the rest.
  static let ln2 = SharpInterval(
    0x1.62e42fefa39efp-1, plus: Interval(lower: 0x1.abc9e3b39803fp-56, upper: 0x1.abc9e3b398040p-56))

  /// 1/4!, 1/5!, …, 1/16!, whose factorials are doubles.
  private static let coefficients = (4...16).map { n in 1 / (1...n).reduce(1) { $0 * Double($1) } }
}

/// Beyond it an exponential, or half of one, is above the largest double; or it is below the least positive one.
private let largestExponent = 1100.0

/// Elementary functions whose every bound is proved by interval arithmetic; a library's values are only guesses. A few
/// microseconds at a point. The widths are measured ones, at a point, in ulps of the value.
extension Interval {
  /// All exponentials, within 2 ulps; any argument. What overflows is between the largest double and infinity.
  ///
  ///     Interval.exp(0) == 1
  public static func exp(_ x: Interval) -> Interval { x.increasing { exp($0, timesTwoTo: 0) } }

  /// All e^x - 1, within 3 ulps, near zero too; any argument.
  ///
  ///     Interval.expMinusOne(1e-20).contains(1e-20)
  public static func expMinusOne(_ x: Interval) -> Interval {
    x.increasing { expMinusOne($0, timesTwoTo: 0) }
  }

  /// All hyperbolic sines, within 4 ulps, near zero too; any argument.
  ///
  ///     Interval.sinh(0) == 0
  public static func sinh(_ x: Interval) -> Interval {
    x.increasing { expMinusOne($0, timesTwoTo: -1) - expMinusOne(-$0, timesTwoTo: -1) }
  }

  /// All hyperbolic cosines, within 4 ulps; any argument.
  ///
  ///     Interval.cosh(Interval(lower: -1, upper: 1)).lower == 1
  public static func cosh(_ x: Interval) -> Interval {
    let result = x.absoluteValue.increasing { exp($0, timesTwoTo: -1) + exp(-$0, timesTwoTo: -1) }
    return maximum(result, 1)
  }

  /// All hyperbolic tangents, within 7 ulps, near zero too; any argument.
  ///
  ///     Interval.tanh(0) == 0
  public static func tanh(_ x: Interval) -> Interval {
    x.increasing { number in
      // With a = 1 - e^(-2|x|), tanh |x| = a / (2 - a).
      let size = -expMinusOne(-2 * number.magnitude, timesTwoTo: 0)
      let result = minimum(size / (2 - size), 1)
      return number < 0 ? -result : result
    }
  }

  /// All natural logarithms, within 2 ulps, near one too; ``unbounded`` if some number is not positive.
  ///
  ///     Interval.log(1) == 0
  public static func log(_ x: Interval) -> Interval {
    guard x.lower > 0 else { return .unbounded }
    return x.increasing { logarithm($0, 0, guess: Foundation.log($0)) }
  }

  /// All logarithms of 1 + x, within 2 ulps, near zero too; ``unbounded`` if some number is -1 or less.
  ///
  ///     Interval.log(onePlus: 1e-20).contains(1e-20)
  public static func log(onePlus x: Interval) -> Interval {
    guard x.lower > -1 else { return .unbounded }
    return x.increasing { number in
      let (sum, error) = twoSum(1, number)
      // For the tiniest numbers 0 is the guess whose remainder does not underflow.
      return logarithm(sum, error, guess: number.magnitude < 0x1p-100 ? 0 : Foundation.log1p(number))
    }
  }

  private static func exp(_ x: Double, timesTwoTo shift: Int) -> Interval {
    if x > largestExponent { return Interval(.infinity) }
    if x < -largestExponent { return Interval(lower: 0, upper: .leastNonzeroMagnitude) }
    guard let reduced = ReducedExponential(x) else { return .unbounded }
    return (SharpInterval(1) + reduced.excess).interval.timesTwo(to: reduced.power + shift)
  }

  private static func expMinusOne(_ x: Double, timesTwoTo shift: Int) -> Interval {
    guard x.magnitude <= 40, let reduced = ReducedExponential(x) else {
      return exp(x, timesTwoTo: shift) - Interval(1).timesTwo(to: shift)
    }
    let power = SharpInterval(Double(sign: .plus, exponent: reduced.power, significand: 1))
    return (power - SharpInterval(1) + power * reduced.excess).interval.timesTwo(to: shift)
  }

  /// log(a + b) = y + log((a + b) e^(-y)) for a guess y (Interval.md, lemma 3). A bad guess only widens the result.
  static func logarithm(_ a: Double, _ b: Double, guess y: Double) -> Interval {
    guard let inverse = ReducedExponential(-y) else { return .unbounded }
    let scaled =
      SharpInterval(splitting: Interval(a).timesTwo(to: inverse.power))
      + SharpInterval(splitting: Interval(b).timesTwo(to: inverse.power))
    let t = (scaled - SharpInterval(1) + scaled * inverse.excess).interval
    guard t.magnitude <= 0.5 else { return .unbounded }
    return SharpInterval(y, plus: t - t.squared * Interval(lower: 0, upper: 1)).interval
  }
}
