import TheoremTesting

/// Two views x and y of k signals, each beside noise: in orthonormal coordinates of each view the signals' come first, with the variance
/// κ² + γ, then those of noise, with the variance γ̃. Between the views a signal has the covariance κ², noise of a number has η.
struct SpikedPair: Sendable {
  struct Signal: Sendable {
    /// κ², γ_x and γ_y.
    let spike, noiseX, noiseY: Estimate
  }

  struct Noise: Sendable {
    /// γ̃_x, γ̃_y and η.
    let x, y, covariance: Estimate
  }

  var signals: [Signal]
  var noises: [Noise]
  /// The directions of the coordinates of each view, one a column.
  var axes: (x: Matrix, y: Matrix)
  /// The correlation between any two signals.
  var signalCorrelation = 0.0
  /// How much of the first noise in x is also in the first signal's coordinate.
  var leak = 0.0
  /// How many times as large the noise in y is.
  var stretch = 1.0

  /// The canonical correlations: κ²/√((κ² + γ_x)(κ² + γ_y)) of the signals, |η|/√(γ̃_x γ̃_y) of the noise.
  var correlations: SpikedValues {
    SpikedValues(
      signals: signals.map { $0.spike / (($0.spike + $0.noiseX) * ($0.spike + $0.noiseY)).squareRoot() },
      noises: noises.map { $0.covariance.magnitude / ($0.x * $0.y).squareRoot() })
  }

  /// What the coordinates of x predict of y: κ²/√(κ² + γ_x) the signals, |η|/√γ̃_x the noise.
  var predictions: SpikedValues {
    SpikedValues(
      signals: signals.map { $0.spike / ($0.spike + $0.noiseX).squareRoot() },
      noises: noises.map { $0.covariance.magnitude / $0.x.squareRoot() })
  }

  /// √(max γ̃_y / min (κ² + γ_y)).
  var simpleRatio: Estimate {
    let values = SpikedValues(signals: signals.map { $0.spike + $0.noiseY }, noises: noises.map(\.y))
    return (1 / values.leastOverLargest).squareRoot()
  }

  /// The views the other way round.
  var swapped: SpikedPair {
    var pair = self
    pair.signals = signals.map { Signal(spike: $0.spike, noiseX: $0.noiseY, noiseY: $0.noiseX) }
    pair.noises = noises.map { Noise(x: $0.y, y: $0.x, covariance: $0.covariance) }
    pair.axes = (axes.y, axes.x)
    return pair
  }

  func with(signalCorrelation: Double = 0, leak: Double = 0, stretch: Double = 1) -> SpikedPair {
    var pair = self
    (pair.signalCorrelation, pair.leak, pair.stretch) = (signalCorrelation, leak, stretch)
    return pair
  }
}

/// A positive number for each signal, and one for each noise.
struct SpikedValues: Sendable {
  let signals: [Estimate]
  let noises: [Estimate]

  /// The least of the signals' over the largest of the noise's.
  var leastOverLargest: Estimate {
    signals.dropFirst().reduce(signals[0], Estimate.minimum) / noises.reduce(0, Estimate.maximum)
  }

  /// How far the largest, as many as there are signals, are apart from the others: 0 where there is a choice.
  var gap: Double {
    let all = (signals + noises).map(\.value).sorted(by: >)
    return all[signals.count - 1] - all[signals.count]
  }
}
