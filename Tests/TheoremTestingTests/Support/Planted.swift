import Foundation
import TheoremTesting

@testable import TheoremTesting

/// Expects that a planted statement fails with an issue that contains a text, and with no other.
func planted(
  _ reason: String, sourceLocation: SourceLocation = #_sourceLocation, _ statement: () throws -> Void
) throws {
  try withKnownIssue(sourceLocation: sourceLocation) {
    try statement()
  } matching: { issue in
    (issue.comments.map(\.rawValue) + [issue.error.map { "\($0)" } ?? ""]).contains { $0.contains(reason) }
  }
}

extension Family<Double> {
  /// Numbers from 0 to 1.
  static let unit = Family("uniform numbers") { $0.uniform() }
}

/// "The number is zero", to a rounding error of `error`.
func isZero(_ number: Double, error: Double = 1e-9) -> Verdict {
  .vanishes(measured: number, budget: ErrorBudget([.rounding: error]))
}

/// A number that is known to a relative rounding error.
func rounded(_ value: Double, relative error: Double = 1e-12) -> Estimate {
  Estimate(value, budget: ErrorBudget([.rounding: error * value.magnitude]))
}
