import Testing

@testable import Evidence

@Suite struct IntervalTests {
  private let largest = Double.greatestFiniteMagnitude
  private let least = Double.leastNonzeroMagnitude
  private let tooLarge = Interval(lower: .greatestFiniteMagnitude, upper: .infinity)

  @Test func `What makes no sense is unbounded`() {
    #expect(Interval(.nan) == .unbounded)
    #expect(Interval(lower: 2, upper: 1) == .unbounded)
    #expect(Interval(lower: .nan, upper: 1) == .unbounded && Interval(lower: 1, upper: .nan) == .unbounded)
    #expect(Interval(midpoint: 1, radius: -1) == .unbounded)
    #expect(Interval(midpoint: 1, radius: .nan) == .unbounded)
    #expect(Interval(midpoint: .infinity, radius: 1) == .unbounded)
    #expect(Interval(1).scaled(by: .nan) == .unbounded)
  }

  @Test func `A bound is never minus zero, and no interval is infinite at both ends alike`() {
    #expect(Interval(-0.0).lower.sign == .plus && (-Interval(0)).upper.sign == .plus)
    #expect(Interval(.infinity) == tooLarge && Interval(-.infinity) == -tooLarge)
  }

  @Test func `Exact results are points`() {
    #expect(Interval(1) + 2 == 3)
    #expect(Interval(0.5) * 3 == 1.5)
    #expect(Interval(1) / 4 == 0.25)
    #expect(Interval(9).squareRoot() == 3)
    #expect(Interval(least) * 1 == Interval(least))
    #expect(Interval(0.1) + 0.2 != 0.3)
    #expect(Interval(0x1p-600) * 0x1p-474 == Interval(0x1p-1074))
  }

  @Test func `Overflow keeps a finite bound`() {
    #expect(Interval(largest) + Interval(largest) == tooLarge)
    #expect(Interval(largest) * -2 == -tooLarge)
    #expect(Interval(largest) / 0.5 == tooLarge)
    #expect(Interval(largest).squared == tooLarge)
    #expect(Interval.exp(710) == tooLarge && Interval.exp(1e6) == tooLarge)
    #expect(Interval.cosh(711) == tooLarge)
    #expect(Interval.sinh(-711) == Interval(lower: -.infinity, upper: -largest.nextDown))
  }

  @Test func `Underflow keeps the sign`() {
    #expect(Interval(least) * Interval(least) == Interval(lower: 0, upper: least))
    #expect(Interval(least) * Interval(-least) == Interval(lower: -least, upper: 0))
    #expect(Interval(least) / 2 == Interval(lower: 0, upper: least))
    #expect(Interval(1e-200).squared.squareRoot().lower == 0)
    #expect(Interval.exp(-800) == Interval(lower: 0, upper: least))
  }

  @Test func `An infinite bound means no bound`() {
    let positive = Interval(lower: 0, upper: .infinity)
    #expect(Interval(0) * .unbounded == 0 && positive * positive == positive)
    #expect(positive - positive == .unbounded)
    #expect(Interval(1) / Interval(lower: 2, upper: .infinity) == Interval(lower: 0, upper: 0.5))
    #expect((positive + 1) / (positive + 1) == positive)
    #expect(positive.squareRoot() == positive && Interval.unbounded.squared == positive)
    #expect(!positive.contains(.infinity) && !positive.contains(.nan) && positive.contains(largest))
  }

  @Test func `A divisor that contains zero leaves nothing known`() {
    #expect(Interval(1) / 0 == .unbounded && Interval(0) / 0 == .unbounded)
    #expect(Interval(1) / Interval(lower: -1, upper: 1) == .unbounded)
    #expect(Interval(1) / Interval(lower: 0, upper: 1) == .unbounded)
  }

  @Test func `Measures of intervals`() {
    let all = Interval(lower: -largest, upper: largest)
    #expect(all.midpoint == 0 && all.radius == largest && all.width == .infinity && all.isBounded)
    #expect(Interval(largest).midpoint == largest && Interval(least).midpoint == least)
    #expect(Interval(lower: largest / 2, upper: largest).midpoint == largest * 0.75)
    #expect(Interval.unbounded.midpoint == 0 && Interval.unbounded.radius == .infinity)
    #expect(Interval(lower: 0, upper: .infinity).midpoint == largest)
    #expect(!Interval(lower: 0, upper: .infinity).isBounded && Interval.unbounded.magnitude == .infinity)
    #expect(Interval(midpoint: 1, radius: 1e-30) == Interval(lower: 1.0.nextDown, upper: 1.0.nextUp))
    #expect(Interval(midpoint: 1, radius: .infinity) == .unbounded)
  }

  @Test func `Intersection is nil without a common number`() {
    let x = Interval(lower: 0, upper: 2)
    #expect(x.intersection(Interval(lower: 2, upper: 3)) == 2 && x.intersection(3) == nil)
    #expect(x.intersection(.unbounded) == x)
  }

  @Test func `A tenth is not the literal 0.1`() {
    let tenth = Interval(1) / 10
    #expect(tenth.contains(0.1) && tenth != 0.1 && tenth * 10 != 1 && (tenth * 10).contains(1))
  }
}
