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
