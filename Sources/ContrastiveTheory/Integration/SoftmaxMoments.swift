import Foundation
import LinearAlgebra

/// The Gaussian moments of a softmax that population InfoNCE needs (theory: section 2), for scores that are linear in
/// a normal vector: under component k the scores are s = means[·, k] + C z with z standard normal in n dimensions.
struct SoftmaxMoments {
  /// Σₖ wₖ Eₖ log Σ_l w_l exp(s_l), where it was asked for: its logarithms are half of the time.
  var value = 0.0
  /// P, K × K: P[k, l] = wₖ Eₖ[p_l] with p the softmax of log w + s.
  var posterior: Matrix
  /// R, K × K: Σₖ wₖ Eₖ[diag(p) − p pᵀ].
  var covariance: Matrix

  /// Bounds on the truncation error of one entry-wise average: see ``LatticeRule``.
  let rule: LatticeRule

  /// Integrates by the cheapest lattice rule that reaches `target` within `nodeBudget` nodes.
  ///
  /// A lattice is a product of axes, so exp(C z) is a product of tabulated factors: there is no exponential at a node.
  /// Cost: nodes × (K² for the value's logarithms, K³/2 multiplications), K ≤ 10 in practice.
  /// - Throws: ``IntegrationError/scoresTooSpread`` where exp of a score would overflow.
  init(
    weights: [Double], means: Matrix, directions: Matrix, target: Double, nodeBudget: Double, withValue: Bool
  ) throws(IntegrationError) {
    let count = weights.count
    let reach = (0..<count).map { l in directions.row(l).reduce(0) { $0 + $1 * $1 }.squareRoot() }.max() ?? 0
    rule = LatticeRule(scores: directions, target: target, nodeBudget: nodeBudget)
    guard (reach * (rule.radius + 2)).isFinite, reach * (rule.radius + 2) < 300, means.isFinite else {
      throw .scoresTooSpread
    }
    posterior = Matrix(rows: count, columns: count)
    covariance = Matrix(rows: count, columns: count)

    // Row k of `factors`: w_l exp(mean score of l under k), scaled by the largest so that nothing overflows.
    var shifts = [Double](repeating: 0, count: count)
    var factors = [Double](repeating: 0, count: count * count)
    for k in 0..<count {
      shifts[k] = (0..<count).reduce(-Double.infinity) { max($0, means[$1, k]) }
      for l in 0..<count { factors[k * count + l] = weights[l] * exp(means[l, k] - shifts[k]) }
    }

    let sums = SoftmaxLatticeSum(rule: rule, directions: directions, weights: weights, factors: factors, withValue: withValue)
    let totals = sums.accumulate()
    value = totals.logarithm + zip(weights, shifts).reduce(0) { $0 + $1.0 * $1.1 }
    for k in 0..<count {
      for l in 0..<count {
        posterior[k, l] = totals.posterior[k * count + l]
        covariance[k, l] = -totals.products[k * count + l]
      }
    }
    for l in 0..<count {
      for k in 0..<count { covariance[l, l] += posterior[k, l] }
    }
  }
}

/// Why an integral could not be computed.
public enum IntegrationError: Error, Equatable, Sendable {
  /// The encoder is so large that exp of a score overflows.
  case scoresTooSpread
}
