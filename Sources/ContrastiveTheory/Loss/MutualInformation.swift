import Evidence
import Foundation
import LinearAlgebra

// What a pair tells of its other half, in nats: what the InfoNCE loss of any critic is bounded by (theory: T21, T23). For a
// mixture with a shared covariance.

extension AugmentedPairs {
  /// The mutual information I(x; x′) of a pair.
  ///
  /// The density ratio is Σ π_ab e^{s_a(x) + s_b(x′)} / Σ w_a w_b e^{s_a(x) + s_b(x′)} with scores s that are linear in
  /// the points, so that I is a difference of integrals of log-sum-exp of 2q and of q dimensions, q that of the Fisher subspace;
  /// their errors are proved for q = 1 and estimated beyond. Cost: up to a million nodes × K.
  /// - Parameter target: the error that the integrals aim at, relative to a softmax's 1.
  /// - Throws: `LinearAlgebraError` when the covariance is singular to rounding, ``IntegrationError`` where the scores
  ///   overflow.
  public func mutualInformation(target: Double = 1e-13) throws -> Estimate {
    try information(ofCriticFor: coupling, target: target)
  }

  /// E log g − E_x log E_y g, g the density ratio of pairs with another coupling: minus the InfoNCE loss of the critic
  /// log g, for which E_y g = 1. Among all critics it is largest for the coupling of these pairs, and then I(x; x′).
  /// - Parameters:
  ///   - other: K × K, a coupling of the same marginals, positive where this one is.
  ///   - target: the error that the integrals aim at, relative to a softmax's 1.
  /// - Throws: as ``mutualInformation(target:)``.
  public func information(ofCriticFor other: Matrix, target: Double = 1e-13) throws -> Estimate {
    precondition(mixture.sharedCovariance != nil, "the scores are linear for a shared covariance")
    let weights = mixture.weights
    let whitening = try mixture.whitening
    let deviations = whitening.solveLower(mixture.centred.exactMeans).high
    let products = deviations.transposeTimes(deviations)
    let directions = try ScoreDirections.principal(covariance: products, rank: deviations.rows)
    let joint = PairedLogSumExp(
      means: directions.transposed, coupling: coupling, scored: other, target: target, nodeBudget: 1e6)
    // Under component k the score of a is normal around [a, k], with deviations C z.
    let means = Matrix(rows: weights.count, columns: weights.count) {
      products[$0, $1] - products[$0, $0] / 2
    }
    let single = try SoftmaxMoments(
      weights: weights, means: means, directions: directions, target: target, nodeBudget: 2e6,
      withValue: true)
    let size = 1 + (products.diagonal.max() ?? 0)
    return Estimate(
      joint.value - 2 * single.value,
      budget: ErrorBudget.computed([
        .integration: joint.error + 2 * single.valueError,
        .rounding: 16 * Double(weights.count * weights.count + mixture.dimension) * .ulpOfOne * size,
      ]))
  }

  /// I(k; l) = Σ π log(π / (wₖ w_l)) of the components of a pair. I(x; x′) is at most this, and this is at most the
  /// entropy of the weights.
  public var componentInformation: Estimate {
    let w = mixture.weights
    var terms: [Double] = []
    for k in w.indices {
      for l in w.indices where coupling[k, l] > 0 {
        terms.append(coupling[k, l] * log(coupling[k, l] / (w[k] * w[l])))
      }
    }
    return Self.sum(terms)
  }

  /// H(w) = −Σ w log w, of the components of the mixture.
  public var componentEntropy: Estimate { Self.sum(mixture.weights.map { -$0 * log($0) }) }

  private static func sum(_ terms: [Double]) -> Estimate {
    // Each term is that of a logarithm of a number near one, or relatively exact.
    let size = terms.reduce(1) { $0 + abs($1) }
    return Estimate(
      terms.reduce(0, +),
      budget: ErrorBudget.computed([.rounding: 4 * Double(terms.count) * .ulpOfOne * size]))
  }
}
