import Evidence
import LinearAlgebra

extension InfoNCE {
  /// The loss at a Gram matrix, for a mixture with a shared covariance. Cost O(d³) plus the integral.
  /// - Parameter gram: H = Lᵀ G L with W = L Lᵀ, d × d, symmetric.
  /// - Throws: ``IntegrationError`` where the scores overflow, `LinearAlgebraError` when LAPACK fails.
  public func value(atWhitened gram: Matrix) throws -> Estimate {
    precondition(pairs.mixture.sharedCovariance != nil, "values with an error need a shared covariance")
    // A symmetric form on one law on both sides.
    let draws = try WhitenedModality(pairs.mixture, whitening)
    let loss = DirectedInfoNCE(
      from: draws, to: draws, coupling: pairs.coupling, integrationTarget: 1e-14, nodeBudget: 4e6)
    return try loss.certified(gram).value
  }
}
