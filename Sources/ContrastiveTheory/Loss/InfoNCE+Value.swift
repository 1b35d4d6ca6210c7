import Evidence
import LinearAlgebra

extension InfoNCE {
  /// The loss at a Gram matrix, for a mixture with a shared covariance. Cost O(d³) plus the integral.
  /// - Parameter gram: H = Lᵀ G L with W = L Lᵀ, d × d, symmetric.
  /// - Throws: ``IntegrationError`` where the scores overflow, `LinearAlgebraError` when LAPACK fails.
  public func value(atWhitened gram: Matrix) throws -> Estimate {
    precondition(pairs.mixture.sharedCovariance != nil, "values with an error need a shared covariance")
    // A symmetric form on one law on both sides.
    let draws = WhitenedModality(pairs.mixture, whitening)
    return try DirectedInfoNCE(from: draws, to: draws, coupling: pairs.coupling, integrationTarget: 1e-14)
      .certified(gram).value
  }

  /// A bound on what the value changes by where a Gram matrix is moved, for a mixture with a shared covariance: the gradient is
  /// N (π − w wᵀ) Nᵀ at zero, at most, and Lipschitz (Proofs/Certificate.md, S9). O(d³).
  /// - Parameters:
  ///   - gram: as that of the value.
  ///   - distance: by how much, Frobenius.
  package func change(atWhitened gram: Matrix, movedBy distance: Double) throws(LinearAlgebraError) -> Double
  {
    let lipschitz = try whitened.lipschitz(within: .infinity)
    let slope = 2 * pull.factor.inner(pull.factor) + lipschitz * (gram.frobeniusNorm + distance)
    return (1 + 0x1p-20) * slope * distance
  }
}
