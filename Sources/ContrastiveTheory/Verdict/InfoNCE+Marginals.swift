import Evidence
import LinearAlgebra

extension InfoNCE {
  /// "At the true minimiser the posterior matrix P has the weights for both marginals": E p_l(x) = w_l for every component,
  /// p the softmax of log w and the scores (T14). Its rows always sum to the weights.
  ///
  /// Measured: the Euclidean norm of the column sums of P minus w. The column sums have the Lipschitz constant
  /// √|S|₂ max |νₖ − ν_l| / 2 in H (Proofs/T14, "How the tests' bounds are derived"), so that the certificate bounds what
  /// they may be wrong by. Only for a shared covariance. Cost: an integral and O(d² K).
  /// - Throws: ``IntegrationError``, `LinearAlgebraError`.
  public func posteriorMarginals(
    at minimizer: Minimizer, resolution: Double = Verdict.resolution
  ) throws -> Verdict {
    guard let scores = whitened as? SharedCovarianceInfoNCE else {
      return .inconclusive("the posterior matrix is only known for a shared covariance")
    }
    let (values, error) = try scores.posteriorMarginals(at: minimizer.whitenedEncoder)
    let spread = try scores.meanSpread
    let lipschitz = (spread.moment * spread.widest).squareRoot() / 2
    let off = zip(values, pairs.mixture.weights).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return .vanishes(
      measured: off.squareRoot(), budget: error + minimizer.certificate.budget.scaled(by: lipschitz),
      resolution: resolution)
  }
}
