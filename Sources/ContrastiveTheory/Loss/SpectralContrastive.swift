import Evidence
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
  public func value(_ encoder: Matrix) -> Double { value(MatrixEstimate(encoder)).value }

  /// The same, with what rounding did to it.
  package func value(_ encoder: MatrixEstimate) -> Estimate {
    let square = encoder * pairs.mixture.secondMomentEstimate * encoder.transposed
    return square.inner(square) - 2 * (encoder * pairs.pairMomentEstimate).inner(encoder)
  }

  /// The gradient with respect to the encoder, 4 A (T0 G T0 − C), r × d. O(d² r).
  public func gradient(_ encoder: Matrix) -> Matrix {
    let moved = encoder * pairs.secondMoment
    return 4 * (moved.timesTranspose(encoder) * moved - encoder * pairs.pairMoment)
  }

  /// T0⁻¹ C T0⁻¹, d × d, with what rounding did to it: the minimiser over all symmetric G, which is the one over encoders with enough
  /// rows where C is positive semidefinite, as it is for every bias. O(d³).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when T0 is singular to rounding.
  package var unconstrainedGramEstimate: MatrixEstimate {
    get throws(LinearAlgebraError) {
      let second = pairs.mixture.secondMomentEstimate
      return try second.solve(second.solve(pairs.pairMomentEstimate).transposed)
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
    let used = try leading(rank)
    let rows = used.vectors.scalingColumns(by: used.values.map { $0.squareRoot() }).transposed
    return LinearEncoder(
      encoder: rows.filled(toRows: rank), value: -used.values.reduce(0) { $0 + $1 * $1 },
      rowSpace: used.subspace)
  }

  /// Aᵀ A of that minimiser, with what rounding did to it where the rank of C is at most r (Proofs/T43_SpectralContrastive.md).
  package func minimizerGram(rank: Int) throws(LinearAlgebraError) -> MatrixEstimate {
    let used = try leading(rank)
    let gram = used.exactVectors.scalingColumns(by: used.values) * used.exactVectors.transposed
    let ofDropped = 2 * Double(pairs.mixture.dimension).squareRoot() * used.valueError
    let error = (used.productError + ofDropped) * (try pairs.mixture.secondMomentEstimate.inverseBound)
    return MatrixEstimate(gram, budget: .proved([.rounding: error]))
  }

  /// The r leading eigenpairs of the pencil (C, T0), without those that may be zero.
  private func leading(_ rank: Int) throws(LinearAlgebraError) -> PencilEigenspace {
    try pairs.certainEigenpairs(atMost: rank)
  }
}
