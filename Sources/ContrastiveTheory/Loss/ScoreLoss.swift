import Foundation

/// A loss of one positive score and any number of negative ones, at least 0, that grows by at most twice what the scores
/// move by (theory: T11).
public enum ScoreLoss: String, Sendable, Codable {
  /// −s₊ + log(e^{s₊} + Σ e^{sᵢ}).
  case infoNCE
  /// max(0, 1 + max sᵢ − s₊).
  case hinge
  /// log(1 + e^{−s₊}) + the mean of log(1 + e^{sᵢ}).
  case logistic
  /// σ(max sᵢ − s₊), σ(x) = 1/(1 + e^{−x}): a smooth count of wrong pairs, and not convex.
  case sigmoid

  /// Those that are convex in all scores together.
  public static let convex: [ScoreLoss] = [.infoNCE, .hinge, .logistic]

  /// - Parameters:
  ///   - positive: s₊.
  ///   - negatives: at least one.
  public func value(positive: Double, negatives: [Double]) -> Double {
    let hardest = negatives.reduce(-.infinity) { max($0, $1) }
    switch self {
    case .infoNCE:
      return max(logSumExp(negatives + [positive]) - positive, 0)
    case .hinge: return max(0, 1 + hardest - positive)
    case .logistic:
      return Self.softplus(-positive)
        + negatives.reduce(0) { $0 + Self.softplus($1) } / Double(negatives.count)
    case .sigmoid: return 1 / (1 + exp(positive - hardest))
    }
  }

  private static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
}
