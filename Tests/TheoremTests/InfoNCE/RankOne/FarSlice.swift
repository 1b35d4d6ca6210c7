import TheoremTesting

/// A slice of three components in the limit of means far apart: to an encoder of one row they are three numbers without noise
/// (Proofs/T18, S1).
struct FarSlice: Sendable {
  /// In proportion to the weights, above 0.
  var weights: [Double]
  /// Not centred.
  var scores: [Double]

  /// δ at which the row is critical, and F in units of δV: above zero where no second row is of use.
  var critical: (bias: Interval, secondRow: Interval) {
    let total = weights.reduce(0) { $0 + Interval($1) }
    let w = weights.map { Interval($0) / total }
    let a = centred(scores.map { Interval($0) }, w)
    let gaps = [a[2] - a[1], a[0] - a[2], a[1] - a[0]]
    let variance = mean(zip(a, a).map(*), w)
    // Σ w b² is that of a.
    let skew = zip(gaps, w).map(/)
    let size = (variance / mean(zip(skew, skew).map(*), w)).squareRoot()
    let b = skew.map { size * $0 }

    let posteriors = a.map { t in
      zip(w, a).map { weight, own in weight / mean(a.map { .exp(($0 - own) * t) }, w) }
    }
    /// xᵀPy.
    func posterior(_ x: [Interval], _ y: [Interval]) -> Interval {
      mean(zip(x, posteriors).map { $0 * mean(y, $1) }, w)
    }
    /// xᵀRy.
    func spread(_ x: [Interval], _ y: [Interval]) -> Interval {
      mean(posteriors.map { p in mean(zip(centred(x, p), centred(y, p)).map(*), p) }, w)
    }
    let turn = (posterior(a, b) + posterior(b, a)) / 2
    let lean = 2 * turn / (variance + spread(a, a))
    let pull = posterior(a, a)
    return (pull / variance, (lean * (lean - spread(a, b)) + posterior(b, b)) / pull - 1)
  }
}

private func mean(_ x: [Interval], _ weights: [Interval]) -> Interval {
  zip(x, weights).reduce(0) { $0 + $1.0 * $1.1 }
}

private func centred(_ x: [Interval], _ weights: [Interval]) -> [Interval] {
  let mean = mean(x, weights)
  return x.map { $0 - mean }
}
