import Evidence
import Foundation
import RandomNumbers
import Testing

@Suite struct `Claim on a slope` {
  @Test(arguments: [12, 20, 25])
  func `the interval misses the median of a skewed law as rarely as promised`(count: Int) throws {
    let (runs, miss) = (10_000, 0.05)
    var (below, above) = (0, 0)
    for run in 0..<runs {
      var generator = CounterBasedGenerator(key: 5, stream: UInt64(count) << 32 | UInt64(run))
      // The median of exp(2 z), z normal, is 1; its mean is 7.4.
      let slopes = (0..<count).map { _ in exp(2 * generator.normal()) }
      let interval = try #require(medianInterval(slopes.map { $0...$0 }, miss: miss))
      if interval.upperBound < 1 { below += 1 }
      if interval.lowerBound > 1 { above += 1 }
    }
    let limit = (0...runs).first { Binomial(trials: runs, probability: miss / 2).atLeast($0) < 1e-6 } ?? 0
    #expect(below < limit && above < limit)
    #expect(below > 20 && above > 20, "\(below) \(above): wider than it must be")
  }

  @Test func `41 slopes are the fewest for the confidence of a check`() {
    let slopes = (0..<41).map { Double($0)...Double($0) + 0.5 }
    func interval(_ slopes: [ClosedRange<Double>]) -> ClosedRange<Double>? {
      medianInterval(slopes, miss: FalseAlarm.ofCheck)
    }
    // The outermost ends of all: 2 to the power of −40 misses.
    #expect(interval(slopes) == 0...40.5)
    #expect(interval(Array(slopes.dropLast())) == nil)
    #expect(interval([]) == nil)
    #expect(interval(slopes + [-.infinity...0]) == nil)
  }

  @Test func `the verdict is by the interval's ends against the band`() throws {
    let claim = try SlopeClaim(rate: -0.5, neighbours: -1...(-0.25))
    #expect(claim.band == -0.75...(-0.375))
    for (interval, outcome) in [
      (-0.6...(-0.4), Verdict.Outcome.holds), (-0.74...(-0.38), .holds), (-0.75...(-0.5), .inconclusive),
      (-0.5...(-0.3), .inconclusive), (-1...0, .inconclusive), (-1.1...(-0.9), .refuted),
      (-0.375...0, .inconclusive), (-0.37...0, .refuted), (-2...(-0.76), .refuted),
    ] {
      #expect(claim.verdict(interval).outcome == outcome, "\(interval)")
      #expect(((claim.verdict(interval).margin ?? 0) < 0) == (outcome == .refuted), "\(interval)")
    }
  }

  @Test func `the slope of a power is its exponent, within what the errors leave`() throws {
    let sizes = [10.0, 30, 100, 400]
    func slope(relative error: Double) -> ClosedRange<Double>? {
      SlopeClaim.slope(
        sizes.map { ($0, Estimate(7 * pow($0, -1.5), budget: .init([.statistical: error * pow($0, -1.5)]))) })
    }
    let exact = try #require(slope(relative: 0))
    #expect(abs(exact.lowerBound + 1.5) < 1e-13 && abs(exact.upperBound + 1.5) < 1e-13)
    let wide = try #require(slope(relative: 0.7))
    #expect(wide.lowerBound < -1.5 && wide.upperBound > -1.5)
    // Every choice of the true values within the errors has its slope inside.
    var generator = CounterBasedGenerator(key: 6)
    for _ in 0..<500 {
      let logs = sizes.map { log(7 * pow($0, -1.5) * (1 + 0.1 * generator.uniform(in: -1...1))) }
      let (x, n) = (sizes.map { log($0) }, Double(sizes.count))
      let (sumX, sumY) = (x.reduce(0, +), logs.reduce(0, +))
      let (sumXX, sumXY) = (zip(x, x).map(*).reduce(0, +), zip(x, logs).map(*).reduce(0, +))
      #expect(wide.contains((n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX)))
    }
  }

  @Test func `quantities that are not certainly positive and finite have no slope`() {
    func slope(_ values: [Double], error: Double = 0) -> ClosedRange<Double>? {
      SlopeClaim.slope(
        zip([1.0, 2, 4], values).map { ($0, Estimate($1, budget: .init([.rounding: error]))) })
    }
    #expect(slope([1, 2, 3]) != nil && slope([1, 2, 3], error: 0.9) != nil)
    #expect(slope([1, 2, 3], error: 1) == nil && slope([1, 2, 3], error: .nan) == nil)
    for bad: Double in [0, -1, .nan, .infinity] {
      for place in 0..<3 {
        var values = [1.0, 2, 3]
        values[place] = bad
        #expect(slope(values) == nil, "\(values)")
      }
    }
    #expect(SlopeClaim.slope([(3, Estimate(1, budget: .init())), (3, Estimate(2, budget: .init()))]) == nil)
  }
}
