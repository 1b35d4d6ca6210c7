import TheoremTesting

extension Estimate {
  /// What interval arithmetic knows of a number.
  init(_ enclosure: Interval) {
    self.init(enclosure.midpoint, budget: .proved([.rounding: enclosure.radius]))
  }
}
