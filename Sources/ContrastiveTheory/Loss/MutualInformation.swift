import Evidence
import Foundation
import LinearAlgebra

// What a pair tells of its other half, in nats: what the InfoNCE loss of any critic is bounded by (theory: T21, T23). For a
// mixture with a shared covariance.

extension AugmentedPairs {
  /// The errors that integrals aim at, and the nodes that they may take for it: six digits, which often decide, then as many as
  /// there are. Of four dimensions the latter have two or three digits where the nodes are few, and take seconds where they are not.
  package static let informationAccuracies = [
    (target: 1e-6, nodeBudget: 4e6), (target: 1e-13, nodeBudget: 1e8),
  ]

  /// The mutual information I(x; x′) of a pair.
  ///
  /// The density ratio is Σ π_ab e^{s_a(x) + s_b(x′)} / Σ w_a w_b e^{s_a(x) + s_b(x′)} with scores s that are linear in
  /// the points, so that I is a difference of integrals of log-sum-exp of 2q and of q dimensions, q that of the Fisher subspace.
  /// The error is proved (Proofs/Certificate.md, S16). Cost: nodes × K.
  /// - Parameters:
  ///   - target: the error that the integrals aim at, relative to a softmax's 1.
  ///   - nodeBudget: the number of nodes above which accuracy is given up instead of time; the error tells.
  /// - Throws: `LinearAlgebraError` when the covariance is singular to rounding, ``IntegrationError`` where the scores
  ///   overflow.
  public func mutualInformation(target: Double = 1e-13, nodeBudget: Double = 4e6) throws -> Estimate {
    try information(ofCriticWith: coupling, target: target, nodeBudget: nodeBudget)
  }

  /// E log g − E_x log E_y g, g the density ratio of pairs with another coupling: minus the InfoNCE loss of the critic
  /// log g, for which E_y g = 1. Among all critics it is largest for the coupling of these pairs, and then I(x; x′).
  /// - Parameters:
  ///   - other: K × K, a coupling of the same marginals, positive where this one is; see ``init(mixture:coupling:)``.
  ///   - target: as for ``mutualInformation(target:nodeBudget:)``.
  ///   - nodeBudget: the same.
  /// - Throws: as there, and ``PairsError`` where the other is no coupling of the mixture's weights, or is zero
  ///   where this one is not, which makes the information minus infinity.
  public func information(
    ofCriticFor other: Matrix, target: Double = 1e-13, nodeBudget: Double = 4e6
  ) throws -> Estimate {
    let critic = try AugmentedPairs(mixture: mixture, coupling: other).coupling
    for k in 0..<critic.rows {
      for l in 0..<critic.columns where critic[k, l] == 0 && coupling[k, l] > 0 {
        throw PairsError.impossible(row: k, column: l, probability: coupling[k, l])
      }
    }
    return try information(ofCriticWith: critic, target: target, nodeBudget: nodeBudget)
  }

  private func information(
    ofCriticWith other: Matrix, target: Double, nodeBudget: Double
  ) throws -> Estimate {
    precondition(mixture.sharedCovariance != nil, "the scores are linear for a shared covariance")
    let weights = mixture.weights
    let (deviations, error) = try mixture.whitenedDeviations
    let products = deviations.gram
    let directions = try ScoreDirections.principal(covariance: products.high, rank: deviations.rows)
    // What follows is exact for means that are the rows of C, whose products are these to within `turned`.
    let rows = DoubleDoubleMatrix(directions)
    let held = rows * rows.transposed
    let turned = (products - held).normBound + 3 * error * (deviations.normBound + error)

    let joint = PairedLogSumExp(
      means: directions.transposed, coupling: coupling, scored: other, target: target,
      nodeBudget: nodeBudget)
    // Under component k the score of a is normal around [a, k], with deviations C z.
    let means = Matrix(rows: weights.count, columns: weights.count) {
      (held[$0, $1] - held[$0, $0] * DoubleDouble(0.5)).high
    }
    let single = try SoftmaxMoments(
      weights: weights, means: means, directions: directions, target: target,
      nodeBudget: nodeBudget / 2, withValue: true, purpose: .value)
    // What the logarithm reaches on average.
    let reach =
      1 + 2 * means.largestEntry + Double(directions.columns).squareRoot() * directions.frobeniusNorm
    let ofSingle = single.roundingError * reach + Double(weights.count + 3) * .ulpOfOne * reach
    let ofWeights = weightsError * (joint.size + 2 * reach + 3)
    let rounding =
      joint.roundingError + 2 * ofSingle + 8 * turned + ofWeights + .ulpOfOne * (joint.size + 2 * reach)
    return Estimate(
      joint.value - 2 * single.value,
      budget: .proved([.integration: joint.integrationError, .rounding: rounding])
        + .proved([single.errorSource: 2 * single.valueError]))
  }

  /// I(k; l) = Σ π log(π / (wₖ w_l)) of the components of a pair. I(x; x′) is at most this, and this is at most the
  /// entropy of the weights.
  public var componentInformation: Estimate {
    let w = weightEstimates
    return w.indices.flatMap { k in
      w.indices.filter { coupling[k, $0] > 0 }.map { l in
        let joint = weighed(coupling[k, l])
        return joint * .log(joint / (w[k] * w[l]))
      }
    }.sum
  }

  /// H(w) = −Σ w log w, of the components of the mixture.
  public var componentEntropy: Estimate { -weightEstimates.map { $0 * .log($0) }.sum }

  private var weightEstimates: [Estimate] { mixture.weights.map(weighed) }
}
