import Foundation

/// The claim that a quantity grows like a power of a size, told apart from neighbouring powers.
///
/// A slope is that of log(quantity) on log(size) by least squares: one for each independent repetition. The claim is on their
/// median, see ``medianInterval(_:miss:)``.
package struct SlopeClaim: Sendable, Equatable {
  /// The claimed power.
  package let rate: Double
  /// The next powers below and above that the data must exclude.
  package let neighbours: ClosedRange<Double>

  /// - Parameters:
  ///   - rate: the claimed power.
  ///   - neighbours: with the rate strictly between its ends.
  /// - Throws: ``ParameterError``.
  package init(rate: Double, neighbours: ClosedRange<Double>) throws(ParameterError) {
    guard neighbours.lowerBound < rate && rate < neighbours.upperBound else {
      throw ParameterError(
        "neighbours", found: neighbours, expected: "one below and one above the rate \(rate)")
    }
    (self.rate, self.neighbours) = (rate, neighbours)
  }

  /// The slopes that are nearer to the claimed rate than to either neighbour.
  package var band: ClosedRange<Double> {
    (rate + neighbours.lowerBound) / 2...(rate + neighbours.upperBound) / 2
  }

  /// Holds when the interval lies in the band, refuted when it lies outside. The margins are relative to the way from the rate to
  /// the nearer edge.
  package func verdict(_ interval: ClosedRange<Double>) -> Verdict {
    let width = interval.upperBound - interval.lowerBound
    let median = Estimate(
      interval.lowerBound + width / 2, budget: .proved([.statistical: width / 2 + width.ulp]))
    let scale = min(band.upperBound - rate, rate - band.lowerBound)
    return Verdict.less(median, than: Estimate(exactly: band.upperBound), scale: scale)
      .and(.less(Estimate(exactly: band.lowerBound), than: median, scale: scale))
  }

  /// The interval that the errors of the quantities leave for the slope of log(quantity) on log(size) by least squares;
  /// nil when a quantity is not certainly positive and finite.
  /// - Parameter quantities: at least two sizes, more than 0, each with the estimate there.
  package static func slope(
    _ quantities: [(size: Double, estimate: Estimate)]
  ) -> ClosedRange<Double>? {
    let sizes = quantities.map { log($0.size) }
    let mean = sizes.reduce(0, +) / Double(sizes.count)
    let spread = sizes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard spread > 0 else { return nil }
    var (lower, upper) = (0.0, 0.0)
    for (size, quantity) in zip(sizes, quantities.map(\.estimate)) {
      let weight = (size - mean) / spread
      let error = quantity.budget.total
      guard quantity.value - error > 0, (quantity.value + error).isFinite else { return nil }
      let ends = [log(quantity.value - error), log(quantity.value + error)].map { weight * $0 }
      lower += min(ends[0], ends[1])
      upper += max(ends[0], ends[1])
    }
    return lower...upper
  }
}
