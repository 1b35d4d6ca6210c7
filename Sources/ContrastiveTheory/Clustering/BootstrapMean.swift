import RandomNumbers

/// The mean of a few numbers and a bootstrap interval for it.
///
/// The interval holds the middle 95% of the means of as many numbers drawn from these with replacement (Efron's percentile
/// method). It is no bound: its coverage is about 95% for many numbers, and less for a few.
public struct BootstrapMean: Sendable, Equatable {
  /// The part of the resampled means that the interval holds.
  public static let confidence = 0.95
  /// How often the numbers are drawn again.
  public static let resamples = 2000

  public let mean: Double
  public let interval: ClosedRange<Double>

  /// Resamples; O(2000 n).
  /// - Parameters:
  ///   - values: at least one, finite.
  ///   - key: fixes what is drawn. Numbers of the same units (splits, say) with the same key are drawn together.
  public init(of values: [Double], key: UInt64 = 0) {
    precondition(!values.isEmpty, "a mean needs numbers")
    var generator = CounterBasedGenerator(key: key, stream: 0xb007)
    let n = values.count
    let means = (0..<Self.resamples).map { _ in
      (0..<n).reduce(0.0) { sum, _ in sum + values[generator.integer(in: 0...(n - 1))] } / Double(n)
    }.sorted()
    // So many means lie beyond either end.
    let beyond = Int((Double(Self.resamples) * (1 - Self.confidence) / 2).rounded(.down))
    mean = values.reduce(0, +) / Double(n)
    interval = means[beyond]...means[Self.resamples - 1 - beyond]
  }
}
