/// What a computed number may be wrong by, source by source. All terms have the unit of the number they bound.
public struct ErrorBudget: Sendable, Equatable {
  /// Where an error comes from.
  public enum Source: String, Sendable, CaseIterable, Codable {
    /// Distance of the computed minimiser from the true one.
    case certificate
    /// Truncation error of an integral.
    case integration
    /// Floating-point rounding, with the condition number where it amplifies.
    case rounding
    /// Sampling error, an interval at a stated confidence.
    case statistical
  }

  /// The terms, each at least 0; a source that is absent contributes nothing.
  public private(set) var terms: [Source: Double]

  public init(_ terms: [Source: Double] = [:]) { self.terms = terms }

  /// The bound that the budget computes: the sum of its terms. NaN if a term is NaN or negative, because a
  /// broken term must not look like a small one.
  public var total: Double {
    Source.allCases.reduce(0) { sum, source in
      let term = terms[source] ?? 0
      return term >= 0 ? sum + term : .nan
    }
  }

  /// The share of each term in the total, in [0, 1]; empty when the total is zero or not finite.
  public var shares: [Source: Double] {
    let total = total
    guard total > 0, total.isFinite else { return [:] }
    return terms.mapValues { $0 / total }
  }

  /// Every term multiplied by a factor, as when a number is divided by a norm.
  public func scaled(by factor: Double) -> ErrorBudget { ErrorBudget(terms.mapValues { $0 * factor }) }

  /// The budget of a sum of two numbers.
  public static func + (a: ErrorBudget, b: ErrorBudget) -> ErrorBudget {
    ErrorBudget(a.terms.merging(b.terms, uniquingKeysWith: +))
  }
}

extension ErrorBudget: CustomStringConvertible {
  /// The total and its terms, as in "3.1e-12 (certificate 3.0e-12, rounding 1.0e-13)".
  public var description: String {
    let parts = Source.allCases.compactMap { source in
      terms[source].map { "\(source.rawValue) \(shortDecimal($0))" }
    }
    return "\(shortDecimal(total)) (\(parts.joined(separator: ", ")))"
  }
}
