import Foundation

/// The law of the number of successes in independent trials.
package struct Binomial: Sendable {
  /// At least 0.
  package let trials: Int
  /// Of a success, in [0, 1].
  package let probability: Double

  package init(trials: Int, probability: Double) {
    (self.trials, self.probability) = (trials, probability)
  }

  /// P(X ≤ count); O(√trials).
  package func atMost(_ count: Int) -> Double {
    guard count < trials else { return 1 }
    guard count >= 0 else { return 0 }
    guard probability > 0 else { return 1 }
    guard probability < 1 else { return 0 }
    return min(sum(0...count), 1)
  }

  /// P(X ≥ count); O(√trials). Not 1 − P(X < count), which loses small tails to rounding.
  package func atLeast(_ count: Int) -> Double {
    guard count > 0 else { return 1 }
    guard count <= trials else { return 0 }
    guard probability > 0 else { return 0 }
    guard probability < 1 else { return 1 }
    return min(sum(count...trials), 1)
  }

  private func sum(_ counts: ClosedRange<Int>) -> Double {
    let n = Double(trials)
    let (success, failure) = (log(probability), log1p(-probability))
    let whole = logGamma(n + 1)
    func term(_ count: Int) -> Double {
      let k = Double(count)
      return exp(whole - logGamma(k + 1) - logGamma(n - k + 1) + k * success + (n - k) * failure)
    }
    // From the largest term on to both sides: they fall faster and faster, down to none that counts.
    let mode = min(max(Int(n * probability), counts.lowerBound), counts.upperBound)
    let (up, down) = (
      stride(from: mode, through: counts.upperBound, by: 1),
      stride(from: mode - 1, through: counts.lowerBound, by: -1)
    )
    var sum = 0.0
    for side in [up, down] {
      for count in side {
        let term = term(count)
        sum += term
        if term <= 1e-20 * sum { break }
      }
    }
    return sum
  }

  /// Clopper and Pearson's exact interval for the probability of a success, from a number of successes: it covers the
  /// true probability with at least the stated confidence (*The use of confidence or fiducial limits*, 1934).
  /// - Parameters:
  ///   - successes: 0 … trials.
  ///   - trials: at least 1.
  ///   - miss: the probability with which the interval may miss the true one, in (0, 1).
  package static func interval(successes: Int, trials: Int, miss: Double) -> ClosedRange<Double> {
    precondition(
      successes >= 0 && successes <= trials && trials > 0, "between none and all of at least one trial")
    let tail = miss / 2
    let lower =
      successes == 0
      ? 0 : bisect { Binomial(trials: trials, probability: $0).atLeast(successes) < tail }
    let upper =
      successes == trials ? 1 : bisect { Binomial(trials: trials, probability: $0).atMost(successes) > tail }
    return lower...max(lower, upper)
  }

  /// The end of the probabilities, from 0 on, for which the condition is true.
  static func bisect(_ condition: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if condition(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// The C library's `lgamma` writes the sign to a global variable; the arguments here are positive, and only the
/// reentrant form may be called from several threads.
private func logGamma(_ x: Double) -> Double {
  #if canImport(Glibc)
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  #else
    return lgamma(x)
  #endif
}
