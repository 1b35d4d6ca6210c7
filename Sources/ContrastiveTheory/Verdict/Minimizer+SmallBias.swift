import Evidence
import LinearAlgebra

extension Minimizer {
  /// |H/δ − Y|, the Frobenius distance of the true minimiser to the limit for small bias, whitened coordinates.
  /// - Parameters:
  ///   - smallBias: the limit of the same mixture.
  ///   - bias: δ > 0 of the minimiser's pairs.
  public func distance(to smallBias: SmallBias, bias: Double) -> Estimate {
    Estimate(
      ((1 / bias) * whitenedGram - smallBias.limit).frobeniusNorm,
      budget: certificate.budget.scaled(by: 1 / bias) + smallBias.limitError)
  }
}
