import Synchronization

@testable import TheoremTesting

/// Expects that a planted statement fails once, with a text, or throws an error with it. The failure is heard here and is
/// no issue of the test.
func planted(
  _ reason: String, sourceLocation: SourceLocation = #_sourceLocation, _ statement: () throws -> Void
) throws {
  let heard = Mutex<[String]>([])
  do {
    try Failure.$report.withValue({ failure in heard.withLock { $0.append(failure.text) } }) {
      try statement()
    }
  } catch {
    heard.withLock { $0.append("\(error)") }
  }
  let failures = heard.withLock(\.self)
  #expect(
    failures.count == 1 && failures.allSatisfy { $0.contains(reason) },
    "expected one failure with \"\(reason)\", found \(failures)", sourceLocation: sourceLocation)
}

extension Family<Double> {
  /// Numbers from 0 to 1.
  static let unit = Family("uniform numbers") { $0.real("number", in: 0...1) }
}

/// "The number is zero", to a rounding error of `error`.
func isZero(_ number: Double, error: Double = 1e-9) -> Verdict {
  .vanishes(measured: number, budget: ErrorBudget([.rounding: error]))
}

/// A number that is known to a relative rounding error.
func rounded(_ value: Double, relative error: Double = 1e-12) -> Estimate {
  Estimate(value, budget: ErrorBudget([.rounding: error * value.magnitude]))
}
