import LinearAlgebra

/// The population spectral contrastive loss of augmented pairs (HaoChen, Wei, Gaidon and Ma 2021),
///
///     L(A) = −2 E⟨A x, A x′⟩ + E ⟨A x, A y⟩² = −2 tr(G C) + tr(G T0 G T0),
///
/// y an independent draw (theory: T43). With G′ = Rᵀ G R and C′ = R⁻¹ C R⁻ᵀ, T0 = R Rᵀ, it is |G′ − C′|² − |C′|², so
/// that its minimisers are the positive parts of C′, truncated to the rank of the encoder. Any covariances.
public struct SpectralContrastive: Sendable {
  public let pairs: AugmentedPairs

  public init(_ pairs: AugmentedPairs) { self.pairs = pairs }

  /// The loss at an encoder, r × d. O(d² r).
  public func value(_ encoder: Matrix) -> Double {
    let square = (encoder * pairs.secondMoment).timesTranspose(encoder)
    return square.inner(square) - 2 * (encoder * pairs.pairMoment).inner(encoder)
  }

  /// The gradient with respect to the encoder, 4 A (T0 G T0 − C), r × d. O(d² r).
  public func gradient(_ encoder: Matrix) -> Matrix {
    let moved = encoder * pairs.secondMoment
    return 4 * (moved.timesTranspose(encoder) * moved - encoder * pairs.pairMoment)
  }

  /// T0⁻¹ C T0⁻¹, d × d: the minimiser over all symmetric G, which is the one over encoders with enough rows where C is
  /// positive semidefinite, as it is for every bias. O(d³).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when T0 is singular to rounding.
  public var unconstrainedGram: Matrix {
    get throws(LinearAlgebraError) {
      let moment = try Cholesky(of: pairs.secondMoment)
      return moment.solve(moment.solve(pairs.pairMoment).transposed).symmetricPart
    }
  }

  /// The minimiser over encoders with r rows: √λ vᵀ for the r largest positive eigenpairs of the pencil (C, T0), and zero
  /// rows beyond them. O(d³), LAPACK dsyevd.
  ///
  /// Its row space leaves out eigenvalues that are rounding.
  /// - Parameter rank: r ≥ 1.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when T0 is singular to rounding.
  public func minimizer(rank: Int) throws(LinearAlgebraError) -> LinearEncoder {
    precondition(rank >= 1, "an encoder has at least one row")
    let d = pairs.mixture.dimension
    let (moment, second) = (pairs.exactPairMoment, pairs.mixture.exactSecondMoment)
    let all = try PencilEigenspace(moment, against: second, dimension: d)
    let kept = min(rank, all.values.prefix { $0 > all.valueError }.count)
    let used = try PencilEigenspace(moment, against: second, dimension: kept)
    let rows = used.vectors.scalingColumns(by: used.values.map { $0.squareRoot() }).transposed
    return LinearEncoder(
      encoder: Matrix(rows: rank, columns: d) { $0 < kept ? rows[$0, $1] : 0 },
      value: -used.values.reduce(0) { $0 + $1 * $1 }, rowSpace: used.subspace)
  }
}
