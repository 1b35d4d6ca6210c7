import Foundation
import LinearAlgebra

/// Whitened population InfoNCE for any covariances, through the encoder's own coordinates t = B x (theory: section 2):
/// E_y exp(xᵀ H y) = Σ_l w_l exp(t·m_l + tᵀ U_l t / 2) with m_l = B ν_l and U_l = B Σ_l Bᵀ, so that the integral has r
/// dimensions. It shares no formula with ``SharedCovarianceInfoNCE``.
///
/// One evaluation costs O(K d² r) plus the integral, whose error is estimated: the rule is the mean of two interleaved
/// cubic rules, and their difference, which is far larger than the error of the mean, stands for it.
struct GeneralInfoNCE: WhitenedLoss {
  let means: Matrix
  let covariances: [Matrix]
  let weights: [Double]
  let coupling: Matrix
  let integrationTarget: Double
  let nodeBudget: Double

  var dimension: Int { means.rows }

  func targeting(_ target: Double) -> Self {
    Self(
      means: means, covariances: covariances, weights: weights, coupling: coupling, integrationTarget: target,
      nodeBudget: target > integrationTarget ? nodeBudget / 8 : nodeBudget)
  }

  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let (value, halves) = try integrate(encoder)
    return (value, 2 * (encoder * (0.5 * (halves.0 + halves.1))))
  }

  func gramGradient(at encoder: Matrix) throws -> GramGradient {
    let (_, halves) = try integrate(encoder)
    let lambda = (0.5 * (halves.0 + halves.1)).symmetricPart
    let h = encoder.gram
    let total = means.frobeniusNorm * means.frobeniusNorm + Double(dimension)
    let score = 1 + (encoder * means).frobeniusNorm * (encoder * means).frobeniusNorm
    let magnitude = total * (1 + h.frobeniusNorm) * score
    return GramGradient(
      basis: .identity(dimension), core: lambda, gram: h,
      error: ErrorBudget([
        .integration: (halves.0 - halves.1).frobeniusNorm,
        .rounding: Double(dimension + weights.count) * .ulpOfOne * magnitude,
      ]))
  }

  /// The value, and the gradient with respect to H by each of the two cubic rules.
  private func integrate(_ encoder: Matrix) throws -> (value: Double, gradients: (Matrix, Matrix)) {
    let y = encoder * means
    let projected = covariances.map { encoder * $0 }
    let u = projected.map { $0.timesTranspose(encoder).symmetricPart }
    let pairs = (means * coupling).timesTranspose(means)
    var value = -(y * coupling).inner(y)
    var gradients = (-1 * pairs, -1 * pairs)
    for k in weights.indices {
      let normal = try ComponentScores(component: k, means: y, forms: u, weights: weights)
      let moments = try normal.moments(target: integrationTarget, nodeBudget: nodeBudget)
      value += weights[k] * (moments.0.value + moments.1.value) / 2
      // x given t is νₖ + J z and noise that is independent of t.
      let lift = projected[k].transposeTimes(normal.inverseRoot)
      gradients.0 += weights[k] * gramGradient(k, moments.0, normal, lift, y, projected)
      gradients.1 += weights[k] * gramGradient(k, moments.1, normal, lift, y, projected)
    }
    return (value, gradients)
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
