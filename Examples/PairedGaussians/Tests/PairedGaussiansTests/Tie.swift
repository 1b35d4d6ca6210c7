import TheoremTesting

/// One signal and one noise that are tied, and a direction between their coordinates.
struct Tie: Sendable {
  let signal: SpikedPair.Signal
  let noise: (x: Estimate, y: Estimate)
  let angle: Estimate

  /// The squared correlation of the signal, and that of the direction with the same one in y, where the noise has the same.
  var correlations: (Estimate, Estimate) {
    let (x, y) = (signal.spike + signal.noiseX, signal.spike + signal.noiseY)
    let squared = signal.spike.squared / (x * y)
    let tied = (squared * noise.x * noise.y).squareRoot()
    let (a, b) = (direction(x, noise.x), direction(y, noise.y))
    let covariance = a.0 * b.0 * signal.spike + a.1 * b.1 * tied
    let variances = (a.0.squared * x + a.1.squared * noise.x) * (b.0.squared * y + b.1.squared * noise.y)
    return (squared, covariance.squared / variances)
  }

  /// What the signal's coordinate in x explains of the variance of y, and what the direction does, where the noise's explains as much.
  var explained: (Estimate, Estimate) {
    let x = signal.spike + signal.noiseX
    let explained = signal.spike.squared / x
    let tied = (explained * noise.x).squareRoot()
    let a = direction(x, noise.x)
    let variance = a.0.squared * x + a.1.squared * noise.x
    return (explained, ((a.0 * signal.spike).squared + (a.1 * tied).squared) / variance)
  }

  private func direction(_ x: Estimate, _ noise: Estimate) -> (Estimate, Estimate) {
    (.cos(angle) / x.squareRoot(), .sin(angle) / noise.squareRoot())
  }
}

extension Family<Tie> {
  static let ties = Family<SpikedPair>.spikedPairs.map("ties") { pair, draw in
    Tie(
      signal: pair.signals[0], noise: (pair.noises[0].x, pair.noises[0].y),
      angle: Estimate(exactly: draw.real("angle", in: 0...3)))
  }
}
