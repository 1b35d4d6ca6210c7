import Evidence
import LinearAlgebra

extension SharedCovarianceInfoNCE {
  func gramGradient(at encoder: Matrix, look: SoftmaxSample.Purpose) throws -> GramGradient {
    try gramGradient(at: encoder, purpose: look, draws: nil)
  }

  /// Λ at an encoder as it is, in 106 bits but for the integrals, so that what is left to bound is their error
  /// (Proofs/Certificate.md, S10). O(d (r + K)²) plus the integral.
  /// - Parameters:
  ///   - purpose: of the sample, where the integral needs one.
  ///   - draws: how many it has; nil takes few.
  func gramGradient(at encoder: Matrix, purpose: SoftmaxSample.Purpose, draws: Double?) throws -> GramGradient
  {
    let b = DoubleDoubleMatrix(encoder)
    let basis = orthonormalSpan(with: b)
    let n = basis.transposed * exactMeans
    let rows = b * basis
    let hn = rows.transposed * (rows * n)
    let (moment, momentError) = secondMoment(of: n)
    let (root, exactRoot) = (try Cholesky(of: moment), try DoubleDoubleCholesky(of: moment))
    let (size, scale) = (n.normBound, encoder.inner(encoder))
    let largest = max(try DoubleDoubleMatrix(moment).largestEigenvalueBound, 1) + momentError
    let sizes = Sizes(n: n.high, hn: hn.high, weightedBy: exactRoot)
    let (plainMeans, images) = (n.high, hn.high)
    let weighted = SoftmaxSample.Image<SoftmaxSums.Total>(
      variation: .lipschitz(sizes.lipschitz(moment: largest)), numbers: plainMeans.storage + images.storage
    ) { total in
      root.solveLower(
        (plainMeans * total.posterior + images * total.covariance).timesTranspose(plainMeans).symmetricPart)
    }
    let (posterior, sampled) = try posterior(at: encoder, purpose: purpose, draws: draws, image: weighted)
    let spread = DoubleDoubleMatrix(Matrix.diagonal(weights) + posterior.covariance)
    let excess = DoubleDoubleMatrix(posterior.matrix) - DoubleDoubleMatrix(coupling)
    let (pulled, curved) = (n * excess, hn * spread)
    let half = (curved + pulled) * n.transposed + rows.transposed * rows
    let pulledBack = (n * excess.transposed).high
    let perturbed =
      sizes.perturbation(
        relativeMeansError, pulled: pulled.high, pulledBack: pulledBack, spread: curved.high,
        gram: rows.gram.high)
      + 0x1p-96 * Double(moment.rows + encoder.rows + weights.count)
      * (scale + size * size * (1 + scale))
    let displacement = 0x1p-66 * scale + GramGradient.underflow
    let moved = largest * (1 + sizes.largestSquaredDistance / 4) * displacement
    func budget(_ factor: Double, _ norm: (_ posterior: Double, _ covariance: Double) -> Double)
      -> ErrorBudget
    {
      posterior.error(norm) + .proved([.rounding: perturbed])
        + .proved(sampled.map { [.statistical: factor * $0] } ?? [.rounding: 0])
    }
    // Λ is handed out as doubles of the basis and of the core.
    let ofDoubles = 2 * .ulpOfOne * Double(basis.columns).squareRoot() * half.normBound
    return GramGradient(
      basis: basis.high, exactCore: half.symmetricPart, encoder: rows, moment: moment,
      momentError: momentError,
      error: budget(1.001 * largest.squareRoot(), sizes.plain) + .proved([.rounding: moved + ofDoubles]),
      weightedError: budget(1, sizes.weighted), displacement: displacement)
  }

  /// P and R at an encoder as it is, in 106 bits but for the integrals: finer than the descent's ones, once, so that their error
  /// is no more than that of rounding, where a rule of lattices does it.
  func posterior(at encoder: Matrix) throws -> Posterior {
    try posterior(at: encoder, purpose: .posterior, draws: nil, image: nil).0
  }

  /// P and R, and what an image of a sample may be wrong by; with one, their own errors are without that of the sample.
  private func posterior(
    at encoder: Matrix, purpose: SoftmaxSample.Purpose, draws: Double?,
    image: SoftmaxSample.Image<SoftmaxSums.Total>?
  ) throws -> (Posterior, sampled: Double?) {
    let b = DoubleDoubleMatrix(encoder)
    let scores = try ScoreLaw(encoder: b, means: exactMeans, weights: weights)
    let moments = try SoftmaxMoments(
      weights: weights, means: scores.means, directions: scores.directions, target: integrationTarget / 100,
      nodeBudget: finalBudget(axes: scores.directions.columns), withValue: false, purpose: purpose,
      draws: draws, image: image)
    // What an error of N does to the scores, as that of the law of the scores counts it, its square included.
    let (size, square) = (means.frobeniusNorm, encoder.inner(encoder))
    let images = (b.transposed * (b * exactMeans)).normBound + relativeMeansError * size * square
    let scoreError = scores.error + relativeMeansError * size * images * (2 + 2 * square)
    let rounding = (
      matrix: moments.roundingError + scoreError + weightsError,
      covariance: 3 * moments.roundingError + 4 * scoreError + weightsError
    )
    let sampled = moments.imageError
    func budget(integration: Double, rounding: Double) -> ErrorBudget {
      guard sampled != nil else { return .proved([.rounding: rounding, .integration: integration]) }
      guard image == nil else { return .proved([.rounding: rounding]) }
      // The sum of K² absolute values is at most K times the Frobenius norm.
      return .proved([.rounding: rounding, .statistical: Double(weights.count) * integration])
    }
    let posterior = Posterior(
      matrix: moments.posterior, covariance: moments.covariance,
      matrixError: budget(integration: moments.posteriorError, rounding: rounding.matrix),
      covarianceError: budget(integration: moments.covarianceError, rounding: rounding.covariance))
    return (posterior, sampled)
  }

  /// What N in the basis of a gradient may be wrong by, over |N|.
  private var relativeMeansError: Double { meansError + 0x1p-68 }

  func gradientChange(byMeansOff distance: Double, gram size: Double) -> Double {
    let (count, length) = (Double(weights.count).squareRoot(), (1 + 0x1p-30) * means.frobeniusNorm)
    let relative = count * distance / length
    guard relative < 0x1p-10 else { return .infinity }
    return Self.gradientChange(byMeansOff: relative, size: length, gram: size, count: weights.count)
  }

  /// The same where N is off by so much of its norm, a little (Proofs/T20, "How the tests' bounds are derived").
  static func gradientChange(byMeansOff relative: Double, size: Double, gram: Double, count: Int) -> Double {
    let scores = 2 * relative * size * size * gram * (1 + Double(count).squareRoot() * gram)
    return 1.01 * (4 * relative * size * size * (1 + gram) + size * size * scores * (1 + 4 * gram))
  }

  /// What P, R and the coupling may be wrong by because the weights and the coupling are rounded and do not sum to one exactly.
  var weightsError: Double { Double(weights.count + 4) * .ulpOfOne }

  /// An orthonormal basis of the span of the encoder's rows and the means: all of space where they are as many.
  private func orthonormalSpan(with encoder: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    guard encoder.rows + weights.count < dimension else { return DoubleDoubleMatrix(.identity(dimension)) }
    return exactMeans.besides(encoder.transposed).orthonormalised
  }

  /// The norms by which errors of P, R and N become errors of Λ.
  private struct Sizes {
    private let (means, weightedMeans): (Double, Double)
    private let (images, weightedImages): (Double, Double)
    /// The largest distances of two columns of N and of H N, and the same multiplied by S^(-1/2).
    private let (widest, weightedWidest): (Double, Double)
    private let (widestImage, weightedWidestImage): (Double, Double)

    /// A little more than the largest squared distance of two columns of N.
    var largestSquaredDistance: Double { 1.001 * widest * widest }

    init(n: Matrix, hn: Matrix, weightedBy root: DoubleDoubleCholesky) {
      let weighted = root.solveLower(n.besides(hn))
      let (weightedN, weightedHN) = (
        weighted.columns(0..<n.columns), weighted.columns(n.columns..<weighted.columns)
      )
      func norm(_ matrix: Matrix) -> Double { (1 + 0x1p-30) * matrix.frobeniusNorm }
      (means, weightedMeans) = (norm(n), norm(weightedN))
      (images, weightedImages) = (norm(hn), norm(weightedHN))
      (widest, weightedWidest) = (n.widestColumnDistance, weightedN.widestColumnDistance)
      (widestImage, weightedWidestImage) = (hn.widestColumnDistance, weightedHN.widestColumnDistance)
    }

    /// A Lipschitz constant of S^(-1/2) Λ of a draw, |S|₂ being the moment (Proofs/Certificate.md, S15).
    func lipschitz(moment: Double) -> Double {
      let ofPosterior = (widest + (moment - 1).squareRoot() * weightedWidest) / 8
      let ofCovariance = (widest * weightedWidestImage + weightedWidest * widestImage) / 32.0.squareRoot()
      return 1.001 * widestImage * (ofPosterior + ofCovariance)
    }

    /// |N E_P Nᵀ + H N E_R Nᵀ|, symmetric part.
    func plain(posterior: Double, covariance: Double) -> Double {
      means * (means * posterior + images * covariance)
    }

    /// The same, multiplied by S^(-1/2) from the left.
    func weighted(posterior: Double, covariance: Double) -> Double {
      weightedMeans * means * posterior + (weightedImages * means + images * weightedMeans) / 2 * covariance
    }

    /// What a change of N by a relative error does to Λ besides what it does to the scores.
    func perturbation(
      _ relative: Double, pulled: Matrix, pulledBack: Matrix, spread: Matrix, gram: Matrix
    ) -> Double {
      // P is not symmetric: one half of the change has P − π, the other its transpose.
      let size = gram.frobeniusNorm
      return (1 + 0x1p-20) * relative * means
        * (pulled.frobeniusNorm + pulledBack.frobeniusNorm + spread.frobeniusNorm
          + (3 * size + 2 * relative * (1 + size)) * means)
    }
  }
}
