import Evidence
import LinearAlgebra

/// The population loss of a linear SimSiam without its predictor, −E⟨A x, A x′⟩ = −tr(A C Aᵀ): positive pairs alone, no
/// negatives (theory: T40 … T42). Any covariances.
public struct SimSiam: Sendable {
  /// What keeps the encoder from growing.
  public enum Constraint: String, Sendable, Codable {
    /// A Aᵀ = I.
    case orthonormalRows
    /// A T Aᵀ = I: uncorrelated outputs of variance 1. The constrained form of VICReg and Barlow Twins.
    case whitenedOutputs
  }

  public let pairs: AugmentedPairs

  public init(_ pairs: AugmentedPairs) { self.pairs = pairs }

  /// The loss at an encoder, r × d. O(d² r).
  public func value(_ encoder: Matrix) -> Double { value(MatrixEstimate(encoder)).value }

  /// The same, with what rounding did to it.
  package func value(_ encoder: MatrixEstimate) -> Estimate {
    -(encoder * pairs.pairMomentEstimate).inner(encoder)
  }

  /// The gradient with respect to the encoder, −2 A C, r × d. O(d² r).
  public func gradient(_ encoder: Matrix) -> Matrix { -2 * (encoder * pairs.pairMoment) }

  /// The minimiser over encoders with r rows under a constraint: the r largest eigenvalues of C, or of the pencil (C, T).
  /// O(d³).
  /// - Parameters:
  ///   - rank: r in 1 … d.
  ///   - constraint: what keeps the encoder bounded.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when T is singular to rounding.
  public func minimizer(rank: Int, under constraint: Constraint) throws(LinearAlgebraError) -> LinearEncoder {
    let d = pairs.mixture.dimension
    precondition(rank >= 1 && rank <= d, "between 1 and d rows")
    let covariance =
      constraint == .orthonormalRows
      ? DoubleDoubleMatrix(.identity(d)) : pairs.mixture.exactTotalCovariance
    let eigenspace = try PencilEigenspace(
      pairs.exactPairMoment, against: covariance, off: pairs.mixture.whitenedMomentError, dimension: rank)
    return LinearEncoder(
      encoder: eigenspace.vectors.transposed, value: -eigenspace.values.reduce(0, +),
      rowSpace: eigenspace.subspace)
  }
}
