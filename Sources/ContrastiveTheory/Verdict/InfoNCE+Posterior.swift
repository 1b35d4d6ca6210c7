import Evidence

extension InfoNCE {
  /// P and R at the true minimiser; nil where the covariances differ.
  ///
  /// Along D the entries of a softmax move by Σ |dp_l| ≤ |D x| max |νₖ − ν_l| / 2, so that P has the Lipschitz constant
  /// √|S|₂ max |νₖ − ν_l| / 2 in H, and R three times as much: the certificate bounds what both may be wrong by. Cost: an integral
  /// and O(d K r).
  /// - Throws: ``IntegrationError``, `LinearAlgebraError`.
  package func posterior(at minimizer: Minimizer) throws -> Posterior? {
    guard let scores = whitened as? SharedCovarianceInfoNCE else { return nil }
    var posterior = try scores.posterior(at: minimizer.whitenedEncoder)
    let spread = try scores.meanSpread
    let moved = minimizer.certificate.budget.scaled(by: (spread.moment * spread.widest).squareRoot() / 2)
    posterior.matrixError = posterior.matrixError + moved
    posterior.covarianceError = posterior.covarianceError + moved.scaled(by: 3)
    return posterior
  }
}
