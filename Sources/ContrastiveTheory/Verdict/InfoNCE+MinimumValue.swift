import Evidence
import LinearAlgebra

// Values of the loss with what they may be wrong by, for a mixture with a shared covariance. They go through the loss of
// two modalities, whose integrals come with the error of their value.

extension InfoNCE {
  /// The loss at a Gram matrix. Cost O(d³) plus the integral.
  /// - Parameter gram: H = Lᵀ G L with W = L Lᵀ, d × d, symmetric.
  /// - Throws: ``IntegrationError`` where the scores overflow, `LinearAlgebraError` when LAPACK fails.
  public func value(atWhitened gram: Matrix) throws -> Estimate {
    precondition(pairs.mixture.sharedCovariance != nil, "values with an error need a shared covariance")
    // With one modality on both sides and a symmetric form this is InfoNCE.
    let both = try CrossModalPairs(x: pairs.mixture, y: pairs.mixture, coupling: pairs.coupling)
    return try CLIP(both, directions: .fromX).evaluate(gram).value
  }

  /// The least value of the loss over all encoders with at least as many rows as the minimiser has: the value at the
  /// computed point, which by convexity is above the least one by at most ⟨Λ, H − H∗⟩ ≤ (|Λ| + ε) e, Λ the computed
  /// gradient, ε its error and e the certificate's distance (Proofs/Certificate.md, S6).
  /// - Throws: as ``value(atWhitened:)``.
  public func minimumValue(_ minimizer: Minimizer) throws -> Estimate {
    let value = try value(atWhitened: minimizer.whitenedGram)
    let certificate = minimizer.certificate
    let slope = minimizer.whitenedGramGradient.frobeniusNorm + certificate.gradientError
    return Estimate(
      value.value, budget: value.budget + ErrorBudget([.certificate: slope * certificate.distance]))
  }
}
