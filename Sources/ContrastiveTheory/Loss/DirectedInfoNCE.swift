import Evidence
import LinearAlgebra

/// One modality in coordinates where its covariance is the identity.
struct WhitenedModality: Sendable {
  /// N, d × K: the whitened means.
  let means: Matrix
  let weights: [Double]
  /// S = I + N diag(w) Nᵀ, d × d.
  let secondMoment: Matrix

  init(_ mixture: GaussianMixture, _ whitening: DoubleDoubleCholesky) {
    means = whitening.solveLower(mixture.exactMeans).high
    weights = mixture.weights
    secondMoment = .identity(means.rows) + means.scalingColumns(by: weights).timesTranspose(means)
  }
}

/// One direction of CLIP: x finds its partner y among draws of y. In whitened coordinates, for a bilinear critic xᵀ M y,
///
///     L(M) = −⟨M, C⟩ + ½ tr(Mᵀ S M) + Σ_i w_i E_i log Σ_j v_j exp(s_j),   s = N_yᵀ Mᵀ x,
///
/// because E_y exp(xᵀ M y) = exp(½ |Mᵀ x|²) Σ_j v_j exp(xᵀ M ν_j), and E |Mᵀ x|² = tr(Mᵀ S M) with S = E x xᵀ. Under
/// component i the K_y scores are normal with mean (M N_y)ᵀ ν_i and covariance (M N_y)ᵀ M N_y, so that the integral has
/// at most K_y − 1 dimensions.
///
/// **L is 1-strongly convex in M.** The logarithm is convex in u = Mᵀ x for every x (Hölder's inequality), u is linear
/// in M, and the expectation keeps convexity; ½ tr(Mᵀ S M) has the second derivative tr(Dᵀ S D) ≥ |D|² along D since
/// S ⪰ I. The mean of two such directions is 1-strongly convex too. M ranges over all matrices, so at the minimiser M*
/// the gradient is zero and |M − M*| ≤ |gradient at M|.
struct DirectedInfoNCE: Sendable {
  let from: WhitenedModality
  let to: WhitenedModality
  /// C = N_x π N_yᵀ, whitened.
  let crossMoment: Matrix
  /// The error that the integrals aim at, and how many nodes one may take.
  let integrationTarget: Double
  let nodeBudget: Double

  struct Evaluation {
    let value: Estimate
    /// d_from × d_to.
    let gradient: Matrix
    /// What the gradient may be wrong by in the Frobenius norm.
    let gradientError: ErrorBudget
  }

  /// Cost O(d_from d_to (d_from + K)) plus the integral.
  func evaluate(_ form: Matrix, withValue: Bool) throws -> Evaluation {
    // Column j is M ν_j: the direction in which score j grows.
    let y = form * to.means
    let centre = y.times(to.weights)
    let deviations = Matrix(rows: y.rows, columns: y.columns) { y[$0, $1] - centre[$0] }
    let scores = deviations.transposeTimes(from.means)
    let moments = try SoftmaxMoments(
      weights: from.weights, scoreWeights: to.weights, means: scores,
      directions: try ScoreDirections.principal(
        covariance: deviations.transposeTimes(deviations), rank: y.rows),
      target: integrationTarget, nodeBudget: nodeBudget, withValue: withValue)
    let curved = from.secondMoment * form
    // Stein's lemma: E_i[x pᵀ] = ν_i E_i[p]ᵀ + M N_y E_i[diag(p) − p pᵀ].
    let posterior = from.means * moments.posterior + y * moments.covariance
    let gradient = curved - crossMoment + posterior.timesTranspose(to.means)

    let (fromNorm, toNorm, yNorm) = (from.means.frobeniusNorm, to.means.frobeniusNorm, y.frobeniusNorm)
    let unit = Double(max(form.rows, form.columns) + to.weights.count) * .ulpOfOne
    // A score is rounded relative to its size, and the softmax follows it.
    let size = 1 + yNorm * (1 + fromNorm)
    let integration = toNorm * (fromNorm * moments.posteriorError + yNorm * moments.covarianceError)
    let rounding =
      unit * (toNorm * (fromNorm + yNorm) * size + from.secondMoment.frobeniusNorm * form.frobeniusNorm)
    let mean = from.means.times(from.weights)
    let shift = zip(centre, mean).reduce(0) { $0 + $1.0 * $1.1 }
    let value = curved.inner(form) / 2 - crossMoment.inner(form) + shift + moments.value
    let terms =
      curved.frobeniusNorm * form.frobeniusNorm + crossMoment.frobeniusNorm * form.frobeniusNorm + size
    return Evaluation(
      value: Estimate(
        value, budget: ErrorBudget.computed([.integration: moments.valueError, .rounding: unit * terms])),
      gradient: gradient,
      gradientError: ErrorBudget.computed([.integration: integration, .rounding: rounding]))
  }
}
