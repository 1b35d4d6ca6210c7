/// What a computation says of a statement: it holds, it is refuted, or the computation is not sharp enough to tell.
///
/// Never a Bool. A verdict carries one signed ``margin``, in units of a scale that is computed from what was compared, and its
/// ``sharpness``, the largest error in the same unit; what cannot be compared is inconclusive, never `holds`.
///
///     Verdict.atMost(x * y, (x * x + y * y) / 2)  // for estimates x and y
public struct Verdict: Sendable, Equatable {
  /// What a verdict comes to.
  ///
  ///     let decided = Verdict.less(1, than: 2).outcome != .inconclusive  // true
  public enum Outcome: String, Sendable, Codable {
    case holds, refuted, inconclusive

    /// 0 for what holds, larger for what speaks more against the statement.
    package var severity: Int {
      switch self {
      case .holds: 0
      case .inconclusive: 1
      case .refuted: 2
      }
    }
  }

  /// The largest error that still says something of an equality, or of an inequality that is attained, in units of the scale: the
  /// resolution that a property declares, a millionth where it declares none.
  ///
  /// It decides between `holds` and `inconclusive` and enters no margin, so that a fat error budget never buys a pass and a
  /// fine one never costs one.
  ///
  ///     let coarse = Verdict.equal(1, Estimate(1, budget: ErrorBudget([.statistical: 0.01])), resolution: 0.05)
  @TaskLocal public static var resolution = 1e-6

  public let outcome: Outcome
  /// By how much the statement holds beyond every error, in units of the scale: more than 0 where an inequality certainly holds
  /// strictly, less than 0 where the statement is certainly false, 0 where the errors do not tell; nil for an equality that
  /// is not refuted, which has none. Shrinking keeps it, and search lowers it.
  public let margin: Double?
  /// The difference that was compared, at face value and with its error, in units of the scale; NaN where nothing was.
  public let difference: Estimate
  /// How well the errors are founded.
  public let grade: Grade
  /// In words, why the outcome is what it is, where the numbers alone do not tell.
  public private(set) var reason: String?

  /// Of each comparison, how near it comes to a violation at face value, in units of its scale: above 0 by how much an inequality
  /// is violated, and by how much the sides of an equality differ. What a search climbs, one after another.
  package let clauses: [Double]
  /// The difference at face value in its own unit: what tells instances apart that all are, in the scale of what was compared, alike.
  package let unscaled: Double
  /// Whether zeros alone were compared, as the sums of nothing are.
  package private(set) var isOfZeros = false
  /// Whether the statement is true, or is false, beyond every error: an equality that holds to within one is not.
  private let isCertain: Bool
  /// The coarsest resolution by which one of the comparisons holds, but not certainly; 0 for none.
  package private(set) var usedResolution = 0.0
  /// How many of the comparisons rest on a sample, whose bound is one but for the probability of a sampled check.
  package let samples: Int

  /// The largest error of what was compared, in units of the scale: an equality holds to within it. NaN where it is not known.
  public var sharpness: Double { difference.budget.total }

  /// Of a bound that holds, the part of it that the number certainly reaches; nil where there is none.
  package var attained: Double? {
    outcome == .holds && margin != nil ? 1 - difference.value - sharpness : nil
  }

  private init(
    _ outcome: Outcome, margin: Double?, isCertain: Bool, samples: Int, difference: Estimate,
    unscaled: Double, grade: Grade, reason: String?, clauses: [Double]
  ) {
    (self.outcome, self.margin, self.isCertain, self.samples) = (outcome, margin, isCertain, samples)
    (self.difference, self.unscaled, self.clauses) = (difference, unscaled, clauses)
    (self.grade, self.reason) = (grade, reason)
  }

  private enum Comparison { case equal, less, atMost }

  /// - Parameters:
  ///   - difference: of an equality; how far an inequality holds.
  ///   - budget: what the difference may be wrong by.
  ///   - scale: more than 0; both are measured in it.
  private init(
    _ comparison: Comparison, difference: Double, budget: ErrorBudget, scale: Double, resolution: Double
  ) {
    // Told in the scale; what is larger than its error is so in any.
    let (x, least) = (difference / scale, budget.total)
    let budget = scale > 0 ? budget.divided(by: scale) : budget
    let error = budget.total
    var (outcome, margin, reason): (Outcome, Double?, String?) = (.inconclusive, nil, nil)
    if scale <= 0 {
      reason = "found the scale \(shortDecimal(scale)), expected one above 0"
    } else if !(x.isFinite && error.isFinite && scale.isFinite) {
      reason =
        budget.terms.isEmpty
        ? "nothing is known of the error" : "what was compared, or its error, is not a finite number"
    } else if comparison == .equal ? difference.magnitude > least : difference < -least {
      (outcome, margin) = (.refuted, (least - difference.magnitude) / scale)
    } else if comparison != .equal, difference > least {
      (outcome, margin) = (.holds, (difference - least) / scale)
    } else {
      margin = comparison == .equal ? nil : 0
      if comparison == .less {
        reason = "the difference \(shortDecimal(x)) is not larger than its error \(boundDecimal(error))"
      } else if error <= resolution {
        outcome = .holds
      } else {
        reason = "the error \(boundDecimal(error)) is larger than the resolution \(shortDecimal(resolution))"
      }
    }
    self.init(
      outcome, margin: margin,
      isCertain: outcome == .refuted || outcome == .holds && comparison != .equal && difference > least,
      samples: budget.isSampled ? 1 : 0, difference: Estimate(x, budget: budget), unscaled: difference,
      grade: budget.grade, reason: reason, clauses: [comparison == .equal ? x.magnitude : -x])
    if outcome == .holds, !isCertain { usedResolution = resolution }
  }

  /// "a = b": refuted where they differ by more than their errors; holds, to within these, where they are at most the resolution.
  ///
  ///     let root = Estimate(exactly: 2).squareRoot()
  ///     let verdict = Verdict.equal(root * root, 2)  // holds, to within 4e-16
  /// - Parameters:
  ///   - a: the number by one route.
  ///   - b: the number by the other.
  ///   - scale: the size of what the numbers are made of, more than 0; nil takes the larger of the two.
  ///   - resolution: the largest error that still says something, in units of the scale.
  public static func equal(
    _ a: Estimate, _ b: Estimate, scale: Double? = nil, resolution: Double = Verdict.resolution
  ) -> Verdict {
    compare(.equal, a, b, scale, resolution)
  }

  /// "a ≤ b": as an equality where the errors do not tell which is the larger.
  ///
  ///     let verdict = Verdict.atMost(x * y, (x * x + y * y) / 2)
  /// - Parameters: as for ``equal(_:_:scale:resolution:)``.
  public static func atMost(
    _ a: Estimate, _ b: Estimate, scale: Double? = nil, resolution: Double = Verdict.resolution
  ) -> Verdict {
    compare(.atMost, a, b, scale, resolution)
  }

  /// "a < b": inconclusive where the errors do not tell which is the larger.
  ///
  ///     let verdict = Verdict.less(Estimate.exp(-x.squared), than: 2)  // holds, margin 0.5 and more
  /// - Parameters: as for ``equal(_:_:scale:resolution:)``.
  public static func less(_ a: Estimate, than b: Estimate, scale: Double? = nil) -> Verdict {
    compare(.less, a, b, scale, 0)
  }

  private static func compare(
    _ comparison: Comparison, _ a: Estimate, _ b: Estimate, _ scale: Double?, _ resolution: Double
  ) -> Verdict {
    let difference = b - a
    let size = max(a.value.magnitude, b.value.magnitude)
    var verdict = Verdict(
      comparison, difference: difference.value, budget: difference.budget,
      scale: scale ?? (size == 0 ? 1 : size), resolution: resolution)
    verdict.isOfZeros = size == 0
    return verdict
  }

  /// "The true value is zero", where `measured` is its computed size, a number without unit, as a sine or a share.
  ///
  ///     let verdict = Verdict.vanishes(measured: 1e-12, budget: ErrorBudget([.rounding: 1e-11]))
  /// - Parameters:
  ///   - measured: the computed size.
  ///   - budget: what it may be wrong by.
  ///   - resolution: the largest error that still says something.
  public static func vanishes(
    measured: Double, budget: ErrorBudget, resolution: Double = Verdict.resolution
  ) -> Verdict {
    Verdict(.equal, difference: measured, budget: budget, scale: 1, resolution: resolution)
  }

  /// "The true value is above zero."
  ///
  ///     let verdict = Verdict.positive(0.3, budget: ErrorBudget([.certificate: 1e-9]))
  /// - Parameters:
  ///   - value: the computed value.
  ///   - scale: the size of what the value is made of, more than 0; the value itself where it is a number without unit.
  ///   - budget: what the value may be wrong by.
  public static func positive(_ value: Double, scale: Double = 1, budget: ErrorBudget) -> Verdict {
    Verdict(.less, difference: value, budget: budget, scale: scale, resolution: 0)
  }

  /// A statement that the computation could not decide, with the reason.
  ///
  ///     let verdict = Verdict.inconclusive("the matrix is singular")
  public static func inconclusive(_ reason: String) -> Verdict {
    let nothing = Estimate(.nan, budget: ErrorBudget())
    return Verdict(
      .inconclusive, margin: nil, isCertain: false, samples: 0, difference: nothing, unscaled: .nan,
      grade: .proved, reason: reason, clauses: [])
  }

  /// The same verdict for a reason in words, where it does not hold.
  ///
  ///     let verdict = Verdict.less(2, than: 1).because("two is not less than one")
  public func because(_ reason: String) -> Verdict {
    var verdict = self
    verdict.reason = outcome == .holds ? nil : reason
    return verdict
  }

  /// Both statements: what the worse of them comes to, with the smaller margin and the larger error of the two.
  ///
  ///     let ordered = Verdict.atMost(x, y).and(.less(y, than: 3))
  public func and(_ other: Verdict) -> Verdict {
    let (worse, better) = other.isWorse(than: self) ? (other, self) : (self, other)
    let blunt = worse.sharpness >= better.sharpness || worse.sharpness.isNaN ? worse : better
    var both = Verdict(
      worse.outcome, margin: [worse.margin, better.margin].compactMap(\.self).min(),
      // Both are true, or one is false.
      isCertain: worse.isCertain && (better.isCertain || worse.outcome == .refuted),
      samples: samples + other.samples,
      difference: Estimate(worse.difference.value, budget: blunt.difference.budget),
      unscaled: worse.unscaled, grade: max(worse.grade, better.grade), reason: worse.reason,
      clauses: clauses + other.clauses)
    both.usedResolution = max(usedResolution, other.usedResolution)
    both.isOfZeros = isOfZeros && other.isOfZeros
    return both
  }

  /// The contrary: what is certain of the statement is certain of it the other way round. That an equality holds to within an
  /// error does not refute that it fails, neither alone nor beside what is certain.
  ///
  ///     let apart = Verdict.equal(1, 2).not  // holds, margin 0.5
  public var not: Verdict {
    let outcome: Outcome = !isCertain ? .inconclusive : self.outcome == .refuted ? .holds : .refuted
    return Verdict(
      outcome, margin: isCertain ? margin.map(-) : margin.map { min($0, 0) }, isCertain: isCertain,
      samples: samples, difference: -difference, unscaled: -unscaled, grade: grade,
      reason: isCertain ? nil : reason ?? "the statement is not certainly false", clauses: contrary)
  }

  /// The contrary of several comparisons is violated where all of them hold.
  private var contrary: [Double] { clauses.max().map { [-$0] } ?? [] }

  /// Whether this verdict speaks more against its statement than another does: refuted before inconclusive before holds, then by
  /// the margin, then by the error.
  ///
  ///     let worse = Verdict.less(3, than: 1).isWorse(than: .less(2, than: 1))  // true
  public func isWorse(than other: Verdict) -> Bool {
    if outcome != other.outcome { return outcome.severity > other.outcome.severity }
    let (mine, theirs) = (margin ?? .infinity, other.margin ?? .infinity)
    if mine != theirs { return mine < theirs }
    return sharpness.isNaN ? !other.sharpness.isNaN : sharpness > other.sharpness
  }
}

extension Verdict: CustomStringConvertible {
  /// As in "holds: margin 0.21, to within 3e-12 (estimated)".
  public var description: String {
    let parts = [
      margin.map { "margin \(shortDecimal($0))" },
      sharpness.isFinite ? "to within \(boundDecimal(sharpness)) (\(grade.name))" : nil, reason,
    ]
    return "\(outcome.rawValue): " + parts.compactMap(\.self).joined(separator: ", ")
  }
}
