import Evidence
import Foundation
import LinearAlgebra

extension GaussianMixture {
  /// The Bayes error of two components that share a covariance, the probability with which the likelier component is
  /// not the one that a point came from (theory: T03),
  ///
  ///     w₁ Φ(−Δ/2 − c/Δ) + w₂ Φ(−Δ/2 + c/Δ),   Δ = |L⁻¹(μ₁ − μ₂)|, Σ = L Lᵀ, c = log(w₁/w₂).
  ///
  /// The derivative by Δ is −w₁ φ(Δ/2 + c/Δ), so that the rounding of Δ counts at most 0.4 times. O(d³).
  /// - Throws: `LinearAlgebraError` when the covariance is singular to rounding.
  public var bayesErrorOfTwo: Estimate {
    get throws(LinearAlgebraError) {
      precondition(componentCount == 2, "the closed form is for two components")
      guard let covariance = sharedCovariance else {
        preconditionFailure("the closed form is for a shared covariance")
      }
      let spectrum = try SymmetricEigen(of: covariance).values
      let (narrowest, widest) = (spectrum[0], spectrum[spectrum.count - 1])
      let difference = means.columns(0..<1) - means.columns(1..<2)
      let distance = try Cholesky(of: covariance).solveLower(difference).frobeniusNorm
      let error =
        4 * Double(dimension) * .ulpOfOne * widest / narrowest * distance
        + 2 * .ulpOfOne * means.frobeniusNorm / narrowest.squareRoot()
      guard distance > 0 else {
        return Estimate(min(weights[0], weights[1]), budget: ErrorBudget.computed([.rounding: error]))
      }
      let tilt = log(weights[0] / weights[1]) / distance
      let value =
        weights[0] * Self.normalTail(distance / 2 + tilt) + weights[1] * Self.normalTail(distance / 2 - tilt)
      return Estimate(value, budget: ErrorBudget.computed([.rounding: 0.4 * error + 8 * .ulpOfOne]))
    }
  }

  /// Φ(−x).
  private static func normalTail(_ x: Double) -> Double { erfc(x / 2.0.squareRoot()) / 2 }
}
