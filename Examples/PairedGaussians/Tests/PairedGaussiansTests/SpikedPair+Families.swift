import TheoremTesting

extension Family<SpikedPair> {
  static let spikedPairs = pairs("spiked pairs")

  /// Those for which the method has no choice, around the threshold.
  static let alignedPairs = pairsAroundThreshold(of: .alignment)
  static let predictedPairs = pairsAroundThreshold(of: .prediction)

  /// Several signals beside weak noise: most are above the threshold.
  static let strongAlignedPairs = strongPairs(for: .alignment)
  static let strongPredictedPairs = strongPairs(for: .prediction)

  private static func pairsAroundThreshold(of method: SpikedPair.Method) -> Family {
    spikedPairs.untied(for: method)
      .covering("above the threshold", 0.2) { $0.values(of: method).leastOverLargest.value > 1 }
      .covering("below it", 0.2) { $0.values(of: method).leastOverLargest.value < 1 }
      .covering("near it", 0.1) { abs($0.values(of: method).leastOverLargest.value - 1) < 0.2 }
  }

  private static func strongPairs(for method: SpikedPair.Method) -> Family {
    pairs("signals beside weak noise", signals: 2...3, noiseCorrelation: 0.2).untied(for: method)
      .covering("above the threshold", 0.5) { $0.values(of: method).leastOverLargest.value > 1 }
  }

  private func untied(for method: SpikedPair.Method) -> Family {
    assuming("no tie") { $0.values(of: method).gap > 0.001 }
  }

  private static func pairs(
    _ name: String, signals count: ClosedRange<Int> = 1...3, noiseCorrelation largest: Double = 0.8
  ) -> Family {
    Family(name) { draw in
      let signals = (0..<draw.integer("signals", in: count)).map { _ in
        let spike = draw.logarithmic("spike", in: 0.3...4)
        return SpikedPair.Signal(
          spike: Estimate(exactly: spike),
          noiseX: Estimate(exactly: spike * draw.real("noise of x over the spike", in: 0...3, atEnds: 0.2)),
          noiseY: Estimate(exactly: spike * draw.real("noise of y over the spike", in: 0...3, atEnds: 0.2)))
      }
      let noises = (0..<draw.integer("noises", in: 1...4)).map { _ in
        let (x, y) = (
          draw.logarithmic("noise of x", in: 0.1...10), draw.logarithmic("noise of y", in: 0.1...10)
        )
        let correlation = draw.real("noise correlation", in: -largest...largest)
        return SpikedPair.Noise(
          x: Estimate(exactly: x), y: Estimate(exactly: y),
          covariance: Estimate(exactly: correlation * (x * y).squareRoot()))
      }
      let dimension = signals.count + noises.count
      return SpikedPair(
        signals: signals, noises: noises,
        axes: (
          draw.orthonormal("axes of x", rows: dimension, columns: dimension),
          draw.orthonormal("axes of y", rows: dimension, columns: dimension)
        ))
    }
    .assuming("uncorrelated signals") { $0.signalCorrelation == 0 || $0.signals.count == 1 }
    .assuming("noise apart from the signals") { $0.leak == 0 }
    .assuming("noise of y in orthonormal coordinates") { $0.stretch == 1 }
  }
}
