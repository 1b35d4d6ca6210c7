import Foundation
import LinearAlgebra

/// Whitened population InfoNCE for any covariances, through the encoder's own coordinates t = B x (theory: section 2):
/// E_y exp(xᵀ H y) = Σ_l w_l exp(t·m_l + tᵀ U_l t / 2) with m_l = B ν_l and U_l = B Σ_l Bᵀ, so that the integral has r
/// dimensions. It shares no formula with ``SharedCovarianceInfoNCE``.
///
/// One evaluation costs O(K d² r) plus the integral.
struct GeneralInfoNCE: WhitenedLoss {
  /// N, d × K: the whitened means ν.
  let exactMeans: DoubleDoubleMatrix
  let means: Matrix
  /// The whitened covariances Σ, d × d each.
  let exactCovariances: [DoubleDoubleMatrix]
  let covariances: [Matrix]
  let weights: [Double]
  let coupling: Matrix
  /// By how much the law of the mixture may be another than that of the given one (Proofs/Certificate.md, S10).
  let lawError: Double
  private(set) var integrationTarget: Double
  private(set) var nodeBudget: Double

  init(
    exactMeans: DoubleDoubleMatrix, exactCovariances: [DoubleDoubleMatrix], weights: [Double],
    coupling: Matrix, lawError: Double, integrationTarget: Double, nodeBudget: Double
  ) {
    self.exactMeans = exactMeans
    means = exactMeans.high
    self.exactCovariances = exactCovariances
    covariances = exactCovariances.map(\.high)
    self.weights = weights
    self.coupling = coupling
    self.lawError = lawError
    self.integrationTarget = integrationTarget
    self.nodeBudget = nodeBudget
  }

  var dimension: Int { means.rows }

  var meansError: Double { lawError + 0x1p-66 }

  var widestCovariance: Double { covariances.reduce(0) { max($0, $1.frobeniusNorm) } }

  func lipschitz(within size: Double) throws(LinearAlgebraError) -> Double {
    var widest = covariances.widestDifference(\.frobeniusNorm)
    // By how much the law is off its sizes, a trace by at most √d of a norm.
    let more = 1 + 0x1p-30 + Double(dimension).squareRoot() * meansError
    widest += 2 * meansError * widestCovariance
    let curvature = widest * size * widest * size
    let onSecond = more * widestCovariance + (try meanSpread.widest) / 2
    let off = meansError * means.frobeniusNorm
    return (1 + 0x1p-30)
      * weights.indices.reduce(0) { sum, k in
        let length = means.columns(k..<(k + 1)).frobeniusNorm + off
        let mean = length * length
        let (norm, trace) = (more * covariances[k].frobeniusNorm, more * covariances[k].trace)
        let fourth = (norm + mean) * (trace + mean) + 2 * norm * norm + 4 * mean * norm
        return sum + weights[k] * (onSecond * (norm + mean) + curvature / 2 * fourth)
      }
  }

  func targeting(_ target: Double) -> Self {
    var loss = self
    loss.integrationTarget = max(target, integrationTarget)
    if target > integrationTarget { loss.nodeBudget /= 8 }
    return loss
  }

  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let (value, lambda) = try integrate(encoder)
    return (value, 2 * (encoder * lambda))
  }

  /// The rules choose their own step at every encoder and tell their error beforehand.
  func refined(at encoder: Matrix) throws -> (loss: Self, integrationError: Double) {
    let error = try zip(weights, laws(at: rows(of: encoder))).reduce(0) { $0 + $1.0 * $1.1.integrationError }
    return (self, error)
  }

  /// The value, and the gradient Λ with respect to H.
  private func integrate(_ encoder: Matrix) throws -> (value: Double, lambda: Matrix) {
    let y = encoder * means
    let projected = covariances.map { encoder * $0 }
    let u = projected.map { $0.timesTranspose(encoder).symmetricPart }
    var value = -(y * coupling).inner(y)
    var lambda = -((means * coupling).timesTranspose(means))
    let logWeights = weights.map { log($0) }
    for k in weights.indices {
      let normal = try ComponentScores(component: k, means: y, forms: u, logWeights: logWeights)
      let rule = try normal.scores.rule(target: integrationTarget, nodeBudget: nodeBudget)
      let moments = normal.scores.moments(over: rule)
      value += weights[k] * moments.value
      // x given t is νₖ + J z and noise that is independent of t.
      let lift = projected[k].transposeTimes(normal.inverseRoot)
      lambda += weights[k] * gramGradient(k, moments, normal, lift, y, projected)
    }
    return (value, lambda.symmetricPart)
  }

  /// Σ_l sym(E[p_l x] ν_lᵀ + E[p_l x tᵀ] B Σ_l) under component k.
  private func gramGradient(
    _ k: Int, _ moments: QuadraticScores.Moments, _ normal: ComponentScores, _ lift: Matrix, _ y: Matrix,
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
