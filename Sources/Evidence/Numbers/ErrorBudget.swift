/// What a computed number may be wrong by, term by term; all terms have the unit of the number.
///
/// A budget without terms is not a budget of zero: nothing is known of the error, and no verdict comes of it.
///
///     let budget = ErrorBudget([.rounding: 1e-12])  // an author's word, kept with file and line
public struct ErrorBudget: Sendable, Equatable {
  /// Where an error comes from.
  public enum Source: String, Sendable, CaseIterable, Codable, Comparable {
    /// Distance of the computed minimiser from the true one.
    case certificate
    /// Truncation error of an integral.
    case integration
    /// Floating-point rounding, with the condition number where it amplifies.
    case rounding
    /// Sampling error, an interval at a stated confidence.
    case statistical

    public static func < (a: Source, b: Source) -> Bool { a.rawValue < b.rawValue }
  }

  /// A part of the error.
  public struct Term: Sendable, Equatable {
    public let source: Source
    public let grade: Grade
    /// At least 0.
    public let bound: Double
  }

  /// By source and grade, each pair once.
  public private(set) var terms: [Term]

  private init(terms: [Term]) { self.terms = terms }

  /// Terms that the author of the line asserts.
  ///
  ///     let measured = Estimate(9.81, budget: ErrorBudget([.statistical: 0.02]))
  /// - Parameters:
  ///   - terms: each at least 0.
  ///   - file: leave it out.
  ///   - line: leave it out.
  public init(_ terms: [Source: Double], file: String = #fileID, line: Int = #line) {
    self.init(terms, grade: .asserted(file: file, line: line))
  }

  /// Terms of one grade.
  package init(_ terms: [Source: Double], grade: Grade) {
    // What is below zero bounds nothing, and takes nothing off another bound.
    self.terms = terms.sorted { $0.key < $1.key }
      .map { Term(source: $0.key, grade: grade, bound: $0.value < 0 ? .nan : $0.value) }
  }

  /// Nothing is known of the error.
  ///
  ///     let unknown = Estimate(9.81, budget: ErrorBudget())  // decides nothing
  public init() { terms = [] }

  /// Terms that a theorem bounds (Proofs).
  package static func proved(_ terms: [Source: Double]) -> ErrorBudget { ErrorBudget(terms, grade: .proved) }

  /// Terms of a computation of the library of which no proof is at hand: what rounding and integrals do is bounded by customary
  /// constants or observed differences.
  package static func computed(_ terms: [Source: Double]) -> ErrorBudget {
    ErrorBudget(terms, grade: .estimated)
  }

  /// No error at all, as of a number that was drawn.
  ///
  ///     let given = Estimate(0.5, budget: .exact)
  public static let exact = ErrorBudget.proved([.rounding: 0])

  /// The bound that the budget computes: the sum of its terms, rounded up. NaN if a term is NaN or negative, because a
  /// broken term must not look like a small one, and without terms.
  ///
  ///     let total = (x * x).budget.total
  public var total: Double {
    guard !terms.isEmpty else { return .nan }
    return terms.reduce(0) { $1.bound >= 0 ? RoundedUp.sum($0, $1.bound) : .nan }
  }

  /// The sum of the terms, rounded down.
  var least: Double { terms.reduce(0) { RoundedDown.sum($0, $1.bound) } }

  /// The weakest grade of a term that is not zero.
  ///
  ///     let grade = ErrorBudget([.rounding: 1e-12]).grade  // asserted, here
  public var grade: Grade { terms.reduce(.proved) { $1.bound == 0 ? $0 : max($0, $1.grade) } }

  /// The part of a source.
  ///
  ///     let rounding = (x * x).budget[.rounding]
  public subscript(source: Source) -> Double {
    terms.reduce(0) { $1.source == source ? RoundedUp.sum($0, $1.bound) : $0 }
  }

  /// The share of each source in the total, in [0, 1]; empty when the total is zero or not finite.
  ///
  ///     let shares = ErrorBudget([.rounding: 1, .statistical: 3]).shares  // .25 and .75
  public var shares: [Source: Double] {
    let total = total
    guard total > 0, total.isFinite else { return [:] }
    return terms.reduce(into: [:]) { $0[$1.source, default: 0] += $1.bound / total }
  }

  /// Every term multiplied by the size of a factor, as when a number is divided by a norm; rounded up.
  ///
  ///     let halved = ErrorBudget([.rounding: 1e-12]).scaled(by: 0.5)
  public func scaled(by factor: Double) -> ErrorBudget {
    // Nothing times what is not known is not known.
    mapped { factor.isFinite ? RoundedUp.product($0, factor.magnitude) : .infinity }
  }

  /// Every term in another unit, rounded up.
  /// - Parameter unit: more than 0.
  func divided(by unit: Double) -> ErrorBudget { mapped { RoundedUp.quotient($0, unit) } }

  private func mapped(_ change: (Double) -> Double) -> ErrorBudget {
    ErrorBudget(terms: terms.map { Term(source: $0.source, grade: $0.grade, bound: change($0.bound)) })
  }

  /// Whether a part of it is that of a sample, as a bound that holds but for a small probability.
  package var isSampled: Bool { terms.contains { $0.source == .statistical && $0.grade == .proved } }

  /// The budget of a sum of two numbers: known only where both are.
  ///
  ///     let both = x.budget + y.budget
  public static func + (a: ErrorBudget, b: ErrorBudget) -> ErrorBudget {
    guard !a.terms.isEmpty, !b.terms.isEmpty else { return ErrorBudget() }
    return a.adding(b.terms)
  }

  /// The budget with a rounding error that the library knows.
  func rounded(by error: Double) -> ErrorBudget {
    guard !terms.isEmpty, error != 0 else { return self }
    return adding([Term(source: .rounding, grade: .proved, bound: error)])
  }

  private func adding(_ others: [Term]) -> ErrorBudget {
    var sum = terms
    for term in others {
      if let index = sum.firstIndex(where: { $0.source == term.source && $0.grade == term.grade }) {
        let bound = RoundedUp.sum(sum[index].bound, term.bound)
        sum[index] = Term(source: term.source, grade: term.grade, bound: bound)
      } else {
        sum.append(term)
        sum.sort { ($0.source, $0.grade) < ($1.source, $1.grade) }
      }
    }
    return ErrorBudget(terms: sum)
  }
}

extension ErrorBudget: CustomStringConvertible {
  /// The total and its sources, as in "3.1e-12 (certificate 3.0e-12, rounding 1.0e-13)".
  public var description: String {
    guard !terms.isEmpty else { return "unknown" }
    let sources = Set(terms.map(\.source)).sorted()
    let parts = sources.map { "\($0.rawValue) \(boundDecimal(self[$0]))" }
    return "\(boundDecimal(total)) (\(parts.joined(separator: ", ")))"
  }
}
