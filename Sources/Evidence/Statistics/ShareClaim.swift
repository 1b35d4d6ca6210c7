/// The claim that an event has at most a given share of a family, and what a number of instances can tell of it.
package struct ShareClaim: Sendable, Equatable {
  /// The largest share that the claim allows, in (0, 1).
  package let allowed: Double
  /// At least 1.
  package let instances: Int
  /// The probability that the interval misses the true share.
  package let miss: Double

  package init(allowed: Double, instances: Int, miss: Double = FalseAlarm.ofCheck) {
    (self.allowed, self.instances, self.miss) = (allowed, instances, miss)
  }

  /// Holds when the whole interval is allowed, refuted when none of it is.
  /// - Parameters:
  ///   - events: instances with the event.
  ///   - undecided: instances of which it is not known; the interval allows for either.
  package func verdict(events: Int, undecided: Int) -> (
    outcome: Verdict.Outcome, interval: ClosedRange<Double>
  ) {
    let lower = Binomial.interval(successes: events, trials: instances, miss: miss).lowerBound
    let upper = Binomial.interval(successes: events + undecided, trials: instances, miss: miss).upperBound
    return (upper <= allowed ? .holds : lower > allowed ? .refuted : .inconclusive, lower...upper)
  }

  /// The smallest true share above the allowed one that the claim is refuted for with the probability
  /// ``FalseAlarm/power``; nil when no number of events refutes it.
  package var smallestRefutedShare: Double? {
    guard let events = firstCount(where: { verdict(events: $0, undecided: 0).outcome == .refuted }) else {
      return nil
    }
    return Binomial.bisect { Binomial(trials: instances, probability: $0).atLeast(events) < FalseAlarm.power }
  }

  /// The largest true share that the claim is confirmed for with the probability ``FalseAlarm/power``; nil when even no
  /// event at all would not confirm it.
  package var largestConfirmedShare: Double? {
    let first = firstCount { verdict(events: $0, undecided: 0).outcome != .holds }
    guard let first, first > 0 else { return first == nil ? 1 : nil }
    return Binomial.bisect {
      Binomial(trials: instances, probability: $0).atMost(first - 1) >= FalseAlarm.power
    }
  }

  /// The first number of events with a property that, once true, stays true; nil when none has it.
  private func firstCount(where condition: (Int) -> Bool) -> Int? {
    var (low, high) = (0, instances + 1)
    while low < high {
      let middle = (low + high) / 2
      if middle > instances || condition(middle) { high = middle } else { low = middle + 1 }
    }
    return low <= instances ? low : nil
  }
}
