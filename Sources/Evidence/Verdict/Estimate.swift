/// A computed number and what it may be wrong by.
public struct Estimate: Sendable, Equatable {
  public var value: Double
  /// In the unit of the value.
  public var budget: ErrorBudget

  public init(_ value: Double, budget: ErrorBudget) {
    self.value = value
    self.budget = budget
  }
}
