import Evidence
import Foundation
import LinearAlgebra

/// Population InfoNCE with N candidates, the positive among them,
///
///     L_N(A) = E[−s₊ + log(e^{s₊} + Σ_{i<N} e^{sᵢ})],   s₊ = ⟨A x, A x′⟩, sᵢ = ⟨A x, A yᵢ⟩,
///
/// yᵢ independent draws (theory: T24). It is an integral over N + 1 points, so that it is sampled; only its difference to
/// log N + L, L with infinitely many negatives, is. The mixture has a shared covariance.
public struct FiniteNegativesInfoNCE: Sendable {
  public let pairs: AugmentedPairs
  /// N, at least 2.
  public let candidates: Int

  /// W = L Lᵀ, and the means in whitened coordinates.
  let whitening: DoubleDoubleCholesky
  let means: Matrix
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
    means = whitening.solveLower(pairs.mixture.exactMeans).high
    // For one modality on both sides and a symmetric form, CLIP is InfoNCE.
    let both = try CrossModalPairs(x: pairs.mixture, y: pairs.mixture, coupling: pairs.coupling)
    limit = try CLIP(both, directions: .fromX)
  }

  /// L_N at an encoder, r × d: log N + L and the sampled ``excess(_:samples:using:)``.
  /// - Throws: ``IntegrationError`` where the encoder is so large that the scores overflow.
  public func value(
    _ encoder: Matrix, samples: Int, using generator: inout some RandomNumberGenerator
  ) throws -> Estimate {
    let infinite = try limit.value(encoder.gram)
    let excess = try excess(encoder, samples: samples, using: &generator)
    return Estimate(
      log(Double(candidates)) + infinite.value + excess.value, budget: infinite.budget + excess.budget)
  }

  /// L_N − log N − L at an encoder: the mean of log(ratio), ratio = (e^{s₊} + Σ e^{sᵢ}) / (N Z), Z = E_y e^s given x.
  ///
  /// Where the ratio has a variance, σ(H)² < 1/2, its own mean is known, 1 + E[E(e^{s₊} | x)/Z − 1]/N, and log(ratio) −
  /// ratio + 1 is sampled instead, which varies like 1/N instead of 1/√N. The statistical error is estimated from 40
  /// blocks: the quantile of Student's law that is missed with probability 1e-12, were the blocks' means normal.
  /// Cost: samples × N r.
  /// - Parameters:
  ///   - encoder: A, r × d.
  ///   - samples: at least 40; rounded down to a multiple of 40.
  ///   - generator: what the samples are drawn from.
  /// - Throws: ``IntegrationError`` where the encoder is so large that the scores overflow.
  public func excess(
    _ encoder: Matrix, samples: Int, using generator: inout some RandomNumberGenerator
  ) throws -> Estimate {
    precondition(samples >= Self.blocks, "at least \(Self.blocks) samples")
    let b = whitening.rowsTimesFactor(encoder)
    let known = try stretch(of: b) < 0.5 ? try positiveExcess(b) : nil
    let sampler = try ScoreSampler(
      encoder: b, means: means, weights: pairs.mixture.weights, coupling: pairs.coupling)
    let size = samples / Self.blocks
    let blocks = (0..<Self.blocks).map { _ in
      (0..<size).reduce(0.0) { sum, _ in
        let logarithm = sampler.logRatio(candidates: candidates, using: &generator)
        return sum + (known == nil ? logarithm : logarithm - expm1(logarithm))
      } / Double(size)
    }
    let count = Double(Self.blocks)
    let mean = blocks.reduce(0, +) / count
    let variance = blocks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let statistical = ErrorBudget.computed([.statistical: Self.quantile * (variance / count).squareRoot()])
    guard let known else { return Estimate(mean, budget: statistical) }
    return Estimate(
      mean + known.value / Double(candidates),
      budget: statistical + known.budget.scaled(by: 1 / Double(candidates)))
  }

  private static let blocks = 40
  /// Of Student's law with 39 degrees of freedom, missed on either side with probability 1e-12 together.
  private static let quantile = 10.34

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
    let gram = try SymmetricEigen(of: b.gram)
    guard try stretch(of: b) < 0.5 else { return nil }
    let weights = pairs.mixture.weights
    let tilted = gram.map { 1 / (1 - 2 * $0 * $0) } * means
    let determinant = gram.values.reduce(1) { $0 / (1 - 2 * $1 * $1) }
    let masses = weights.indices.map { k in
      let (nu, moved) = (means.columns(k..<(k + 1)), tilted.columns(k..<(k + 1)))
      return weights[k] * determinant.squareRoot() * exp(nu.inner(moved - nu) / 2)
    }
    let mass = masses.reduce(0, +)
    let spread = gram.map { $0 / (1 - 2 * $0 * $0).squareRoot() }
    let moments = try moments(outer: masses.map { $0 / mass }, centres: tilted, form: b.gram, root: spread)
    var second = 0.0
    for l in weights.indices {
      let probability = weights.indices.reduce(0) { $0 + moments.posterior[$1, l] }
      second += (probability - moments.covariance[l, l]) / weights[l]
    }
    let amplification = mass * weights.reduce(0) { $0 + 1 / $1 }
    let positive = try positiveExcess(b)
    let rounding = 16 * Double(weights.count) * .ulpOfOne * amplification
    let integration = amplification * (moments.posteriorError + moments.covarianceError) / 2
    return Estimate(
      positive.value - (mass * second - 1) / 2,
      budget: positive.budget + ErrorBudget.computed([.integration: integration, .rounding: rounding]))
  }

  /// σ(H)².
  private func stretch(of b: Matrix) throws(LinearAlgebraError) -> Double {
    pow(try SingularValues(of: b).values.first ?? 0, 4)
  }

  /// E[E(e^{s₊} | x)/Z − 1] at an encoder, r × d: no N (L_N − log N − L) is larger, because log R ≤ R − 1 (theory: T24).
  /// - Throws: ``IntegrationError`` where the scores overflow.
  public func largestExcess(_ encoder: Matrix) throws -> Estimate {
    try positiveExcess(whitening.rowsTimesFactor(encoder))
  }

  /// E[E(e^{s₊} | x)/Z − 1] = Σ π_kl P_kl / (w_k w_l) − 1, P_kl = w_k E_k p_l.
  private func positiveExcess(_ b: Matrix) throws -> Estimate {
    let weights = pairs.mixture.weights
    let h = b.gram
    let moments = try moments(outer: weights, centres: means, form: h, root: h)
    let ratios = Matrix(rows: weights.count, columns: weights.count) {
      pairs.coupling[$0, $1] / (weights[$0] * weights[$1])
    }
    return Estimate(
      ratios.inner(moments.posterior) - 1,
      budget: ErrorBudget.computed([
        .integration: ratios.frobeniusNorm * moments.posteriorError,
        .rounding: 16 * Double(weights.count) * .ulpOfOne * ratios.frobeniusNorm,
      ]))
  }

  /// Softmax moments of the scores Nᵀ H x for x normal around the centres with the covariance that makes Hx have the
  /// covariance of root · z.
  private func moments(
    outer: [Double], centres: Matrix, form: Matrix, root: Matrix
  ) throws -> SoftmaxMoments {
    let weights = pairs.mixture.weights
    let mean = means.times(weights)
    let deviations = Matrix(rows: means.rows, columns: means.columns) { means[$0, $1] - mean[$0] }
    let directions = root * deviations
    return try SoftmaxMoments(
      weights: outer, scoreWeights: weights, means: deviations.transposeTimes(form * centres),
      directions: try ScoreDirections.principal(
        covariance: directions.transposeTimes(directions), rank: means.rows),
      target: 1e-14, nodeBudget: 4e6, withValue: false)
  }
}

/// Draws of the encoded points t = B x.
private struct ScoreSampler {
  /// B N, r × K.
  let means: Matrix
  /// B Bᵀ, r × r, and its root.
  let covariance: Matrix
  let root: Matrix
  let weights: [Double]
  let coupling: Matrix

  init(encoder: Matrix, means: Matrix, weights: [Double], coupling: Matrix) throws(LinearAlgebraError) {
    self.means = encoder * means
    covariance = encoder.timesTranspose(encoder).symmetricPart
    root = try SymmetricEigen(of: covariance).map { max($0, 0).squareRoot() }
    self.weights = weights
    self.coupling = coupling
  }

  /// log of (e^{s₊} + Σ e^{sᵢ}) / (N Z) for a fresh pair and fresh negatives.
  func logRatio(candidates: Int, using generator: inout some RandomNumberGenerator) -> Double {
    let k = Self.draw(weights, 1, using: &generator)
    let partner = Self.draw(coupling.row(k), weights[k], using: &generator)
    let t = encoded(k, using: &generator)
    var scores = [dot(t, encoded(partner, using: &generator))]
    for _ in 1..<candidates {
      scores.append(dot(t, encoded(Self.draw(weights, 1, using: &generator), using: &generator)))
    }
    let quadratic = dot(t, covariance.times(t)) / 2
    let expected = weights.indices.map { log(weights[$0]) + dot(t, means.column($0)) + quadratic }
    return logSumExp(scores) - log(Double(candidates)) - logSumExp(expected)
  }

  private func encoded(_ k: Int, using generator: inout some RandomNumberGenerator) -> [Double] {
    let noise = root.times((0..<root.rows).map { _ in generator.normal() })
    return noise.indices.map { means[$0, k] + noise[$0] }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  private static func draw(
    _ masses: [Double], _ total: Double, using generator: inout some RandomNumberGenerator
  ) -> Int {
    var left = generator.uniform() * total
    for (k, mass) in masses.enumerated() {
      left -= mass
      if left < 0 { return k }
    }
    return masses.count - 1
  }
}
