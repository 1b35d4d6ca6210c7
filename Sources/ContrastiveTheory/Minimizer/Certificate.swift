import Evidence
import LinearAlgebra

/// A computed bound on the distance of a Gram matrix to the true minimiser of a strongly convex loss over the cone of
/// positive semidefinite matrices (theory: section 3, Proofs/Certificate.md).
///
/// For every M ⪰ 0, |H − H*| ≤ b/2m + √(b²/4m² + a/m) with a = tr(M H), b = |Λ − M| + error of Λ and m the modulus of
/// strong convexity. Several choices of M are tried and the smallest bound is kept.
public struct Certificate: Sendable {
  /// The bound e on |H − H*|, Frobenius norm, whitened coordinates.
  public let distance: Double
  /// The distance's terms: what the solver left, the error of the integrals, rounding.
  public let budget: ErrorBudget
  /// The modulus m of strong convexity in whitened coordinates: 1 for a shared covariance.
  public let modulus: Double
  /// What the gradient Λ at H may be wrong by, Frobenius norm.
  public let gradientError: Double

  /// The part of the distance that the solver left: what a better minimisation could remove.
  var solverDistance: Double { budget[.certificate] }

  /// A dual matrix M with what the bound needs of it.
  private struct Dual {
    /// |Λ − M|, Frobenius.
    let residual: Double
    /// tr(M H).
    let complementarity: Double
    /// What rounding may add to tr(M H).
    var complementarityRounding = 0.0
    /// How far the point that is certified is from H: eigenvalues of rounding size are set to zero.
    let truncation: Double
  }

  /// - Parameters:
  ///   - gradient: Λ and H in a common basis.
  ///   - modulus: m > 0.
  ///   - lipschitz: of Λ as a function of H; where it is not known, the gradient's own rounding error stands for what
  ///     rounding of H does to it.
  init(_ gradient: GramGradient, modulus: Double, lipschitz: Double?) throws(LinearAlgebraError) {
    let (h, lambda) = (gradient.gram, gradient.core)
    let unit = Double(h.rows) * .ulpOfOne
    let eigen = try SymmetricEigen(of: h)
    let rounding = unit * h.frobeniusNorm

    let positive = try SymmetricEigen(of: lambda).map { max($0, 0) }
    var duals = [
      Dual(
        residual: (lambda - positive).frobeniusNorm, complementarity: max(positive.inner(h), 0),
        complementarityRounding: rounding * positive.frobeniusNorm, truncation: rounding)
    ]
    // Off the numerical range of H the complementarity is zero to rounding, which the square root cannot see.
    for threshold in [4 * unit, 1e-10, 1e-6] {
      duals.append(try Self.dual(offRangeOf: eigen, threshold: threshold * (eigen.values.last ?? 0), lambda))
    }

    func bound(_ dual: Dual, _ error: Double, complementarityRounding: Double) -> Double {
      let half = (dual.residual + error) / (2 * modulus)
      let complementarity = dual.complementarity + complementarityRounding
      return half + (half * half + complementarity / modulus).squareRoot()
    }
    func full(_ dual: Dual) -> Double {
      let error = gradient.error.total + (lipschitz ?? 0) * dual.truncation
      return bound(dual, error, complementarityRounding: dual.complementarityRounding) + dual.truncation
    }
    let best = duals.dropFirst().reduce(duals[0]) { full($1) < full($0) ? $1 : $0 }
    let exact = bound(best, 0, complementarityRounding: 0)
    let integrated = bound(best, gradient.error[.integration], complementarityRounding: 0)
    distance = full(best)
    budget = ErrorBudget.computed([
      .certificate: exact, .integration: max(integrated - exact, 0), .rounding: max(distance - integrated, 0),
    ])
    self.modulus = modulus
    gradientError = gradient.error.total
  }

  /// M = the positive part of Λ compressed to the eigenvectors of H whose eigenvalue is at most the threshold.
  private static func dual(
    offRangeOf gram: SymmetricEigen, threshold: Double, _ lambda: Matrix
  ) throws(LinearAlgebraError) -> Dual {
    let kept = gram.values.firstIndex { $0 > threshold } ?? gram.values.count
    let null = gram.vectors.columns(0..<kept)
    let compressed = try SymmetricEigen(of: null.transposeTimes(lambda * null).symmetricPart).map {
      max($0, 0)
    }
    let m = (null * compressed).timesTranspose(null).symmetricPart
    let floor = 4 * Double(gram.values.count) * .ulpOfOne * (gram.values.last ?? 0)
    let tail = (0..<kept).reduce(0) { sum, i in
      sum + (gram.values[i] > floor ? gram.values[i] * max(compressed[i, i], 0) : 0)
    }
    let truncated = Double(gram.values.prefix { $0 <= floor }.count)
    return Dual(
      residual: (lambda - m).frobeniusNorm, complementarity: tail, truncation: truncated.squareRoot() * floor)
  }
}
