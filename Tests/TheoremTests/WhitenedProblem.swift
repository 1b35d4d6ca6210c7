import MixtureFamilies
import TheoremTesting

/// A problem of InfoNCE as one prints it: in whitened coordinates, with weights that are still to be normalised and means
/// that are still to be centred.
struct WhitenedProblem: Sendable {
  /// δ in [0, 1].
  var bias: Double
  /// K numbers above 0, in proportion to the weights.
  var weights: [Double]
  /// K lists of d numbers.
  var means: [[Double]]

  /// In (0, 1/K].
  var smallestWeight: Double { (weights.min() ?? 0) / weights.reduce(0, +) }

  /// The centred mixture, with the identity for its covariance, and an encoder of d rows.
  var problem: Problem {
    get throws {
      let sum = weights.reduce(0, +)
      let mixture = try GaussianMixture(
        weights: weights.map { $0 / sum }, means: Matrix(columnVectors: means),
        covariances: .tied(.identity(means.first?.count ?? 0)))
      return Problem(mixture: mixture.centred, bias: bias, rank: mixture.dimension, route: nil)
    }
  }
}

extension Observation<WhitenedProblem> {
  /// The phase diagram of "F is spanned".
  /// - Parameter outcome: what the statement comes to; nil for a property that states it itself.
  static func spanningDiagram(
    outcome: (@Sendable (WhitenedProblem) throws -> Verdict.Outcome)? = nil
  ) -> Observation {
    Observation(
      "F is spanned, by the smallest weight and the bias",
      x: ("smallest weight", { $0.smallestWeight }), y: ("bias δ", { $0.bias }), outcome: outcome)
  }
}

extension WhitenedProblem: Illustrated {
  var drawing: Drawing? { get throws { try problem.drawing } }
}
