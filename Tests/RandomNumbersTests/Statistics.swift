import Foundation

/// The false alarm rate of each statistical check. The keys are fixed, so a check that passes once passes always;
/// the rate says how likely another key would fail.
let falseAlarmRate = 1e-9

/// The two-sided normal quantile of the false alarm rate, P(|Z| > 6.11) = 1e-9.
let normalLimit = 6.11

/// By how much the empirical distribution of n numbers may miss its own, anywhere: the bound of Dvoretzky, Kiefer
/// and Wolfowitz with Massart's constant, exact for every n. A share of n yes-or-no trials is a case of it.
func allowedDistance(_ n: Int) -> Double { sqrt(log(2 / falseAlarmRate) / (2 * Double(n))) }

/// The distance of Kolmogorov and Smirnov between numbers and a distribution function.
func distance(_ numbers: [Double], to distribution: (Double) -> Double) -> Double {
  let n = Double(numbers.count)
  return numbers.sorted().enumerated().reduce(0) { worst, next in
    let value = distribution(next.element)
    guard !value.isNaN else { return .infinity }
    return max(worst, value - Double(next.offset) / n, Double(next.offset + 1) / n - value)
  }
}

/// A generator that repeats the numbers it is given.
struct Scripted: RandomNumberGenerator {
  var numbers: [UInt64]
  private(set) var drawn = 0

  init(_ numbers: UInt64...) { self.numbers = numbers }

  mutating func next() -> UInt64 {
    defer { drawn += 1 }
    return numbers[drawn % numbers.count]
  }
}
