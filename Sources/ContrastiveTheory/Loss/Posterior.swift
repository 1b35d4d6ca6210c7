import Evidence
import LinearAlgebra

/// How an encoder mixes up the components of a mixture with a shared covariance, p the softmax of log w and the scores: the moments
/// that the gradient is made of (Proofs/T10, S3).
package struct Posterior: Sendable {
  /// P, K × K: P[k, l] = wₖ Eₖ p_l. Its rows sum to the weights.
  package let matrix: Matrix
  /// R, K × K: Σ wₖ Eₖ[diag p − p pᵀ].
  package let covariance: Matrix
  /// What P may be wrong by, the absolute values of all entries added.
  package var matrixError: ErrorBudget
  /// What R may be wrong by, likewise.
  package var covarianceError: ErrorBudget

  /// What a matrix made of both may be wrong by, source by source.
  /// - Parameter norm: the bound for errors of P and of R, linear in both.
  func error(_ norm: (_ matrix: Double, _ covariance: Double) -> Double) -> ErrorBudget {
    matrixError.scaled(by: norm(1, 0)) + covarianceError.scaled(by: norm(0, 1))
  }
}

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
