import TheoremTesting

/// Let all noise covariances of a spiked pair (G3) grow together. The largest that alignment bears is √(max γ̃_y / min(κ² + γ_y)) times the
/// largest that prediction bears, from x.
@Suite(.theorem(.disproved))
struct `G5 One ratio of thresholds` {
  @Test func `half of it where two signals differ`() throws {
    try counterexample(
      of: .spikedPairs,
      known: [
        [
          "signals": 2, "spike": [1, 4], "noise of x over the spike": [0, 0],
          "noise of y over the spike": [0, 3],
          "noises": 1, "noise of x": 1, "noise of y": 1, "noise correlation": 0.5,
          "axes of x": [[0, 0, 0], [0, 0], [0]],
          "axes of y": [[0, 0, 0], [0, 0], [0]],
        ]
      ]
    ) { .equal($0.ratio, $0.simpleRatio) }
  }

  @Test func `never more`() throws {
    try upperBound(.spikedPairs, attaining: 0.999) { ($0.ratio, bound: $0.simpleRatio) }
  }

  @Test func `equal for signals and noises that are alike`() throws {
    try identity(.spikedPairs) { ($0.alike.ratio, $0.alike.simpleRatio) }
  }
}

extension SpikedPair {
  /// The factor by which alignment bears larger noise covariances than these, over that by which prediction does.
  fileprivate var ratio: Estimate { correlations.leastOverLargest / predictions.leastOverLargest }

  /// All signals as the first, all noise as the first.
  fileprivate var alike: SpikedPair {
    var pair = self
    (pair.signals, pair.noises) = (signals.map { _ in signals[0] }, noises.map { _ in noises[0] })
    return pair
  }
}
