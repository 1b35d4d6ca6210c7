import Foundation

/// The sine and cosine of one number, both sharp (Interval.md, lemma 4).
struct SineAndCosine {
  let sine: SharpInterval
  let cosine: SharpInterval

  /// Nothing for NaN and beyond 10⁵, where the words of π/2 would be too few.
  init?(_ x: Double) {
    guard x.magnitude <= largestReducible else { return nil }
    let multiple = SharpInterval((x / quarterTurn).rounded())
    let nearly = (SharpInterval(x) - multiple * SharpInterval(quarterTurn)).normalized
    let reduced = (nearly - multiple * quarterTurnRest).normalized
    let r = reduced.interval
    guard r.magnitude <= 1 else { return nil }
    let square = r.squared
    let sine = reduced + SharpInterval(0, plus: r.power(3) * square.polynomial(sineCoefficients))
    let cosine =
      SharpInterval(1) - reduced * reduced * SharpInterval(0.5)
      + SharpInterval(0, plus: square.squared * square.polynomial(cosineCoefficients))
    switch Int(multiple.high) & 3 {
    case 0: (self.sine, self.cosine) = (sine, cosine)
    case 1: (self.sine, self.cosine) = (cosine, -sine)
    case 2: (self.sine, self.cosine) = (-sine, -cosine)
    default: (self.sine, self.cosine) = (-cosine, sine)
    }
  }
}

private let largestReducible = 1e5

/// π/2 = 1.570796326794896619231321691639751442098584699687552…, the double nearest to it.
private let quarterTurn = 0x1.921fb54442d18p0

/// By how much π/2 exceeds that double: the next word, and neighboring doubles around the one after.
private let quarterTurnRest = SharpInterval(
  0x1.1a62633145c07p-54, plus: Interval(lower: -0x1.f1976b7ed8fbcp-110, upper: -0x1.f1976b7ed8fbbp-110))

/// -1/3!, 1/5!, …
private let sineCoefficients = alternating(from: 3, through: 17)

/// 1/4!, -1/6!, …
private let cosineCoefficients = alternating(from: 4, through: 16)

/// Inverse factorials of which the last stands for all that follow, too.
private func alternating(from first: Int, through last: Int) -> [Interval] {
  stride(from: first, through: last, by: 2).map { n in
    let coefficient = n & 2 == 0 ? Interval.inverseFactorials[n] : -Interval.inverseFactorials[n]
    return n == last ? coefficient * Interval(lower: 0.99, upper: 1) : coefficient
  }
}

extension Interval {
  /// All sines, within 3 ulps at a point up to 10⁵, near zero and multiples of π too; any argument, [-1, 1] beyond.
  ///
  ///     Interval.sin(0) == 0
  public static func sin(_ x: Interval) -> Interval { x.sinusoid(quarterTurns: 0) }

  /// All cosines, within 3 ulps at a point up to 10⁵, near zeros too; any argument, [-1, 1] beyond.
  ///
  ///     Interval.cos(0) == 1
  public static func cos(_ x: Interval) -> Interval { x.sinusoid(quarterTurns: 1) }

  /// All arctangents, within 3 ulps at a point, near zero too; any argument.
  ///
  ///     Interval.atan(0) == 0
  public static func atan(_ x: Interval) -> Interval {
    // For the tiniest numbers 0 is the guess whose remainder does not underflow.
    x.increasing { arctangent($0, guess: $0.magnitude < 0x1p-100 ? 0 : Foundation.atan($0)) }
  }

  /// The sine of x + shift π/2. Between neighboring critical points it is monotone, so that the ends and the critical
  /// points that may lie inside give all values.
  private func sinusoid(quarterTurns shift: Int) -> Interval {
    let everything = Interval(lower: -1, upper: 1)
    guard width <= 7, let low = SineAndCosine(lower), let high = lower == upper ? low : SineAndCosine(upper)
    else { return everything }
    let ends = shift == 0 ? (low.sine, high.sine) : (low.cosine, high.cosine)
    var values = ends.0.interval.hull(ends.1.interval)
    let multiples = Int(lower / quarterTurn) - 2...Int(upper / quarterTurn) + 2
    for multiple in multiples where !(multiple + shift).isMultiple(of: 2) {
      let critical = (SharpInterval(quarterTurn) + quarterTurnRest).interval * Interval(Double(multiple))
      guard critical.intersection(self) != nil else { continue }
      values = values.hull((multiple + shift) & 3 == 1 ? 1 : -1)
    }
    return values.intersection(everything) ?? everything
  }

  /// atan x = y + atan((x - tan y) / (1 + x tan y)) for a guess y (Interval.md, lemma 5). A bad guess only widens it.
  static func arctangent(_ x: Double, guess: Double) -> Interval {
    guard x.isFinite else {
      let limit = (SharpInterval(quarterTurn) + quarterTurnRest).interval
      return x > 0 ? limit : -limit
    }
    guard guess.magnitude <= 2, let y = SineAndCosine(guess) else { return .unbounded }
    let numerator = (SharpInterval(x) * y.cosine - y.sine).interval
    let denominator = (y.cosine + SharpInterval(x) * y.sine).interval
    guard denominator.lower > 0 else { return .unbounded }
    let t = numerator / denominator
    return SharpInterval(guess, plus: t - t.power(3) * Interval(lower: 0, upper: 1) / 3).interval
  }
}
