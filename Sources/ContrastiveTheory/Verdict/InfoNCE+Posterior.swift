import Evidence

extension InfoNCE {
  /// P and R at the true minimiser; nil where the covariances differ.
  ///
  /// Along D the entries of a softmax move by Σ |dp_l| ≤ |D x| max |νₖ − ν_l| / 2, so that P has the Lipschitz constant
  /// √|S|₂ max |νₖ − ν_l| / 2 in H, and R three times as much: the certificate bounds what both may be wrong by. Cost: an integral
  /// and O(d K r).
  /// - Parameter meansOff: how far, Frobenius, the whitened means are from those of the mixture that is meant.
  /// - Throws: ``IntegrationError``, `LinearAlgebraError`.
  package func posterior(at minimizer: Minimizer, meansOff: Double = 0) throws -> Posterior? {
    guard let scores = whitened as? SharedCovarianceInfoNCE else { return nil }
    var posterior = try scores.posterior(at: minimizer.whitenedEncoder)
    let spread = try scores.meanSpread
    let square = minimizer.whitenedEncoder.inner(minimizer.whitenedEncoder)
    // Each of K means is moved by no more than √K times as much as all of them by one vector would be.
    let each = meansOff / Double(pairs.mixture.componentCount).squareRoot()
    let ofOptimum = ErrorBudget.proved([.rounding: gradientChange(byMeansOff: each, at: square)])
    let moved = (minimizer.certificate.budget + ofOptimum)
      .scaled(by: (spread.moment * spread.widest).squareRoot() / 2)
    // The scores' means and their covariance move (Proofs/Certificate.md, S10).
    let ofScores = 2.01 * meansOff * scores.means.frobeniusNorm * square * (1 + square)
    posterior.matrixError = posterior.matrixError + moved + .proved([.rounding: ofScores])
    posterior.covarianceError =
      posterior.covarianceError + moved.scaled(by: 3) + .proved([.rounding: 4 * ofScores])
    return posterior
  }
}
