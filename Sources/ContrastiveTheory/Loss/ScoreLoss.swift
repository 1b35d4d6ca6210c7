import Foundation

/// A loss of one positive score and any number of negative ones, convex in all of them together (theory: T11), and at
/// least 0.
public enum ScoreLoss: String, Sendable, Codable, CaseIterable {
  /// −s₊ + log(e^{s₊} + Σ e^{sᵢ}).
  case infoNCE
  /// max(0, 1 + max sᵢ − s₊).
  case hinge
  /// log(1 + e^{−s₊}) + the mean of log(1 + e^{sᵢ}).
  case logistic

  /// - Parameter negatives: at least one.
  public func value(positive: Double, negatives: [Double]) -> Double {
    let hardest = negatives.reduce(-.infinity) { max($0, $1) }
    switch self {
    case .infoNCE:
      let largest = max(positive, hardest)
      let sum = negatives.reduce(exp(positive - largest)) { $0 + exp($1 - largest) }
      return max(largest - positive + log(sum), 0)
    case .hinge: return max(0, 1 + hardest - positive)
    case .logistic:
      return Self.softplus(-positive)
        + negatives.reduce(0) { $0 + Self.softplus($1) } / Double(negatives.count)
    }
  }

  private static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
}
