import MixtureFamilies
import TheoremTesting

extension Verdict {
  /// "a ≤ b", where what holds is as near to a violation as a to b, and a violation is as large as a − b beside its error.
  ///
  /// For twins: a number that should be at most b, and is not, need not be ten times as large.
  /// - Parameter scale: the size of the terms that both are made of, more than 0, which the error is relative to.
  static func ordered(_ a: Estimate, _ b: Estimate, scale: Double) -> Verdict {
    let budget = a.budget + b.budget
    let order = Verdict.atMost(a.value, b.value, scale: scale, budget: budget)
    let excess = a.value - b.value
    guard excess > 0 else { return order }
    return order.and(.vanishes(measured: excess / scale, budget: budget.scaled(by: 1 / scale)))
  }
}
