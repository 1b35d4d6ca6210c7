import Foundation
import RandomNumbers
import Testing

@testable import Evidence

@Suite struct `Binomial law` {
  /// The tails P(X ≤ k) and P(X ≥ k) in whole numbers: chances of `success` in `whole`, Pascal's triangle.
  private func tails(
    trials: Int, success: UInt128, of whole: UInt128
  ) -> (atMost: [Double], atLeast: [Double]) {
    var ways: [UInt128] = [1]
    for _ in 0..<trials {
      let failed = ways.map { $0 * (whole - success) } + [0]
      let succeeded = [0] + ways.map { $0 * success }
      ways = zip(failed, succeeded).map(+)
    }
    let all = Double(ways.reduce(0, +))
    let atMost = ways.indices.map { Double(ways[...$0].reduce(0, +)) / all }
    let atLeast = ways.indices.map { Double(ways[$0...].reduce(0, +)) / all }
    return (atMost, atLeast)
  }

  @Test(arguments: [(3, 1, 2), (10, 3, 10), (35, 1, 10), (35, 9, 10), (48, 1, 2), (110, 1, 2)])
  func `both tails agree with whole numbers, the smallest ones as well`(
    trials: Int, success: Int, whole: Int
  ) {
    let law = Binomial(trials: trials, probability: Double(success) / Double(whole))
    let (atMost, atLeast) = tails(trials: trials, success: UInt128(success), of: UInt128(whole))
    #expect(atMost[0] < 1e-12 || atLeast[trials] < 1e-12 || trials < 12, "no tiny tail is tried")
    for count in 0...trials {
      #expect(abs(law.atMost(count) / atMost[count] - 1) <= 1e-13, "\(count)")
      #expect(abs(law.atLeast(count) / atLeast[count] - 1) <= 1e-13, "\(count)")
    }
  }

  @Test func `the ends are exact`() {
    for probability in [0, 0.2, 1] {
      let law = Binomial(trials: 3, probability: probability)
      #expect(law.atMost(3) == 1 && law.atMost(-1) == 0 && law.atLeast(0) == 1 && law.atLeast(4) == 0)
    }
    #expect(Binomial(trials: 3, probability: 0).atMost(0) == 1)
    #expect(Binomial(trials: 3, probability: 0).atLeast(1) == 0)
    #expect(Binomial(trials: 3, probability: 1).atMost(2) == 0)
    #expect(Binomial(trials: 3, probability: 1).atLeast(3) == 1)
  }

  @Test func `the exact interval has the published ends`() {
    // R's binom.test(5, 20) prints 0.08657147 0.49104587.
    let interval = Binomial.interval(successes: 5, trials: 20, miss: 0.05)
    #expect(abs(interval.lowerBound - 0.08657147) < 5e-9 && abs(interval.upperBound - 0.49104587) < 5e-9)
    // None of n: 1 − (miss / 2)^(1/n); all of n: the mirror image.
    for miss in [0.1, 1e-12] {
      let end = 1 - pow(miss / 2, 0.1)
      let none = Binomial.interval(successes: 0, trials: 10, miss: miss)
      #expect(none.lowerBound == 0 && abs(none.upperBound - end) < 1e-14)
      let all = Binomial.interval(successes: 10, trials: 10, miss: miss)
      #expect(all.upperBound == 1 && abs(all.lowerBound - (1 - end)) < 1e-14)
    }
  }

  /// By sums of 40 digits, term by term.
  @Test(arguments: [
    (644_393_747, 0.3, 1.2812919578712848175e-12), (1_073_795_116, 0.5, 0.010724223098597165843),
    (21_475_067, 0.01, 0.48009147276037404605), (2_145_337_628, 0.999, 0.15874608378225541041),
  ])
  func `tails of 2³¹ − 1 trials are as exact, and so are those of the failures`(
    count: Int, probability: Double, tail: Double
  ) {
    let trials = Int(Int32.max)
    let law = Binomial(trials: trials, probability: probability)
    #expect(abs(law.atLeast(count) / tail - 1) < 1e-13)
    #expect(abs(law.atMost(count - 1) + tail - 1) < 1e-13)
  }

  /// The law of Poisson, but for a part of a thousand millionth.
  @Test func `of what is rare among 2³¹ − 1 the smallest tail is not lost`() {
    let law = Binomial(trials: Int(Int32.max), probability: 2 / Double(Int32.max))
    var (term, tail) = (exp(-2.0), 0.0)
    for count in 1...60 {
      term *= 2 / Double(count)
      if count >= 20 { tail += term }
    }
    #expect(abs(law.atLeast(20) / tail - 1) < 1e-6 && abs(law.atMost(0) / exp(-2) - 1) < 1e-8)
  }

  @Test(arguments: [1_000_000, 1 << 31, LedgerLine.mostInstances])
  func `an interval of as many trials as a ledger can have takes no time`(trials: Int) {
    let start = ContinuousClock.now
    let interval = Binomial.interval(successes: trials / 2, trials: trials, miss: 1e-12)
    #expect(ContinuousClock.now - start < .seconds(1))
    // The normal law's: 7.13 deviations of half a root.
    let width = 7.13 / 2 / Double(trials).squareRoot()
    #expect(abs((interval.upperBound - 0.5) / width - 1) < 5e-3)
    #expect(abs((0.5 - interval.lowerBound) / width - 1) < 5e-3)
  }

  @Test(arguments: [1, 7, 20, 60], [0.3, 0.05, 1e-6])
  func `the interval misses no probability more often than it says`(trials: Int, miss: Double) {
    let intervals = (0...trials).map { Binomial.interval(successes: $0, trials: trials, miss: miss) }
    var generator = CounterBasedGenerator(key: 1, stream: UInt64(trials))
    var largest = 0.0
    for _ in 0..<400 {
      let probability = generator.uniform()
      // The law's chances, each from the one before: a second route to them.
      var chance = pow(1 - probability, Double(trials))
      var (below, above) = (0.0, 0.0)
      for count in 0...trials {
        if intervals[count].upperBound < probability { below += chance }
        if intervals[count].lowerBound > probability { above += chance }
        chance *= Double(trials - count) / Double(count + 1) * probability / (1 - probability)
      }
      #expect(below <= miss / 2 * (1 + 1e-9) && above <= miss / 2 * (1 + 1e-9), "\(probability)")
      largest = max(largest, below + above)
    }
    // It is no wider than it must be: a fifth of what it may miss, somewhere.
    if trials >= 20 { #expect(largest > miss / 5) }
  }
}
