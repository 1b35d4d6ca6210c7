import Testing

@testable import Evidence

/// Elementary functions of intervals that are no points, outside their domains, and with wrong guesses.
@Suite struct IntervalRangesTests {
  @Test func `A function of all numbers has its range`() {
    let positive = Interval(lower: 0, upper: .infinity)
    #expect(Interval.exp(.unbounded) == positive)
    #expect(Interval.expMinusOne(.unbounded) == Interval(lower: -1, upper: .infinity))
    #expect(Interval.sinh(.unbounded) == .unbounded)
    #expect(Interval.cosh(.unbounded) == Interval(lower: 1, upper: .infinity))
    #expect(Interval.tanh(.unbounded) == Interval(lower: -1, upper: 1))
    #expect(Interval.sin(.unbounded) == Interval(lower: -1, upper: 1))
    let quarterTurn = 1.5707963267948966
    #expect(Interval.atan(.unbounded) == Interval(lower: -quarterTurn.nextUp, upper: quarterTurn.nextUp))
    #expect(Interval.log(Interval(lower: 1, upper: .infinity)) == positive)
    #expect(Interval.log(onePlus: positive) == positive)
  }

  @Test(arguments: [-1, 0, -Double.infinity]) func `Outside the domain nothing is known`(_ lower: Double) {
    #expect(Interval.log(Interval(lower: lower, upper: 1)) == .unbounded)
    #expect(Interval.log(onePlus: Interval(lower: lower - 1, upper: 1)) == .unbounded)
    #expect(Interval(lower: lower - 1, upper: 1).squareRoot() == .unbounded)
  }

  @Test func `A monotone function takes its bounds at the ends`() {
    let x = Interval(lower: -1, upper: 2)
    let functions: [(Interval) -> Interval] = [
      Interval.exp, Interval.expMinusOne, Interval.sinh, Interval.tanh, Interval.atan,
      { Interval.log($0 + 2) }, { Interval.log(onePlus: $0 / 2) },
    ]
    for function in functions {
      let (low, high) = (function(-1), function(2))
      #expect(function(x) == Interval(lower: low.lower, upper: high.upper))
    }
    #expect(Interval.cosh(x) == Interval(lower: 1, upper: Interval.cosh(2).upper))
    #expect(Interval.cosh(1e-9).lower == 1)
  }

  @Test func `A sinusoid reaches its critical values`() {
    let (one, five) = (Interval.sin(1), Interval.sin(5))
    #expect(Interval.sin(Interval(lower: 1, upper: 2)) == Interval(lower: one.lower, upper: 1))
    #expect(Interval.sin(Interval(lower: 3, upper: 5)).lower == -1)
    #expect(Interval.sin(Interval(lower: 5, upper: 7)).lower == five.lower)
    #expect(Interval.sin(Interval(lower: -1, upper: 1)) == Interval(lower: -one.upper, upper: one.upper))
    #expect(Interval.cos(Interval(lower: -1, upper: 1)) == Interval(lower: Interval.cos(1).lower, upper: 1))
    #expect(Interval.cos(Interval(lower: -4, upper: -3)).lower == -1)
    #expect(Interval.sin(Interval(lower: 2, upper: 8)) == Interval(lower: -1, upper: 1))
    #expect(Interval.sin(Interval(lower: 0, upper: 7)) == Interval(lower: -1, upper: 1))
    #expect(Interval.cos(1e-200) == Interval(lower: 1.0.nextDown, upper: 1))
    #expect(Interval.sin(1e5).width < 1e-15 && Interval.sin(1.1e5) == Interval(lower: -1, upper: 1))
  }

  @Test func `A sinusoid of an interval contains the values inside`() {
    let whole = Interval(lower: -1, upper: 1)
    for start in stride(from: -20.0, through: 20, by: 1.37) {
      for length in stride(from: 0.0, through: 6.5, by: 0.71) {
        let x = Interval(lower: start, upper: start + length)
        for function in [Interval.sin, Interval.cos] {
          let range = function(x)
          #expect(whole.intersection(range) == range)
          for part in 0...12 {
            let value = function(Interval(min(start + length * Double(part) / 12, x.upper)))
            #expect(range.intersection(value) != nil, "\(x)")
          }
        }
      }
    }
  }

  @Test(arguments: [0.0, 1e-12, -1e-5, 0.1, -0.3]) func `A wrong guess only widens`(_ slip: Double) {
    for x in [1e-3, 0.5, 1.5, 20, 1e10] {
      let (log, atan) = (Interval.log(Interval(x)), Interval.atan(Interval(x)))
      let (looseLog, looseAtan) = (
        Interval.logarithm(x, 0, guess: log.midpoint + slip),
        Interval.arctangent(x, guess: atan.midpoint + slip)
      )
      #expect(looseLog.intersection(log) != nil && looseLog.width <= 2 * slip * slip + 1e-14)
      #expect(looseAtan.intersection(atan) != nil && looseAtan.isBounded)
    }
  }

  @Test(arguments: [100, Double.infinity, .nan]) func `A useless guess says nothing`(_ guess: Double) {
    #expect(Interval.logarithm(2, 0, guess: guess) == .unbounded)
    #expect(Interval.arctangent(2, guess: guess) == .unbounded)
    // The arctangent and a full turn; then one whose tangent is on the wrong branch.
    #expect(Interval.arctangent(2, guess: 1.1 + 6.28) == .unbounded)
    #expect(Interval.arctangent(-10, guess: 2) == .unbounded)
  }
}
