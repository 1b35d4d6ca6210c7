import Evidence
import Foundation
import LinearAlgebra

/// Population InfoNCE with N candidates, the positive among them,
///
///     L_N(A) = E[−s₊ + log(e^{s₊} + Σ_{i<N} e^{sᵢ})],   s₊ = ⟨A x, A x′⟩, sᵢ = ⟨A x, A yᵢ⟩,
///
/// yᵢ independent draws (theory: T24). It is an integral over N + 1 points: at an encoder of one row one over a line takes its
/// place, and as N → ∞ N (L_N − log N − L) has a limit, L with infinitely many negatives, for any number of rows. The mixture has a
/// shared covariance.
public struct FiniteNegativesInfoNCE: Sendable {
  public let pairs: AugmentedPairs
  /// N, at least 2.
  public let candidates: Int

  /// W = L Lᵀ.
  let whitening: DoubleDoubleCholesky
  /// The means in whitened coordinates, and what they may be off by, Frobenius.
  let exactMeans: DoubleDoubleMatrix
  let meansError: Double
  /// What H of an encoder in the original coordinates may be off by, over |H| (Proofs/Certificate.md, S14).
  let formError: Double
  var means: Matrix { exactMeans.high }
  /// The loss with infinitely many negatives.
  let limit: CLIP

  /// Prepares the loss; O(d³).
  /// - Throws: `LinearAlgebraError` when the covariance is singular to rounding.
  public init(_ pairs: AugmentedPairs, candidates: Int) throws {
    precondition(candidates >= 2, "the positive and at least one negative")
    precondition(pairs.mixture.sharedCovariance != nil, "finite negatives need a shared covariance")
    self.pairs = pairs
    self.candidates = candidates
    whitening = try pairs.mixture.whitening
    exactMeans = whitening.solveLower(pairs.mixture.exactMeans)
    let size = exactMeans.normBound
    meansError = pairs.mixture.whitenedMeansError(size: size, by: whitening) * size
    formError = 2 * pairs.mixture.whitenedRowsError(by: whitening)
    // For one modality on both sides and a symmetric form, CLIP is InfoNCE.
    let both = try CrossModalPairs(x: pairs.mixture, y: pairs.mixture, coupling: pairs.coupling)
    limit = try CLIP(both, directions: .fromX)
  }

  /// The limit of N (L_N − log N − L) as N → ∞, by integrals of at most K − 1 dimensions (theory: T24),
  ///
  ///     E[ E(e^{s₊} | x)/Z − 1 − Var(e^s | x) / (2 Z²) ].
  ///
  /// Var/Z² + 1 = e^{|Hx|²} Σ_l p_l²/w_l, p the softmax of the scores. The exponential tilts component k into a normal
  /// law with covariance V = (I − 2H²)⁻¹, mean V ν_k and mass √det V · exp(ν_kᵀ (V − I) ν_k / 2).
  /// - Returns: nil unless σ(H)² < 1/2, H = Bᵀ B the whitened Gram matrix: beyond, the variance is infinite.
  /// - Throws: ``IntegrationError`` where the scores overflow.
  public func limitConstant(_ encoder: Matrix) throws -> Estimate? {
    let b = whitening.rowsTimesFactor(encoder)
    let gram = b.gram
    guard pow(try SingularValues(of: b.high).values.first ?? 0, 4) < 0.5 else { return nil }
    let weights = pairs.mixture.weights
    let identity = DoubleDoubleMatrix(.identity(pairs.mixture.dimension))
    // V⁻¹ = L Lᵀ.
    let root = try DoubleDoubleCholesky(of: identity - gram * gram - gram * gram)
    let tilted = root.solveLower(exactMeans)
    let exponents = zip(tilted.columnSquares, exactMeans.columnSquares).map { ($0 - $1).high / 2 }
    let scale = root.exactFactor.diagonal.reduce(DoubleDouble(1)) { $0 * $1 }
    let masses = zip(weights, exponents).map { $0 * exp($1) / scale.high }
    let mass = masses.reduce(0, +)
    let images = root.solveLower(gram * deviations)
    let law = try ScoreLaw(
      means: images.transposed * tilted, covariance: images.transposed * images, rank: b.rows)
    let moments = try moments(outer: masses.map { $0 / mass }, law: law)
    var second = 0.0
    for l in weights.indices {
      let probability = weights.indices.reduce(0) { $0 + moments.posterior[$1, l] }
      second += (probability - moments.covariance[l, l]) / weights[l]
    }

    let (d, count) = (Double(pairs.mixture.dimension), Double(weights.count))
    let amplification = mass * weights.reduce(0) { $0 + 1 / $1 }
    let inverse = root.solveLower(Matrix.identity(pairs.mixture.dimension)).frobeniusNorm
    let (stretch, size, height) = (inverse * inverse, exactMeans.normBound, gram.normBound)
    let ofForm = 5 * formError * height * height
    let ofRoot = (0x1p-96 * d * d * (1 + 2 * height * height) + ofForm) * stretch
    let ofMasses =
      stretch * (size * meansError + meansError * meansError) + ofRoot * (d + stretch * size * size)
      + .ulpOfOne * (exponents.reduce(0) { max($0, abs($1)) } + count + 8)
    let ofScores =
      scoresError(law, height: height, stretch: stretch)
      + ofRoot * stretch * height * size * size * (1 + count.squareRoot() * height)
    let rounding =
      amplification * (4 * moments.roundingError + 5 * ofScores + 5 * pairs.weightsError)
      + (ofMasses + (count + 4) * .ulpOfOne) * amplification
    let integration = amplification * (moments.posteriorError * count.squareRoot() + moments.covarianceError)
    let positive = try positiveExcess(b)
    return positive
      - Estimate(
        (mass * second - 1) / 2,
        budget: .proved([moments.errorSource: integration / 2, .rounding: rounding / 2]))
  }

  /// E[E(e^{s₊} | x)/Z − 1] at an encoder, r × d: no N (L_N − log N − L) is larger, because log R ≤ R − 1 (theory: T24).
  /// - Throws: ``IntegrationError`` where the scores overflow.
  public func largestExcess(_ encoder: Matrix) throws -> Estimate {
    try positiveExcess(whitening.rowsTimesFactor(encoder))
  }

  /// E[E(e^{s₊} | x)/Z − 1] = Σ π_kl P_kl / (w_k w_l) − 1, P_kl = w_k E_k p_l.
  private func positiveExcess(_ b: DoubleDoubleMatrix) throws -> Estimate {
    let weights = pairs.mixture.weights
    let law = try ScoreLaw(encoder: b, means: exactMeans, weights: weights)
    let moments = try moments(outer: weights, law: law)
    let ratios = Matrix(rows: weights.count, columns: weights.count) {
      pairs.coupling[$0, $1] / (weights[$0] * weights[$1])
    }
    let mean = ratios.inner(moments.posterior)
    let ofScores = scoresError(law, height: b.gram.normBound, stretch: 1)
    let rounding =
      ratios.frobeniusNorm * (moments.roundingError + ofScores + pairs.weightsError)
      + (3 * pairs.weightsError + Double(weights.count * weights.count + 8) * .ulpOfOne) * mean
    return Estimate(
      mean - 1,
      budget: .proved([
        moments.errorSource: ratios.frobeniusNorm * moments.posteriorError, .rounding: rounding,
      ]))
  }

  // What the moments are off by (Proofs/T24_FiniteNegatives.md).

  /// What the means of a softmax are off by, in their sum: by its scores and by the rounding of the whitened means, H and the
  /// covariance of the points being so large.
  private func scoresError(_ law: ScoreLaw, height: Double, stretch: Double) -> Double {
    let size = exactMeans.normBound
    let ofMeans = stretch * height * size * (meansError + formError * size)
    return law.error + ofMeans * (4 + 9 * Double(law.means.rows).squareRoot() * height)
  }

  private var deviations: DoubleDoubleMatrix { exactMeans.deviations(weights: pairs.mixture.weights) }

  private func moments(outer: [Double], law: ScoreLaw) throws -> SoftmaxMoments {
    try SoftmaxMoments(
      weights: outer, scoreWeights: pairs.mixture.weights, means: law.means, directions: law.directions,
      target: 1e-14, nodeBudget: 4e6, withValue: false, purpose: .value)
  }
}

extension DoubleDoubleMatrix {
  /// The squared lengths of the columns.
  fileprivate var columnSquares: [DoubleDouble] { (0..<columns).map { columns($0..<($0 + 1)).gram[0, 0] } }

  fileprivate var diagonal: [DoubleDouble] { (0..<rows).map { self[$0, $0] } }
}
