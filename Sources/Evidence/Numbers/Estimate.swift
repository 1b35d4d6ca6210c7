/// A computed number and what it may be wrong by.
///
/// Arithmetic carries the errors along, each term with its source and grade, and adds what its own rounding did: a formula
/// that is written with estimates needs no error analysis by hand.
///
///     let x: Estimate = 0.1, y = x * x - 2 * x + 1  // y.budget is the rounding of four operations
public struct Estimate: Sendable, Equatable {
  public var value: Double
  /// In the unit of the value.
  public var budget: ErrorBudget

  /// A number and what it may be wrong by.
  ///
  ///     let integral = Estimate(0.7468, budget: ErrorBudget([.integration: 1e-4]))
  public init(_ value: Double, budget: ErrorBudget) {
    self.value = value
    self.budget = budget
  }

  /// A number without error, as one that was drawn.
  ///
  ///     let slope = Estimate(exactly: draw.normal("slope"))
  public init(exactly value: Double) { self.init(value, budget: .exact) }

  /// π, within half an ulp.
  ///
  ///     let degrees = 180 * x / .pi
  public static let pi = Estimate(.pi, budget: .proved([.rounding: 0x1.2p-53]))

  /// All numbers that the true one may be; unbounded where nothing is known.
  ///
  ///     let known = (x * y).interval
  public var interval: Interval { Interval(midpoint: value, radius: budget.total) }
}

extension Estimate: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The double that the literal reads as: 0.1 is not a tenth.
  public init(floatLiteral value: Double) { self.init(exactly: value) }

  public init(integerLiteral value: Int) { self.init(exactly: Double(value)) }
}
