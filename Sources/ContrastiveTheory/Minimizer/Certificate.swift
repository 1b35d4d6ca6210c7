import LinearAlgebra

/// A computed bound on the distance of a Gram matrix to the true minimiser of a strongly convex loss over the cone of
/// positive semidefinite matrices (theory: section 3, Proofs/Certificate.md).
///
/// For every M ⪰ 0, |H − H*| ≤ b/2m + √(b²/4m² + a/m) with a = tr(M H), b = |Λ − M| + error of Λ and m the modulus of
/// strong convexity. Two choices of M are tried and the smaller bound is kept.
public struct Certificate: Sendable {
  /// The bound e on |H − H*|, Frobenius norm, whitened coordinates.
  public let distance: Double
  /// The distance's terms: what the solver left, the error of the integrals, rounding.
  public let budget: ErrorBudget
  /// The modulus m of strong convexity in whitened coordinates: 1 for a shared covariance.
  public let modulus: Double
  /// What the gradient at H may be wrong by, Frobenius norm.
  public let gradientError: Double

  /// - Parameters:
  ///   - gradient: Λ and H in a common basis.
  ///   - modulus: m > 0.
  init(_ gradient: GramGradient, modulus: Double) throws(LinearAlgebraError) {
    let (h, lambda) = (gradient.gram, gradient.core)
    let eps = gradient.error.total
    let eigen = try SymmetricEigen(of: h)
    let n = h.rows
    let largest = eigen.values.last ?? 0

    // M = the positive part of Λ, everywhere or off the numerical range of H.
    var candidates = [try SymmetricEigen(of: lambda).map { max($0, 0) }]
    let threshold = 1e-8 * largest
    let range = (eigen.values.firstIndex { $0 > threshold } ?? n)..<n
    let onRange = eigen.vectors.columns(range)
    let offRange = Matrix.identity(n) - onRange.timesTranspose(onRange)
    let outer = (offRange * lambda * offRange).symmetricPart
    candidates.append(try SymmetricEigen(of: outer).map { max($0, 0) })

    func bound(_ m: Matrix, error: Double, roundingScale: Double) -> Double {
      let residual = (lambda - m).frobeniusNorm + error
      let rounding = roundingScale * Double(n) * .ulpOfOne * m.frobeniusNorm * Self.traceOfAbsolute(m, h)
      let complementarity = max(m.inner(h), 0) + rounding
      let half = residual / (2 * modulus)
      return half + (half * half + complementarity / modulus).squareRoot()
    }
    let best = candidates.min { bound($0, error: eps, roundingScale: 1) < bound($1, error: eps, roundingScale: 1) }
    guard let best else { preconditionFailure("two candidates") }
    let exact = bound(best, error: 0, roundingScale: 0)
    let integration = gradient.error.terms[.integration] ?? 0
    let withIntegration = bound(best, error: integration, roundingScale: 0)
    distance = bound(best, error: eps, roundingScale: 1)
    budget = ErrorBudget([
      .certificate: exact, .integration: withIntegration - exact, .rounding: distance - withIntegration,
    ])
    self.modulus = modulus
    gradientError = eps
  }

  /// Rounding of tr(M H) relative to |M|: only the part of H that M sees counts, which for M off the range of H is
  /// itself of rounding size.
  private static func traceOfAbsolute(_ m: Matrix, _ h: Matrix) -> Double {
    let norm = m.frobeniusNorm
    return norm > 0 ? (m * h).frobeniusNorm / norm + .ulpOfOne * h.frobeniusNorm : 0
  }
}
