import Evidence
import LinearAlgebra

extension InfoNCE {
  /// The least value of the loss over all encoders with at least as many rows as the minimiser has: the value at the
  /// computed point, which by convexity is above the least one by at most ⟨Λ, H − H∗⟩ ≤ (|Λ| + ε) e, Λ the computed
  /// gradient, ε its error and e the certificate's distance (Proofs/Certificate.md, S6).
  /// - Throws: as ``value(atWhitened:)``.
  public func minimumValue(_ minimizer: Minimizer) throws -> Estimate {
    let value = try value(atWhitened: minimizer.whitenedGram)
    let certificate = minimizer.certificate
    let slope = (1 + 0x1p-30) * (minimizer.whitenedGramGradient.frobeniusNorm + certificate.gradientError)
    return Estimate(value.value, budget: value.budget + certificate.budget.scaled(by: slope))
  }
}
