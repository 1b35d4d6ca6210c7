import Testing

@testable import Evidence

/// Arithmetic against exact sums of doubles, on random arguments of all signs and moderate exponents.
@Suite struct IntervalArithmeticTests {
  /// SplitMix64: the same numbers in every run.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64 = 20
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }

    /// A full significand or, as often, a short one, with which results are exact now and then.
    mutating func double(exponents: ClosedRange<Int>) -> Double {
      let exponent = Int.random(in: exponents, using: &self)
      let full = Double.random(in: 1..<2, using: &self)
      let significand = Bool.random(using: &self) ? full : (full * 8).rounded() / 8
      let sign: FloatingPointSign = Bool.random(using: &self) ? .plus : .minus
      return Double(sign: sign, exponent: exponent, significand: significand)
    }

    mutating func interval(exponents: ClosedRange<Int>) -> Interval {
      Interval(double(exponents: exponents)).hull(Interval(double(exponents: exponents)))
    }
  }

  private static let count = 3000

  @Test func `An operation on numbers gives the tightest enclosure`() {
    var generator = Generator()
    for _ in 0..<Self.count {
      let (a, b) = (generator.double(exponents: -30...30), generator.double(exponents: -30...30))
      let (x, y) = (Interval(a), Interval(b))
      let (sum, product, quotient, root) = (x + y, x * y, x / y, x.absoluteValue.squareRoot())
      #expect(sum.containsSum([a, b]) && sum.isTightest)
      #expect((x - y).containsSum([a, -b]))
      #expect(product.containsSum(exactProduct(a, b)) && product.isTightest)
      #expect(isQuotient(quotient, a, b) && quotient.isTightest)
      #expect(isRoot(root, a.magnitude) && root.isTightest)
      #expect((sum.width == 0) == (twoSum(a, b).error == 0))
      #expect((product.width == 0) == (exactProduct(a, b)[1] == 0))
    }
  }

  /// Scaled by powers of two, which is exact, the checks are the same where results underflow.
  @Test func `An operation that underflows gives the tightest enclosure`() {
    var generator = Generator()
    for _ in 0..<Self.count {
      let (a, b) = (generator.double(exponents: -540 ... -480), generator.double(exponents: -540 ... -480))
      let product = Interval(a) * Interval(b)
      let scaled = Interval(lower: product.lower * 0x1p1000, upper: product.upper * 0x1p1000)
      #expect(scaled.containsSum(exactProduct(a * 0x1p500, b * 0x1p500)) && product.isTightest)

      let tiny = generator.double(exponents: -1074 ... -960)
      let quotient = Interval(tiny) / Interval(b)
      #expect(isQuotient(quotient, tiny * 0x1p1000, b * 0x1p1000) && quotient.isTightest)
      let root = Interval(tiny.magnitude).squareRoot()
      let scaledRoot = Interval(lower: root.lower * 0x1p500, upper: root.upper * 0x1p500)
      #expect(isRoot(scaledRoot, tiny.magnitude * 0x1p1000) && root.isTightest)
    }
  }

  @Test func `An operation on intervals contains the value at numbers inside`() {
    var generator = Generator()
    for _ in 0..<Self.count {
      let (x, y) = (generator.interval(exponents: -9...9), generator.interval(exponents: -9...9))
      for a in [x.lower, x.midpoint, x.upper] {
        #expect(x.squared.containsSum(exactProduct(a, a)) && x.power(2).containsSum(exactProduct(a, a)))
        #expect(x.absoluteValue.contains(a.magnitude) && (-x).contains(-a))
        for b in [y.lower, y.midpoint, y.upper] {
          #expect((x + y).containsSum([a, b]) && (x - y).containsSum([a, -b]))
          #expect((x * y).containsSum(exactProduct(a, b)))
          #expect(y.contains(0) ? x / y == .unbounded : isQuotient(x / y, a, b))
          #expect(Interval.minimum(x, y).contains(min(a, b)) && Interval.maximum(x, y).contains(max(a, b)))
          #expect(x.hull(y).contains(a) && x.hull(y).contains(b))
        }
      }
    }
  }

  @Test func `Midpoint and radius contain the interval`() {
    var generator = Generator()
    for _ in 0..<Self.count {
      let x = generator.interval(exponents: -60...60)
      let (middle, radius) = (x.midpoint, x.radius)
      #expect(x.contains(middle) && signOfSum([middle, radius, -x.upper]) >= 0)
      #expect(signOfSum([x.lower, radius, -middle]) >= 0 && signOfSum([x.width, x.lower, -x.upper]) >= 0)
      let back = Interval(midpoint: middle, radius: radius)
      #expect(back.containsSum([middle, radius]) && back.containsSum([middle, -radius]))
    }
  }

  @Test func `An integer power contains the exact one`() {
    #expect(Interval(3).power(30) == 205_891_132_094_649)
    #expect(Interval(-2).power(-3) == -0.125)
    // 3⁴⁰, in two parts that are doubles.
    #expect(Interval(3).power(40).containsSum([12_157_665_459_056_928_768, 33]))
    #expect(Interval(lower: -2, upper: 3).power(3) == Interval(lower: -8, upper: 27))
    #expect(Interval(lower: -2, upper: 3).power(4) == Interval(lower: 0, upper: 81))
    #expect(Interval(0).power(0) == 1)
    #expect(Interval(lower: 0, upper: 1).power(-1) == .unbounded)
    #expect(Interval.unbounded.power(3) == .unbounded)
    #expect(Interval(1).power(.min) == 1)
  }

  /// Whether l b ≤ a ≤ u b, for positive b, with the bounds l and u.
  private func isQuotient(_ quotient: Interval, _ a: Double, _ b: Double) -> Bool {
    let sign: Double = b < 0 ? -1 : 1
    return signOfSum(exactProduct(quotient.lower, sign * b) + [-sign * a]) <= 0
      && signOfSum(exactProduct(quotient.upper, sign * b) + [-sign * a]) >= 0
  }

  private func isRoot(_ root: Interval, _ a: Double) -> Bool {
    root.lower >= 0 && signOfSum(exactProduct(root.lower, root.lower) + [-a]) <= 0
      && signOfSum(exactProduct(root.upper, root.upper) + [-a]) >= 0
  }
}
