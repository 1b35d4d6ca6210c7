import LinearAlgebra

/// Whitened population InfoNCE of a mixture with a shared covariance, through the scores of the K components
/// (theory: section 2): with Y = B N and U = B Bᵀ the scores under component k are normal with mean Yᵀ yₖ and
/// covariance Yᵀ U Y, so that the integral has at most min(r, K − 1) dimensions whatever d is.
///
/// One evaluation costs O(d r (K + r)) plus the integral.
struct SharedCovarianceInfoNCE: WhitenedLoss {
  /// N, d × K: the whitened means ν.
  let exactMeans: DoubleDoubleMatrix
  var means: Matrix { exactMeans.high }
  /// What N may be wrong by, over |N|, Frobenius.
  let meansError: Double
  let weights: [Double]
  let coupling: Matrix
  private(set) var integrationTarget: Double
  /// Nodes that one integral may take; beyond it accuracy is given up, and the error bound says so.
  private(set) var nodeBudget: Double

  var dimension: Int { means.rows }

  var widestCovariance: Double { 1 }

  func lipschitz(within size: Double) throws(LinearAlgebraError) -> Double {
    let spread = try meanSpread
    return spread.moment * (1 + spread.widest / 4)
  }

  func targeting(_ target: Double) -> Self {
    var loss = self
    loss.integrationTarget = target
    if target > integrationTarget { loss.nodeBudget /= 16 }
    return loss
  }

  /// The same loss in the coordinates of an orthonormal basis, d × m, of a space that holds the means.
  func projected(on basis: Matrix) -> Self {
    Self(
      exactMeans: DoubleDoubleMatrix(basis.transposeTimes(means)), meansError: meansError, weights: weights,
      coupling: coupling, integrationTarget: integrationTarget, nodeBudget: nodeBudget)
  }

  /// The rows of a gradient are combinations of the encoder's and of the means (Proofs/T10, S4).
  func restricted(toSpaceOf encoder: Matrix) throws -> (loss: Self, basis: Matrix)? {
    let spanning = encoder.transposed.besides(means)
    guard spanning.columns < dimension else { return nil }
    let basis = try QR(of: spanning).q
    return (projected(on: basis), basis)
  }

  /// The rules choose their own step at every encoder, and most of them tell their error beforehand.
  func refined(at encoder: Matrix) throws -> (loss: Self, integrationError: Double) {
    let y = encoder * means
    let scores = try scores(y, encoder.timesTranspose(encoder))
    let (rule, isUseful) = SoftmaxMoments.rule(
      directions: scores.directions, target: integrationTarget,
      nodeBudget: finalBudget(axes: scores.directions.columns))
    guard isUseful else {
      // Of the descent's own sample: that of the certificate may have no say in what it judges.
      return (self, try gramGradient(at: encoder, look: .descent).error[.statistical])
    }
    let (m, s) = (means.frobeniusNorm, encoder.transposeTimes(y).frobeniusNorm)
    return (self, m * m * rule.probabilityError + s * m * rule.covarianceError)
  }

  /// Once, at the end, more nodes are worth it.
  var finalBudget: Double { 8 * nodeBudget }

  /// In up to three dimensions still more, half a second's: scores of large encoders need them, and one of many thousand drawn ones
  /// would be left undecided.
  func finalBudget(axes: Int) -> Double { axes < 4 ? 8 * finalBudget : finalBudget }

  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let y = encoder * means
    let u = encoder.timesTranspose(encoder)
    let moments = try softmaxMoments(y, u, withValue: true)
    let quadratic = u.inner(u) + (u * y).scalingColumns(by: weights).inner(y)
    let value = quadratic / 2 - (y * coupling).inner(y) + moments.value
    return (value, gradient(encoder, y, u, moments))
  }

  func gradient(_ encoder: Matrix) throws -> Matrix {
    let y = encoder * means
    let u = encoder.timesTranspose(encoder)
    return gradient(encoder, y, u, try softmaxMoments(y, u, withValue: false))
  }

  /// 2 B Λ with Λ as in Proofs/T10, S4, multiplied out so that nothing of size d × d is formed.
  private func gradient(_ encoder: Matrix, _ y: Matrix, _ u: Matrix, _ moments: SoftmaxMoments) -> Matrix {
    let spread = Matrix.diagonal(weights) + moments.covariance
    let onScores = Matrix(rows: weights.count, columns: weights.count) {
      moments.posterior[$0, $1] + moments.posterior[$1, $0] - 2 * coupling[$0, $1]
    }
    let spreadMeans = y * spread
    let onMeans = u * spreadMeans + y * onScores
    let onRows = 2 * u + spreadMeans.timesTranspose(y)
    return onMeans.timesTranspose(means) + onRows * encoder
  }

  /// The moments of the scores. A constant added to all scores leaves the softmax alone, so only their deviations
  /// from the weighted mean are integrated: one dimension fewer.
  private func softmaxMoments(_ y: Matrix, _ u: Matrix, withValue: Bool) throws -> SoftmaxMoments {
    let scores = try scores(y, u)
    var moments = try SoftmaxMoments(
      weights: weights, means: scores.deviations.transposeTimes(y), directions: scores.directions,
      target: integrationTarget, nodeBudget: nodeBudget, withValue: withValue)
    moments.value += scores.centre.reduce(0) { $0 + $1 * $1 }
    return moments
  }

  /// B Σ w ν, the columns of Y less it, and the root of the covariance of the scores of those.
  private func scores(
    _ y: Matrix, _ u: Matrix
  ) throws(LinearAlgebraError) -> (centre: [Double], deviations: Matrix, directions: Matrix) {
    let centre = (0..<y.rows).map { i in
      weights.indices.reduce(0) { $0 + y[i, $1] * weights[$1] }
    }
    let deviations = Matrix(rows: y.rows, columns: y.columns) { y[$0, $1] - centre[$0] }
    let directions = try ScoreDirections.principal(
      covariance: deviations.transposeTimes(u * deviations), rank: y.rows)
    return (centre, deviations, directions)
  }
}
