import LinearAlgebra

/// One modality in coordinates where its covariance is the identity.
struct WhitenedModality: Sendable {
  /// N, d × K: the whitened means.
  let exactMeans: DoubleDoubleMatrix
  var means: Matrix { exactMeans.high }
  /// What N may be wrong by, over |N|, Frobenius.
  let meansError: Double
  let weights: [Double]
  /// S = I + N diag(w) Nᵀ, d × d.
  let secondMoment: Matrix

  init(_ mixture: GaussianMixture, _ whitening: DoubleDoubleCholesky) {
    exactMeans = whitening.solveLower(mixture.exactMeans)
    let means = exactMeans.high
    meansError = mixture.whitenedMeansError(size: means.frobeniusNorm, by: whitening)
    weights = mixture.weights
    let spread = exactMeans.scalingColumns(by: weights) * exactMeans.transposed
    secondMoment = (DoubleDoubleMatrix(.identity(means.rows)) + spread).symmetricPart.high
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
  /// π, K_x × K_y.
  let coupling: Matrix
  /// C = N_x π N_yᵀ, whitened.
  let crossMoment: Matrix
  /// The error that the integrals aim at, and how many nodes one may take.
  var integrationTarget: Double
  let nodeBudget: Double

  init(
    from: WhitenedModality, to: WhitenedModality, coupling: Matrix, integrationTarget: Double,
    nodeBudget: Double = 4e6
  ) {
    (self.from, self.to, self.coupling) = (from, to, coupling)
    (self.integrationTarget, self.nodeBudget) = (integrationTarget, nodeBudget)
    crossMoment = (from.exactMeans * DoubleDoubleMatrix(coupling) * to.exactMeans.transposed).high
  }

  /// In doubles, for a descent; a value that was not asked for is NaN. Cost O(d_from d_to (d_from + K)) plus the integral.
  func evaluate(_ form: Matrix, withValue: Bool) throws -> (value: Double, gradient: Matrix) {
    // Column j is M ν_j: the direction in which score j grows.
    let y = form * to.means
    let centre = y.times(to.weights)
    let deviations = Matrix(rows: y.rows, columns: y.columns) { y[$0, $1] - centre[$0] }
    let moments = try SoftmaxMoments(
      weights: from.weights, scoreWeights: to.weights, means: deviations.transposeTimes(from.means),
      directions: try ScoreDirections.principal(
        covariance: deviations.transposeTimes(deviations), rank: y.rows),
      target: integrationTarget, nodeBudget: nodeBudget, withValue: withValue)
    let curved = from.secondMoment * form
    // Stein's lemma: E_i[x pᵀ] = ν_i E_i[p]ᵀ + M N_y E_i[diag(p) − p pᵀ].
    let posterior = from.means * moments.posterior + y * moments.covariance
    let shift = zip(centre, from.means.times(from.weights)).reduce(0) { $0 + $1.0 * $1.1 }
    return (
      withValue ? curved.inner(form) / 2 - crossMoment.inner(form) + shift + moments.value : .nan,
      curved - crossMoment + posterior.timesTranspose(to.means)
    )
  }
}
