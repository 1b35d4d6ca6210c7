import Evidence
import Foundation
import LinearAlgebra

/// An encoder and its projection on a subspace F, orthogonal in the metric of a covariance W (theory: T11).
///
/// In coordinates where W is the identity, x is the part Q x inside and (I − Q) x outside. If F holds the means, the part
/// outside is noise. Given the inside, noise that is mean-zero and independent between the points leaves the scores'
/// means at those of the projected encoder, so that a loss convex in the scores is on average not below that of the
/// projected encoder (Jensen). Noise enters through r outputs, and a mean-zero law in r dimensions is a mixture of mean-zero
/// laws on at most r + 1 points each, so that this can be checked without any sampling error for as many values at each point.
public struct Pinching: Sendable {
  /// A, r × d.
  public let encoder: Matrix
  /// A L Q L⁻¹ with W = L Lᵀ, r × d.
  public let projected: Matrix

  private let whitening: DoubleDoubleCholesky
  private let target: WhitenedSubspace

  /// - Parameters:
  ///   - encoder: A, r × d.
  ///   - subspace: F, in the original coordinates.
  ///   - covariance: W, d × d.
  /// - Throws: `LinearAlgebraError` when W is singular to rounding.
  public init(_ encoder: Matrix, onto subspace: Subspace, covariance: Matrix) throws(LinearAlgebraError) {
    whitening = try DoubleDoubleCholesky(of: covariance)
    target = try WhitenedSubspace(subspace, whitening)
    self.encoder = encoder
    let basis = DoubleDoubleMatrix(target.basis)
    let inside = basis * (whitening.rowsTimesFactor(encoder) * basis).transposed
    projected = whitening.solveTransposedLower(inside).high.transposed
  }

  /// The loss of the projected encoder at given points, and the mean loss of the encoder over the noise outside, which takes m
  /// values at each point: that of the point, those of others, and the one that makes the mean zero. Cost m^(N + 1) losses of
  /// N scores.
  /// - Parameters:
  ///   - loss: of one anchor with its positive and its negatives.
  ///   - points: d × (N + 1): the anchor, its positive and N − 1 negatives, 2 ≤ N ≤ 11.
  ///   - means: d × (N + 1): the means of the components that the points were drawn from.
  ///   - others: m − 2 matrices like that of the points, whose noise outside may come in its place.
  ///   - probabilities: of the values in their order, above 0, with the sum 1; opposite noise, as likely, if left out.
  ///   - pairSharesNoise: whether the positive has the anchor's noise instead of its own: it then is not mean-zero given
  ///     the anchor's.
  public func losses(
    _ loss: ScoreLoss, at points: Matrix, means: Matrix, others: [Matrix] = [],
    probabilities: [Double] = [0.5, 0.5], pairSharesNoise: Bool = false
  ) -> (projected: Estimate, mean: Estimate) {
    let count = points.columns
    precondition(count >= 3 && count <= 12, "an anchor, a positive and one to ten negatives")
    precondition(means.rows == points.rows && means.columns == count, "a mean for each point")
    precondition(
      probabilities.count == others.count + 2 && probabilities.allSatisfy { $0 > 0 },
      "a positive probability for each value")
    // In 106 bits but for the scores, so that rounding is relative to the outputs (Proofs/T11_Pinching.md).
    let b = whitening.rowsTimesFactor(encoder)
    let basis = DoubleDoubleMatrix(target.basis)
    func whitened(_ points: Matrix) -> DoubleDoubleMatrix { whitening.solveLower(DoubleDoubleMatrix(points)) }
    func projected(_ x: DoubleDoubleMatrix) -> DoubleDoubleMatrix { (b * basis) * (basis.transposed * x) }
    func outside(_ x: DoubleDoubleMatrix) -> DoubleDoubleMatrix { b * x - projected(x) }
    let (x, centres) = (whitened(points), whitened(means))
    let (inside, kept) = (projected(x), outside(centres))
    let draws = [x] + others.map(whitened)
    var noise = draws.map { (outside($0) - kept).high }
    if pairSharesNoise {
      noise = noise.map { $0.columns(0..<1).besides($0.columns(0..<1)).besides($0.columns(2..<count)) }
    }
    // The last value is as large as the others make it.
    let last = 1 / (probabilities.last ?? 1)
    let largest = zip(noise, probabilities).reduce(0) { $0 + $1.0.frobeniusNorm * (1 + $1.1 * last) }
    noise.append(
      zip(noise, probabilities).reduce(Matrix(rows: b.rows, columns: count)) { $0 - ($1.1 * last) * $1.0 })
    let centre = (inside + kept).high
    func value(_ outputs: Matrix) -> Double {
      let scores = (1..<count).map { point in
        (0..<outputs.rows).reduce(0) { $0 + outputs[$1, 0] * outputs[$1, point] }
      }
      return loss.value(positive: scores[0], negatives: Array(scores.dropFirst()))
    }
    var mean = 0.0
    var own = [Int](repeating: 0, count: count)
    repeat {
      let probability = own.reduce(1.0) { $0 * probabilities[$1] }
      // What the positive would have drawn is summed over.
      let taken = pairSharesNoise ? [own[0], own[0]] + own[2...] : own
      mean += probability * value(centre + Matrix(rows: b.rows, columns: count) { noise[taken[$1]][$0, $1] })
    } while own.advance(below: noise.count)
    let size = inside.normBound + kept.normBound + largest
    let reach = (draws + [centres]).reduce(0) { max($0, $1.normBound) }
    let turned = 4 * b.normBound * reach
    let moved = turned * target.error
    let ofAngle = target.budget.scaled(by: 4 * (size + moved) * turned)
    let ofScores = Double(b.rows + 16) * .ulpOfOne * size * size
    let ofLoss = Double(count + 8) * .ulpOfOne * (1 + size * size)
    let terms = pow(Double(noise.count), Double(count)) + Double(count)
    return (
      Estimate(value(inside.high), budget: ofAngle + .proved([.rounding: ofScores + 2 * ofLoss])),
      Estimate(mean, budget: ofAngle + .proved([.rounding: ofScores + 2 * ofLoss + terms * .ulpOfOne * mean]))
    )
  }
}

extension [Int] {
  /// The next list of numbers from 0 to below a limit, as digits are counted; false after the last.
  fileprivate mutating func advance(below limit: Int) -> Bool {
    for index in indices {
      self[index] += 1
      if self[index] < limit { return true }
      self[index] = 0
    }
    return false
  }
}
