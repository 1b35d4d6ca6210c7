import Evidence
import LinearAlgebra

extension SharedCovarianceInfoNCE {
  /// Λ at an encoder as it is, in 106 bits but for the integrals, so that what is left to bound is their error
  /// (Proofs/Certificate.md, S10). O(d (r + K)²) plus the integral.
  func gramGradient(at encoder: Matrix) throws -> GramGradient {
    let b = DoubleDoubleMatrix(encoder)
    let scores = try ScoreLaw(encoder: b, means: exactMeans, weights: weights)
    // Finer than the descent's integrals, once, so that their error is no more than that of rounding.
    let moments = try SoftmaxMoments(
      weights: weights, means: scores.means, directions: scores.directions, target: integrationTarget / 100,
      nodeBudget: finalBudget, withValue: false)

    let basis = orthonormalSpan(with: b)
    let n = basis.transposed * exactMeans
    let rows = b * basis
    let hn = rows.transposed * (rows * n)
    let spread = DoubleDoubleMatrix(Matrix.diagonal(weights) + moments.covariance)
    let pulled = n * (DoubleDoubleMatrix(moments.posterior) - DoubleDoubleMatrix(coupling))
    let half = (hn * spread + pulled) * n.transposed + rows.transposed * rows

    let moment =
      .identity(basis.columns) + n.high.scalingColumns(by: weights).timesTranspose(n.high).symmetricPart
    let root = try Cholesky(of: moment)
    let sizes = Sizes(n: n.high, hn: hn.high, weightedBy: root)
    let perturbed = sizes.perturbation(
      meansError + 0x1p-68, pulled: pulled.high, spread: (hn * spread).high, gram: rows.high.gram)
    let scoreError = scores.error + sizes.scoreError(meansError + 0x1p-68, encoder: rows.high)
    let posteriorRounding = moments.roundingError + scoreError + weightsError
    let covarianceRounding = 3 * moments.roundingError + 4 * scoreError + weightsError
    func budget(_ norm: (_ posterior: Double, _ covariance: Double) -> Double) -> ErrorBudget {
      let rounding = ErrorBudget.proved([.rounding: norm(posteriorRounding, covarianceRounding) + perturbed])
      let integration = [
        ErrorBudget.Source.integration: norm(moments.posteriorError, moments.covarianceError)
      ]
      return rounding + (moments.isProved ? .proved(integration) : .computed(integration))
    }
    return GramGradient(
      basis: basis.high, exactCore: half.symmetricPart, encoder: rows, moment: moment,
      error: budget(sizes.plain), weightedError: budget(sizes.weighted),
      displacement: 0x1p-66 * encoder.inner(encoder))
  }

  /// What P, R and the coupling may be wrong by because the weights and the coupling are rounded and do not sum to one exactly.
  private var weightsError: Double { Double(weights.count + 4) * .ulpOfOne }

  /// An orthonormal basis of the span of the encoder's rows and the means: all of space where they are as many.
  private func orthonormalSpan(with encoder: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    guard encoder.rows + weights.count < dimension else { return DoubleDoubleMatrix(.identity(dimension)) }
    return exactMeans.besides(encoder.transposed).orthonormalised
  }

  /// The norms by which errors of P, R and N become errors of Λ.
  private struct Sizes {
    private let (means, weightedMeans): (Double, Double)
    private let (images, weightedImages): (Double, Double)

    init(n: Matrix, hn: Matrix, weightedBy root: Cholesky) {
      (means, weightedMeans) = (n.frobeniusNorm, root.solveLower(n).frobeniusNorm)
      (images, weightedImages) = (hn.frobeniusNorm, root.solveLower(hn).frobeniusNorm)
    }

    /// |N E_P Nᵀ + H N E_R Nᵀ|, symmetric part.
    func plain(posterior: Double, covariance: Double) -> Double {
      means * (means * posterior + images * covariance)
    }

    /// The same, multiplied by S^(-1/2) from the left.
    func weighted(posterior: Double, covariance: Double) -> Double {
      weightedMeans * means * posterior + (weightedImages * means + images * weightedMeans) / 2 * covariance
    }

    /// What a change of N by a relative error does to the scores, as ``ScoreLaw/error`` counts it.
    func scoreError(_ relative: Double, encoder: Matrix) -> Double {
      relative * means * images * (2 + 2 * encoder.inner(encoder))
    }

    /// What it does to Λ besides.
    func perturbation(_ relative: Double, pulled: Matrix, spread: Matrix, gram: Matrix) -> Double {
      relative * means
        * (2 * pulled.frobeniusNorm + spread.frobeniusNorm + 3 * gram.frobeniusNorm * means)
    }
  }
}

/// The law of the scores of the K components, up to a constant added to all: under component k they are means[·, k] + C z, z
/// standard normal.
struct ScoreLaw {
  /// K × K.
  let means: Matrix
  /// C, K × n.
  let directions: Matrix
  /// What the rounding of both does to a mean of the softmax's entries, in their sum; to that of their products at most four times
  /// as much (Proofs/Certificate.md, S10).
  let error: Double

  init(
    encoder: DoubleDoubleMatrix, means: DoubleDoubleMatrix, weights: [Double]
  ) throws(LinearAlgebraError) {
    let y = encoder * means
    let ones = DoubleDoubleMatrix(Matrix(rows: 1, columns: weights.count, repeating: -1))
    // A constant added to all scores leaves the softmax alone: one dimension fewer.
    let deviations = y + (y * DoubleDoubleMatrix(Matrix(columnVectors: [weights]))) * ones
    let covariance = deviations.transposed * (encoder * encoder.transposed) * deviations
    self.means = (deviations.transposed * y).high
    directions = try ScoreDirections.principal(
      covariance: covariance.high.symmetricPart, rank: encoder.rows)
    let exact = DoubleDoubleMatrix(directions)
    let left = (covariance - exact * exact.transposed).high.frobeniusNorm
    error = .ulpOfOne * self.means.largestEntry + Double(weights.count).squareRoot() * left
  }
}
