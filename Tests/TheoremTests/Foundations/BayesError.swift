import Foundation
import MixtureFamilies
import Testing
import TheoremTesting

extension GaussianMixture {
  /// The Bayes error of two components that share a covariance, the probability with which the likelier component is
  /// not the one that a point came from,
  ///
  ///     w₁ Φ(−Δ/2 − c/Δ) + w₂ Φ(−Δ/2 + c/Δ),   Δ = |L⁻¹(μ₁ − μ₂)|, Σ = L Lᵀ, c = log(w₁/w₂).
  ///
  /// The derivative by Δ is −w₁ φ(Δ/2 + c/Δ), so that the rounding of Δ counts at most 0.4 times.
  var bayesErrorOfTwo: Estimate {
    get throws {
      let spectrum = try SymmetricEigen(of: withinClassCovariance).values
      let (narrowest, widest) = (spectrum[0], spectrum[spectrum.count - 1])
      let difference = means.columns(0..<1) - means.columns(1..<2)
      let distance = try Cholesky(of: withinClassCovariance).solveLower(difference).frobeniusNorm
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

@Suite struct `Bayes error` {
  @Test func `the Bayes error of two components, by a sum on a line`() throws {
    for (mean, weight) in [(0.5, 0.5), (3, 0.5), (1.5, 0.9), (0, 0.3)] {
      let mixture = try GaussianMixture(
        weights: [weight, 1 - weight], means: Matrix(rowVectors: [[mean, -mean], [mean, -mean]]),
        covariances: .tied(Matrix(rowVectors: [[4, 1], [1, 4]])))
      // The difference (2m, 2m) has the squared length 8 m² / 5 in the metric of Σ.
      let distance = (8.0 / 5).squareRoot() * mean
      let step = 1e-3
      var error = 0.0
      for x in stride(from: -12.0, through: 12 + distance, by: step) {
        let density = { (m: Double) in exp(-(x - m) * (x - m) / 2) / (2 * Double.pi).squareRoot() }
        error += step * min(weight * density(0), (1 - weight) * density(distance))
      }
      let computed = try mixture.bayesErrorOfTwo
      #expect(abs(computed.value - error) < 1e-6)
      #expect(computed.budget.total < 1e-13)
    }
  }
}
