import Evidence

extension LedgerLine {
  /// A line that holds.
  static func sample(
    _ claim: Claim = .universal, property: String = "a property", planned: Int = 1, instance: String = "{}"
  ) -> LedgerLine {
    var line = LedgerLine(
      theorem: "T10", title: "A sample", status: .proved, property: property, claim: claim, planned: planned)
    line.instances = 1
    line.worst = .init(
      .vanishes(measured: 1, budget: ErrorBudget([.rounding: 2]), resolution: 3), index: 0, instance: instance
    )
    line.judge()
    return line
  }
}
