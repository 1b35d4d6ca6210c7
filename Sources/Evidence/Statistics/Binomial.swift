import Foundation

/// The law of the number of successes in independent trials.
package struct Binomial: Sendable {
  /// At least 0.
  package let trials: Int
  /// Of a success, in [0, 1].
  package let probability: Double

  package init(trials: Int, probability: Double) { (self.trials, self.probability) = (trials, probability) }

  /// P(X ≤ count).
  package func atMost(_ count: Int) -> Double {
    guard count < trials else { return 1 }
    guard count >= 0 else { return 0 }
    return tails(at: count + 1).below
  }

  /// P(X ≥ count).
  package func atLeast(_ count: Int) -> Double {
    guard count > 0 else { return 1 }
    guard count <= trials else { return 0 }
    return tails(at: count).above
  }

  /// P(X < count) and P(X ≥ count), for a count from 1 to the number of trials. The smaller one is computed: as 1 less the other it
  /// would be lost to rounding.
  private func tails(at count: Int) -> (below: Double, above: Double) {
    guard probability > 0 else { return (1, 0) }
    guard probability < 1 else { return (0, 1) }
    // Rounded once: of many trials it is a small difference of large numbers.
    let excess = Double(count).addingProduct(-Double(trials + 1), probability)
    if excess >= 0 {
      let above = Tail(from: count, of: trials, p: probability, q: 1 - probability, excess: excess).chance
      return (1 - above, above)
    }
    let below = Tail(
      from: trials - count + 1, of: trials, p: 1 - probability, q: probability, excess: -excess
    ).chance
    return (below, 1 - below)
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

/// So many events or more, above the mean.
private struct Tail {
  /// How many at least, and in how many trials: 0 < k ≤ n.
  let k: Double
  let n: Double
  /// The probability of an event, and of none.
  let p: Double
  let q: Double
  /// k − (n + 1) p, at least 0.
  let excess: Double

  init(from count: Int, of trials: Int, p: Double, q: Double, excess: Double) {
    (k, n) = (Double(count), Double(trials))
    (self.p, self.q, self.excess) = (p, q, excess)
  }

  /// A continued fraction of positive terms, a few of them far from the mean and O(√n) near it (Didonato and Morris, *Significant
  /// digit computation of the incomplete beta function ratios*, 1992), summed up by Steed's recurrence.
  var chance: Double {
    var ratio = (1 + 1 / k) / (1 + excess)
    var (inverse, change, i) = (ratio, ratio, 0.0)
    repeat {
      i += 1
      let part = i * (n - k + 1 - i) * p / (k + 2 * i - 1)
      let numerator = part * (k + i - 1) * (n + i) * p / (k + 2 * i - 1)
      let denominator = i + part + (k + i) * (1 + excess + i * (1 + q)) / (k + 2 * i + 1)
      let next = 1 / (numerator * inverse + denominator)
      change *= -numerator * inverse * next
      (inverse, ratio) = (next, ratio + change)
    } while change.magnitude > 1e-17 * ratio
    return first * k * q * ratio
  }

  /// The chance of k events, by what it differs from Stirling's formula: sums of logarithms of factorials have errors of n log n (Loader,
  /// *Fast and accurate computation of binomial probabilities*, 2000).
  private var first: Double {
    guard k < n else { return exp(n * (q < 0.5 ? log1p(-q) : log(p))) }
    let deviation = excess + p
    let exponent = n * p * divergence(deviation / (n * p)) + n * q * divergence(-deviation / (n * q))
    return exp(stirlingRest(n) - stirlingRest(k) - stirlingRest(n - k) - exponent)
      * (n / (2 * .pi * k * (n - k))).squareRoot()
  }
}

/// (1 + x) log(1 + x) − x for x > −1.
private func divergence(_ x: Double) -> Double {
  guard abs(x) < 0.1 else { return (1 + x) * log1p(x) - x }
  // x²/2 − x³/6 + x⁴/12 …
  var (power, sum) = (x * x, 0.0)
  for i in 2...18 {
    sum += power / Double(i * (i - 1))
    power *= -x
  }
  return sum
}

/// log x! − log(√(2πx) (x/e)ˣ) for x ≥ 1.
private func stirlingRest(_ x: Double) -> Double {
  var (x, sum) = (x, 0.0)
  while x < 16 {
    sum += (x + 0.5) * log1p(1 / x) - 1
    x += 1
  }
  let square = 1 / (x * x)
  return sum + (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / x
}
