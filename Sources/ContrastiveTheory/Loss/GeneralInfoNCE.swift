import Evidence
import Foundation
import LinearAlgebra

/// Whitened population InfoNCE for any covariances, through the encoder's own coordinates t = B x (theory: section 2):
/// E_y exp(xᵀ H y) = Σ_l w_l exp(t·m_l + tᵀ U_l t / 2) with m_l = B ν_l and U_l = B Σ_l Bᵀ, so that the integral has r
/// dimensions. It shares no formula with ``SharedCovarianceInfoNCE``.
///
/// One evaluation costs O(K d² r) plus the integral. Nothing is proved of its error: it is estimated by the difference to
/// a rule with a lower target, which has an error of its own that is many times larger.
struct GeneralInfoNCE: WhitenedLoss {
  let means: Matrix
  let covariances: [Matrix]
  let weights: [Double]
  let coupling: Matrix
  private(set) var integrationTarget: Double
  let nodeBudget: Double

  var dimension: Int { means.rows }

  var widestCovariance: Double { covariances.reduce(0) { max($0, $1.frobeniusNorm) } }

  func lipschitz(within size: Double) throws(LinearAlgebraError) -> Double {
    var widest = 0.0
    for k in covariances.indices {
      for l in 0..<k { widest = max(widest, (covariances[k] - covariances[l]).frobeniusNorm) }
    }
    let curvature = widest * size * widest * size
    let onSecond = widestCovariance + (try meanSpread.widest) / 2
    return weights.indices.reduce(0) { sum, k in
      let mean = means.columns(k..<(k + 1)).inner(means.columns(k..<(k + 1)))
      let (norm, trace) = (covariances[k].frobeniusNorm, covariances[k].trace)
      let fourth = (norm + mean) * (trace + mean) + 2 * norm * norm + 4 * mean * norm
      return sum + weights[k] * (onSecond * (norm + mean) + curvature / 2 * fourth)
    }
  }

  func targeting(_ target: Double) -> Self {
    Self(
      means: means, covariances: covariances, weights: weights, coupling: coupling, integrationTarget: target,
      nodeBudget: target > integrationTarget ? nodeBudget / 8 : nodeBudget)
  }

  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let (value, lambda) = try integrate(encoder)
    return (value, 2 * (encoder * lambda))
  }

  /// The loss with the first target of the ladder at which a further step changes the gradient by no more than
  /// rounding, or with the last one that the node budget allows.
  func refined(at encoder: Matrix) throws -> (loss: Self, integrationError: Double) {
    let (loss, _, error) = try estimate(encoder)
    return (loss, error)
  }

  func gramGradient(at encoder: Matrix) throws -> GramGradient {
    let (_, lambda, integration) = try estimate(encoder)
    let error = ErrorBudget.computed([.integration: integration, .rounding: rounding(at: encoder)])
    return GramGradient(
      basis: .identity(dimension), exactCore: DoubleDoubleMatrix(lambda),
      encoder: DoubleDoubleMatrix(encoder),
      moment: secondMoment, error: error, weightedError: error, displacement: 0)
  }

  /// Climbs the ladder of targets: the gradient Λ of the last rule, and its difference to the one before.
  private func estimate(_ encoder: Matrix) throws -> (loss: Self, lambda: Matrix, error: Double) {
    var loss = self
    loss.integrationTarget = 1e-4
    var lambda = try loss.integrate(encoder).lambda
    var error = Double.infinity
    let floor = rounding(at: encoder)
    for target in [1e-7, 1e-11, 1e-16, 1e-24, 1e-36, 1e-54] where error > floor {
      var next = loss
      next.integrationTarget = target
      let finer = try next.integrate(encoder).lambda
      let difference = (finer - lambda).frobeniusNorm
      // No difference at all is the budget's end: the rule is the same.
      if difference == 0 { break }
      (loss, lambda, error) = (next, finer, difference)
    }
    return (loss, lambda, error)
  }

  /// What rounding may add to the Frobenius norm of Λ.
  private func rounding(at encoder: Matrix) -> Double {
    let total = means.frobeniusNorm * means.frobeniusNorm + Double(dimension)
    let score = 1 + (encoder * means).frobeniusNorm * (encoder * means).frobeniusNorm
    let magnitude = total * (1 + encoder.gram.frobeniusNorm) * score
    return Double(dimension + weights.count) * .ulpOfOne * magnitude
  }

  /// The value, and the gradient Λ with respect to H.
  private func integrate(_ encoder: Matrix) throws -> (value: Double, lambda: Matrix) {
    let y = encoder * means
    let projected = covariances.map { encoder * $0 }
    let u = projected.map { $0.timesTranspose(encoder).symmetricPart }
    var value = -(y * coupling).inner(y)
    var lambda = -((means * coupling).timesTranspose(means))
    for k in weights.indices {
      let normal = try ComponentScores(component: k, means: y, forms: u, weights: weights)
      let moments = try normal.moments(target: integrationTarget, nodeBudget: nodeBudget)
      value += weights[k] * moments.value
      // x given t is νₖ + J z and noise that is independent of t.
      let lift = projected[k].transposeTimes(normal.inverseRoot)
      lambda += weights[k] * gramGradient(k, moments, normal, lift, y, projected)
    }
    return (value, lambda.symmetricPart)
  }

  /// Σ_l sym(E[p_l x] ν_lᵀ + E[p_l x tᵀ] B Σ_l) under component k.
  private func gramGradient(
    _ k: Int, _ moments: ComponentScores.Moments, _ normal: ComponentScores, _ lift: Matrix, _ y: Matrix,
    _ projected: [Matrix]
  ) -> Matrix {
    let mean = means.columns(k..<(k + 1))
    let encodedMean = y.columns(k..<(k + 1))
    var sum = Matrix(rows: dimension, columns: dimension)
    for l in weights.indices {
      let onInput = moments.probability[l] * mean + lift * moments.first[l]
      let onProduct =
        onInput.timesTranspose(encodedMean)
        + (mean.timesTranspose(moments.first[l]) + lift * moments.second[l]).timesTranspose(normal.root)
      sum += onInput.timesTranspose(means.columns(l..<(l + 1))) + onProduct * projected[l]
    }
    return sum.symmetricPart
  }
}
