import Foundation

/// The law of the number of successes in independent trials.
struct Binomial {
  /// At least 0.
  let trials: Int
  /// Of a success, in [0, 1].
  let probability: Double

  /// P(X ≤ count); O(count).
  func atMost(_ count: Int) -> Double {
    guard count < trials else { return 1 }
    guard count >= 0 else { return 0 }
    guard probability > 0 else { return 1 }
    guard probability < 1 else { return 0 }
    let n = Double(trials)
    let (success, failure) = (log(probability), log1p(-probability))
    var sum = 0.0
    for i in 0...count {
      let k = Double(i)
      let logCoefficient = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
      sum += exp(logCoefficient + k * success + (n - k) * failure)
    }
    return min(sum, 1)
  }

  /// Clopper and Pearson's exact interval for the probability of a success, from a number of successes: it covers the
  /// true probability with at least the stated confidence (*The use of confidence or fiducial limits*, 1934).
  static func interval(successes: Int, trials: Int, confidence: Double) -> ClosedRange<Double> {
    precondition(
      successes >= 0 && successes <= trials && trials > 0, "between none and all of at least one trial")
    let tail = (1 - confidence) / 2
    let lower =
      successes == 0
      ? 0 : bisect { 1 - Binomial(trials: trials, probability: $0).atMost(successes - 1) < tail }
    let upper =
      successes == trials ? 1 : bisect { Binomial(trials: trials, probability: $0).atMost(successes) > tail }
    return lower...max(lower, upper)
  }

  /// The end of the probabilities, from 0 on, for which the condition is true.
  private static func bisect(_ condition: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if condition(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
