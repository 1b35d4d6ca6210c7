import Evidence

extension InfoNCE {
  /// "At the true minimiser the posterior matrix P has the weights for both marginals": E p_l(x) = w_l for every component,
  /// p the softmax of log w and the scores (T14). Its rows always sum to the weights.
  ///
  /// Measured: the Euclidean norm of the column sums of P minus w, which is wrong by no more than the entries of P together
  /// (Proofs/T14, "How the tests' bounds are derived"). Only for a shared covariance. Cost: as of `posterior(at:)`.
  /// - Throws: ``IntegrationError``, `LinearAlgebraError`.
  public func posteriorMarginals(at minimizer: Minimizer) throws -> Verdict {
    guard let posterior = try posterior(at: minimizer) else {
      return .inconclusive("the posterior matrix is only known for a shared covariance")
    }
    let ones = pairs.mixture.weights.map { _ in 1.0 }
    let sums = posterior.matrix.transposed.times(ones)
    let off = zip(sums, pairs.mixture.weights).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return .vanishes(measured: off.squareRoot(), budget: posterior.matrixError)
  }
}
