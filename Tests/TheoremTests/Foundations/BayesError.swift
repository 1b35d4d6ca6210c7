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
  /// The derivative by Δ is −w₁ φ(Δ/2 + c/Δ), so that an error of Δ counts at most 0.4 times.
  var bayesErrorOfTwo: Estimate { get throws { try bayesErrorOfTwo(along: .identity(dimension)) } }

  /// That of the projections on the span of columns, orthonormal to rounding (Proofs/T03_PosteriorDependsOnF.md).
  /// - Parameter sine: of the angle of the span to the exact one in whitened coordinates, which counts squared.
  func bayesErrorOfTwo(along columns: Matrix, turnedBy sine: Double = 0) throws -> Estimate {
    let (basis, exact) = (DoubleDoubleMatrix(columns), DoubleDoubleMatrix(means))
    let factor = try DoubleDoubleCholesky(
      of: (basis.transposed * DoubleDoubleMatrix(withinClassCovariance) * basis).symmetricPart)
    let difference = factor.solveLower(basis.transposed * (exact.columns(0..<1) - exact.columns(1..<2)))
    let length = difference.gram[0, 0].squareRoot.high
    let inverse = factor.solveLower(Matrix.identity(columns.columns)).frobeniusNorm
    let (d, size) = (Double(dimension), columns.frobeniusNorm * inverse)
    let relative = 0x1p-96 * d * d * size * size * withinClassCovariance.frobeniusNorm + sine * sine
    let ofDifference = 0x1p-98 * d * d * size * means.frobeniusNorm
    let distance = Estimate(
      length, budget: .proved([.rounding: (relative + .ulpOfOne) * length + ofDifference]))
    let (first, second) = (Estimate(exactly: weights[0]), Estimate(exactly: weights[1]))
    guard length > ofDifference else {
      return Estimate(min(weights[0], weights[1]), budget: .proved([.rounding: ofDifference]))
    }
    let tilt = Estimate.log(first / second) / distance
    return first * Self.normalTail(distance / 2 + tilt) + second * Self.normalTail(distance / 2 - tilt)
  }

  /// Φ(−x), whose slope is at most 0.4; the library's erfc is within 8 units of its last place.
  private static func normalTail(_ x: Estimate) -> Estimate {
    Estimate(
      erfc(x.value / 2.0.squareRoot()) / 2,
      budget: x.budget.scaled(by: 0.4) + .proved([.rounding: 8 * .ulpOfOne]))
  }
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
