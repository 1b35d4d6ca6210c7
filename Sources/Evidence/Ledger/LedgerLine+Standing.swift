extension LedgerLine {
  /// What tells which of two instances a line shows.
  package struct Standing {
    fileprivate let outcome: Verdict.Outcome
    fileprivate let margin: Double
    fileprivate let sharpness: Double
    fileprivate let index: Int

    package init(_ worst: Worst) {
      outcome = worst.outcome
      // Not known is the worst of errors.
      (margin, sharpness) = (worst.margin ?? .infinity, worst.sharpness ?? .infinity)
      index = worst.index ?? -1
    }

    package init(_ verdict: Verdict, index: Int?) {
      outcome = verdict.outcome
      margin = verdict.margin.flatMap { $0.isFinite ? $0 : nil } ?? .infinity
      sharpness = verdict.sharpness.isFinite ? verdict.sharpness : .infinity
      self.index = index ?? -1
    }
  }

  /// Whether the line shows one instance rather than another; of two that are equally bad, the one with the smaller number.
  package func shows(_ a: Standing, before b: Standing) -> Bool {
    // Of known counterexamples the smallest violation is shown, else the largest.
    let sign = claim == .counterexample && !isSearch ? -1 : 1
    if a.outcome != b.outcome { return sign * a.outcome.severity > sign * b.outcome.severity }
    if a.margin != b.margin { return sign > 0 ? a.margin < b.margin : a.margin > b.margin }
    return a.sharpness != b.sharpness ? a.sharpness > b.sharpness : a.index < b.index
  }
}
