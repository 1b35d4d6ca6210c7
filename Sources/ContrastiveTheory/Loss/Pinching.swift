import Evidence
import Foundation
import LinearAlgebra

/// An encoder and its projection on a subspace F, orthogonal in the metric of a covariance W (theory: T11).
///
/// In coordinates where W is the identity, x is the part Q x inside and (I − Q) x outside. If F holds the means, the part
/// outside is noise. Given the inside, noise that is mean-zero and independent between the points leaves the scores'
/// means at those of the projected encoder, so that a loss convex in the scores is on average not below that of the
/// projected encoder (Jensen). A mean-zero law is a mixture of mean-zero laws on two opposite points, so that this holds,
/// and can be checked without any sampling error, for two values of the noise of each point.
public struct Pinching: Sendable {
  /// A, r × d.
  public let encoder: Matrix
  /// A L Q L⁻¹ with W = L Lᵀ, r × d.
  public let projected: Matrix

  private let whitening: Cholesky
  private let target: WhitenedSubspace

  /// - Parameters:
  ///   - encoder: A, r × d.
  ///   - subspace: F, in the original coordinates.
  ///   - covariance: W, d × d.
  /// - Throws: `LinearAlgebraError` when W is singular to rounding.
  public init(_ encoder: Matrix, onto subspace: Subspace, covariance: Matrix) throws(LinearAlgebraError) {
    whitening = try Cholesky(of: covariance)
    target = try WhitenedSubspace(subspace, whitening)
    self.encoder = encoder
    let inside = (encoder * whitening.factor * target.basis).timesTranspose(target.basis)
    projected = whitening.solveTransposedLower(inside.transposed).transposed
  }

  /// The loss of the projected encoder at given points, and the mean loss of the encoder over the noise outside, where the
  /// noise of each point may also have the opposite direction. Cost 2^(N + 1) losses of N scores.
  /// - Parameters:
  ///   - loss: of one anchor with its positive and its negatives.
  ///   - points: d × (N + 1): the anchor, its positive and N − 1 negatives, 2 ≤ N ≤ 11.
  ///   - means: d × (N + 1): the means of the components that the points were drawn from.
  ///   - skew: c > 0. The noise outside is that of the point with probability c/(1 + c), and −c times it otherwise.
  ///   - pairSharesNoise: whether the positive has the anchor's noise instead of its own: it then is not mean-zero given
  ///     the anchor's.
  public func losses(
    _ loss: ScoreLoss, at points: Matrix, means: Matrix, skew: Double = 1, pairSharesNoise: Bool = false
  ) -> (projected: Estimate, mean: Estimate) {
    let count = points.columns
    precondition(count >= 3 && count <= 12, "an anchor, a positive and one to ten negatives")
    precondition(means.rows == points.rows && means.columns == count, "a mean for each point")
    precondition(skew > 0 && skew.isFinite, "a positive skew")
    let b = encoder * whitening.factor
    let x = whitening.solveLower(points)
    let centres = whitening.solveLower(means)
    let inside = (b * target.basis) * target.basis.transposeTimes(x)
    let kept = b * centres - (b * target.basis) * target.basis.transposeTimes(centres)
    var noise = b * x - inside - kept
    if pairSharesNoise {
      noise = noise.columns(0..<1).besides(noise.columns(0..<1)).besides(noise.columns(2..<count))
    }
    func value(_ outputs: Matrix) -> Double {
      let scores = outputs.columns(0..<1).transposeTimes(outputs.columns(1..<count)).storage
      return loss.value(positive: scores[0], negatives: Array(scores.dropFirst()))
    }
    var mean = 0.0
    for pattern in 0..<(1 << count) {
      var own = (0..<count).map { pattern >> $0 & 1 == 1 }
      let probability = own.reduce(1.0) { $0 * ($1 ? skew : 1) / (1 + skew) }
      // What the positive would have drawn is summed over.
      if pairSharesNoise { own[1] = own[0] }
      mean += probability * value(inside + kept + noise.scalingColumns(by: own.map { $0 ? 1 : -skew }))
    }
    let pinched = value(inside)
    // Each loss moves by at most twice what the scores move by, and a score by the outputs' norm times what an output
    // moves by: rounding, and the part of a mean that a projector's error puts outside.
    let size = inside.frobeniusNorm + max(skew, 1) * noise.frobeniusNorm
    let unit = Double(points.rows + inside.rows + count) * .ulpOfOne
    let moved = target.error * b.frobeniusNorm * centres.frobeniusNorm
    let rounding = 4 * size * (unit * size + moved) + 8 * unit * max(mean, 1)
    // Half of it on either side: their difference is what a verdict compares.
    let budget = ErrorBudget.computed([.rounding: rounding / 2])
    return (Estimate(pinched, budget: budget), Estimate(mean, budget: budget))
  }
}
