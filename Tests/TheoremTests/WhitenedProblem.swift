import MixtureFamilies
import TheoremTesting

/// A problem of InfoNCE as one prints it: in whitened coordinates, with weights that are still to be normalised and means
/// that are still to be centred.
struct WhitenedProblem: Sendable, Codable {
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

extension WhitenedProblem: Shrinkable {
  /// A component or a coordinate less, a mean at the origin, round weights, means and bias, all together or one by one.
  var simpler: [WhitenedProblem] {
    var candidates = bias.simpler.filter { (0...1).contains($0) }.map { changed(bias: $0) }
    candidates += weights.simplerProportions.map { changed(weights: $0) }
    for k in means.indices {
      candidates.append(
        changed(weights: weights.removing(k), means: means.removing(k)))
      candidates.append(changed(means: means.map { zip($0, means[k]).map { $0 - $1 } }))
    }
    for i in means.first?.indices ?? 0..<0 { candidates.append(changed(means: means.map { $0.removing(i) })) }
    candidates += [1, 2, 10, 100].map { parts in
      changed(means: means.map { $0.map { ($0 * parts).rounded() / parts + 0 } })
    }
    for k in means.indices {
      for i in means[k].indices {
        candidates += means[k][i].simpler.map { number in
          var means = means
          means[k][i] = number
          return changed(means: means)
        }
      }
    }
    return candidates.filter { $0.weights.count > 0 && $0.means.allSatisfy { !$0.isEmpty } }
  }

  private func changed(
    bias: Double? = nil, weights: [Double]? = nil, means: [[Double]]? = nil
  ) -> WhitenedProblem {
    WhitenedProblem(bias: bias ?? self.bias, weights: weights ?? self.weights, means: means ?? self.means)
  }
}

extension Array {
  fileprivate func removing(_ index: Int) -> [Element] {
    var rest = self
    rest.remove(at: index)
    return rest
  }
}
