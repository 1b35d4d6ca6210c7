/// What a computation says of a statement: it holds, it is refuted, or the computation is not sharp enough to tell.
///
/// Never a Bool: a verdict carries what was measured, the bound that was computed for it and the terms of that
/// bound. NaN anywhere is inconclusive, never `holds`.
public struct Verdict: Sendable, Equatable {
  public enum Outcome: String, Sendable, Codable {
    case holds, refuted, inconclusive

    /// 0 for what holds, larger for what speaks more against the statement.
    var severity: Int {
      switch self {
      case .holds: 0
      case .inconclusive: 1
      case .refuted: 2
      }
    }
  }

  /// The largest relative error that still says something of a number that should be zero: the resolution that a
  /// property declares, a millionth where it declares none.
  ///
  /// It decides between `holds` and `inconclusive` and enters neither ``measured`` nor ``bound``, so that a fat error
  /// budget never buys a pass and a fine one never costs one.
  @TaskLocal public static var resolution = 1e-6

  public let outcome: Outcome
  /// The number that the statement says is at most ``bound``, at least 0.
  public let measured: Double
  /// The bound that was computed for this instance, at least 0.
  public let bound: Double
  /// The errors that went into the verdict.
  public let budget: ErrorBudget
  /// How far the statement is violated, in its own unit and beyond every error: more than 0 where it is refuted. At most 0
  /// elsewhere, and the nearer to 0 the nearer the instance comes to a violation; NaN where nothing was measured.
  /// Shrinking keeps it, and search increases it.
  public let violation: Double
  /// In words, why the outcome is what it is, where the numbers alone do not tell.
  public let reason: String?

  /// measured / bound, dimensionless: at most 1 when the statement holds. 0 when both are zero.
  public var ratio: Double { measured == 0 && bound == 0 ? 0 : measured / bound }

  package init(
    _ outcome: Outcome, measured: Double, bound: Double, budget: ErrorBudget, violation: Double,
    reason: String? = nil
  ) {
    self.outcome = outcome
    self.measured = measured
    self.bound = bound
    self.budget = budget
    self.violation = violation
    self.reason = reason
  }

  /// The statement "the true value is zero", where `measured` is its computed size and `budget` what that size may
  /// be wrong by.
  ///
  /// Refuted when the measured size exceeds the budget. Otherwise it holds if the budget is at most the resolution:
  /// a fat error budget never buys a pass.
  /// - Parameters:
  ///   - measured: the computed size, ≥ 0.
  ///   - budget: what the number may be wrong by.
  ///   - resolution: the largest bound that still says something, in the unit of `measured`.
  public static func vanishes(
    measured: Double, budget: ErrorBudget, resolution: Double = Verdict.resolution
  ) -> Verdict {
    let bound = budget.total
    guard measured >= 0, bound >= 0, bound.isFinite, measured.isFinite else {
      return Verdict(
        .inconclusive, measured: measured, bound: bound, budget: budget, violation: .nan,
        reason: "the measured value or its bound is not a finite number")
    }
    if measured > bound {
      return Verdict(
        .refuted, measured: measured, bound: bound, budget: budget, violation: measured - bound)
    }
    // Within the bound, only the ratio tells how near the instance comes to leaving it.
    let violation = bound == 0 ? -1 : measured / bound - 1
    guard bound <= resolution else {
      return Verdict(
        .inconclusive, measured: measured, bound: bound, budget: budget, violation: violation,
        reason: "the bound \(shortDecimal(bound)) is larger than the resolution \(shortDecimal(resolution))")
    }
    return Verdict(.holds, measured: measured, bound: bound, budget: budget, violation: violation)
  }

  /// The statement "the true value is above zero", for a computed `value` that may be wrong by `budget`.
  ///
  /// Holds when the value exceeds the budget, refuted when it lies below zero by more than the budget. The measured
  /// side is the error and the bound is the value, so that the ratio again is at most 1 when the statement holds.
  /// - Parameters:
  ///   - value: the computed value.
  ///   - unit: what a value of −1 counts as a violation; more than 0. What is not violated comes the less near to it
  ///     the larger its error is.
  ///   - budget: what the number may be wrong by.
  public static func positive(_ value: Double, unit: Double = 1, budget: ErrorBudget) -> Verdict {
    let error = budget.total
    if value > error, value.isFinite {
      return Verdict(
        .holds, measured: error, bound: value, budget: budget, violation: -unit * (value + error))
    } else if value < -error {
      return Verdict(
        .refuted, measured: -value, bound: error, budget: budget, violation: unit * (-value - error))
    }
    return Verdict(
      .inconclusive, measured: error, bound: abs(value), budget: budget,
      violation: -unit * (max(value, 0) + error),
      reason: "the value \(shortDecimal(value)) is not larger than its error \(shortDecimal(error))")
  }

  /// The statement "a ≤ b" for numbers at least 0, whose difference may be wrong by `budget`.
  ///
  /// Refuted when a exceeds b by more than the budget. It holds when b exceeds a by the budget, and in between if the budget is
  /// at most the resolution times the scale; measured is a and the bound is b and the budget, so that the ratio tells how
  /// tight the statement is.
  /// - Parameters:
  ///   - a: the side that is claimed to be the smaller.
  ///   - b: the other side.
  ///   - scale: the size of the terms that a and b are made of, more than 0.
  ///   - budget: what the number may be wrong by.
  ///   - resolution: the largest error that still says something, relative to the scale.
  public static func atMost(
    _ a: Double, _ b: Double, scale: Double, budget: ErrorBudget, resolution: Double = Verdict.resolution
  ) -> Verdict {
    let error = budget.total
    let bound = b + error
    // Everything is at most infinity, which says nothing.
    guard a.isFinite, bound.isFinite else {
      return Verdict(
        .inconclusive, measured: a, bound: bound, budget: budget, violation: .nan,
        reason: "the measured value or its bound is not a finite number")
    }
    let violation = (a - bound) / scale
    if a > bound {
      return Verdict(.refuted, measured: a, bound: bound, budget: budget, violation: violation)
    }
    guard error <= resolution * scale || a + error <= b else {
      return Verdict(
        .inconclusive, measured: a, bound: bound, budget: budget, violation: violation,
        reason:
          "the error \(shortDecimal(error)) is too large beside the terms of size \(shortDecimal(scale))")
    }
    return Verdict(.holds, measured: a, bound: bound, budget: budget, violation: violation)
  }

  /// The statement "a ≤ b" for two computed numbers, at least 0, each with its own error; the resolution is relative to
  /// the larger.
  public static func atMost(
    _ a: Estimate, _ b: Estimate, resolution: Double = Verdict.resolution
  ) -> Verdict {
    let scale = max(abs(a.value), abs(b.value))
    return atMost(
      a.value, b.value, scale: scale > 0 ? scale : 1, budget: a.budget + b.budget, resolution: resolution)
  }

  /// The statement "two routes to one number agree", within the sum of their errors.
  /// - Parameters:
  ///   - a: the number by one route.
  ///   - b: the number by the other.
  ///   - scale: the size of the terms that the numbers are made of; nil takes the larger of the two. The
  ///     resolution is relative to it.
  ///   - resolution: the largest error that still says something, relative to the scale.
  public static func agree(
    _ a: Estimate, _ b: Estimate, scale: Double? = nil, resolution: Double = Verdict.resolution
  ) -> Verdict {
    let scale = scale ?? max(abs(a.value), abs(b.value))
    let unit = scale > 0 ? 1 / scale : 1
    return vanishes(
      measured: unit * abs(a.value - b.value), budget: (a.budget + b.budget).scaled(by: unit),
      resolution: resolution)
  }

  /// A statement that the computation could not decide, with the reason.
  public static func inconclusive(_ reason: String, budget: ErrorBudget = ErrorBudget()) -> Verdict {
    Verdict(
      .inconclusive, measured: .nan, bound: budget.total, budget: budget, violation: .nan, reason: reason)
  }

  /// A statement that is refuted by something else than a number of its own, with the verdict that shows it.
  public static func refuted(by other: Verdict, reason: String) -> Verdict {
    Verdict(
      .refuted, measured: other.measured, bound: other.bound, budget: other.budget,
      violation: other.violation, reason: reason)
  }

  /// Both statements: refuted if one is, else inconclusive if one is, else the one with the larger ratio.
  public func and(_ other: Verdict) -> Verdict { other.isWorse(than: self) ? other : self }

  /// Whether this verdict speaks more against its statement than another does: refuted before inconclusive before
  /// holds, then by ratio, NaN first.
  public func isWorse(than other: Verdict) -> Bool {
    if outcome != other.outcome { return outcome.severity > other.outcome.severity }
    return ratio.isNaN ? !other.ratio.isNaN : ratio > other.ratio
  }
}

extension Verdict: CustomStringConvertible {
  /// The outcome, the numbers and the terms of the error.
  public var description: String {
    let numbers =
      "\(outcome.rawValue): measured \(shortDecimal(measured)), bound \(shortDecimal(bound)), "
      + "ratio \(shortDecimal(ratio)); errors \(budget)"
    return reason.map { "\(numbers); \($0)" } ?? numbers
  }
}
