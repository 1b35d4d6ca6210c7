import Evidence

extension InfoNCE {
  /// "At the true minimiser the posterior matrix P has the weights for both marginals": E p_l(x) = w_l for every component,
  /// p the softmax of log w and the scores (T14). Its rows always sum to the weights.
  ///
  /// Measured: the Euclidean norm of the column sums of P minus w, which is wrong by no more than the entries of P together
  /// (Proofs/T14, "How the tests' bounds are derived"). Only for a shared covariance. Cost: as of `posterior(at:)`.
  /// - Throws: ``IntegrationError``, `LinearAlgebraError`.
  public func posteriorMarginals(at minimizer: Minimizer) throws -> Verdict {
    try posteriorMarginals(at: minimizer, meansOff: 0)
  }

  /// The same for a mixture of other whitened means, which are so far, Frobenius, from those of this one.
  package func posteriorMarginals(at minimizer: Minimizer, meansOff: Double) throws -> Verdict {
    guard let posterior = try posterior(at: minimizer, meansOff: meansOff) else {
      return .inconclusive("the posterior matrix is only known for a shared covariance")
    }
    let sums = pairs.mixture.weights.indices.map { posterior.matrix.column($0).reduce(0, +) }
    let off = zip(sums, pairs.mixture.weights).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    // The entries add up to one: K numbers of each column are added, and the norm is that of K numbers.
    let rounding = Double(sums.count + 4) * .ulpOfOne
    return .vanishes(
      measured: off.squareRoot(), budget: posterior.matrixError + .proved([.rounding: rounding]))
  }
}
