import Foundation
import LinearAlgebra

/// InfoNCE of a batch of n pairs, with the scores sᵢⱼ = ⟨A xᵢ, A x′ⱼ⟩ and all n second members as candidates:
///
///     L(A) = (1/n) Σᵢ [ −sᵢᵢ + log((1/n) Σⱼ exp sᵢⱼ) ].
///
/// The mean inside the logarithm, a "− log n" beside the usual sum, makes it tend to the population loss of ``InfoNCE``, and
/// makes it 0 at A = 0. A temperature τ only rescales the encoder: A/√τ.
public struct EmpiricalInfoNCE: EncoderLoss {
  public let pairs: SampledPairs
  var softmax = ScoreSoftmax()

  /// - Parameter pairs: at least one, both members of one dimension.
  public init(_ pairs: SampledPairs) {
    precondition(pairs.count > 0, "a batch has pairs")
    precondition(pairs.first.rows == pairs.second.rows, "both members go through one encoder")
    self.pairs = pairs
  }

  public var dimension: Int { pairs.first.rows }

  /// The value and the gradient at an encoder, r × d. Time O(n² r + n d r) on all cores, memory O(n r) beside the pairs.
  /// - Throws: ``BatchError/scoresOverflow``.
  public func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let end = try DirectedBatch(anchors: encoder * pairs.first, keys: encoder * pairs.second, softmax)
    return (
      end.value,
      end.anchorGradient.timesTranspose(pairs.first) + end.keyGradient.timesTranspose(pairs.second)
    )
  }

  /// The gradient without a BLAS, which costs more: not to be wrong where one is.
  /// - Throws: ``BatchError/scoresOverflow``.
  package func plainGradient(_ encoder: Matrix) throws -> Matrix {
    let end = try DirectedBatch(
      anchors: .plainProduct(encoder, pairs.first), keys: .plainProduct(encoder, pairs.second), softmax)
    return .plainProduct(end.anchorGradient, pairs.first, transposesB: true)
      + .plainProduct(end.keyGradient, pairs.second, transposesB: true)
  }

  /// The value at an encoder, r × d.
  /// - Throws: ``BatchError/scoresOverflow``.
  public func value(_ encoder: Matrix) throws -> Double { try evaluate(encoder).value }

  /// How far the gradient at an encoder is from that of another batch of n pairs, as a Frobenius norm: the standard error of
  /// the mean of the n pairs' own shares in it. The share of a pair holds all products with its members, as an anchor and as
  /// a candidate; that the softmax itself changes with the batch is left out. Cost as ``evaluate(_:)``.
  /// - Throws: ``BatchError/scoresOverflow``.
  public func gradientStandardError(_ encoder: Matrix) throws -> Double {
    let end = try DirectedBatch(anchors: encoder * pairs.first, keys: encoder * pairs.second, softmax)
    // Pair i has the share hᵢ = n (∂L/∂aᵢ xᵢᵀ + ∂L/∂kᵢ x′ᵢᵀ), whose mean is the gradient, and |hᵢ|² comes from norms and inner
    // products.
    let (n, d, r) = (pairs.count, dimension, encoder.rows)
    let mean = end.anchorGradient.timesTranspose(pairs.first) + end.keyGradient.timesTranspose(pairs.second)
    let (a, k) = (end.anchorGradient.storage, end.keyGradient.storage)
    let (x, y) = (pairs.first.storage, pairs.second.storage)
    func inner(_ u: [Double], _ v: [Double], _ width: Int, _ i: Int) -> Double {
      (0..<width).reduce(0) { $0 + u[i * width + $1] * v[i * width + $1] }
    }
    var squares = 0.0
    for i in 0..<n {
      squares += inner(a, a, r, i) * inner(x, x, d, i) + inner(k, k, r, i) * inner(y, y, d, i)
      squares += 2 * inner(a, k, r, i) * inner(x, y, d, i)
    }
    let variance = Double(n) * squares - mean.inner(mean)
    return (max(variance, 0) / Double(max(n - 1, 1))).squareRoot()
  }
}

/// One direction of a batch: each anchor finds its partner among the keys.
struct DirectedBatch {
  /// (1/n) Σᵢ [−sᵢᵢ + log((1/n) Σⱼ exp sᵢⱼ)].
  let value: Double
  /// r × n: the derivatives with respect to the anchors and to the keys.
  let anchorGradient: Matrix
  let keyGradient: Matrix

  /// - Parameters:
  ///   - anchors: r × n.
  ///   - keys: r × n, in the order of their partners.
  /// - Throws: ``BatchError/scoresOverflow``.
  init(anchors: Matrix, keys: Matrix, _ softmax: ScoreSoftmax) throws(BatchError) {
    let sums = softmax.sums(anchors: anchors, keys: keys)
    let count = Double(anchors.columns)
    let logarithm = log(count)
    // Each anchor's loss is small beside its score where the scores are large: subtract before adding up.
    var total = 0.0
    for i in 0..<anchors.columns {
      var score = 0.0
      for row in 0..<anchors.rows { score += anchors[row, i] * keys[row, i] }
      total += sums.logarithms[i] - logarithm - score
    }
    value = total / count
    anchorGradient = (1 / count) * (sums.keysByAnchor - keys)
    keyGradient = (1 / count) * (sums.anchorsByKey - anchors)
    guard value.isFinite, anchorGradient.isFinite, keyGradient.isFinite else { throw .scoresOverflow }
  }
}

/// Why a loss of a batch could not be computed or minimised.
public enum BatchError: Error, Equatable, Sendable {
  /// The encoder is so large that a score is no finite number.
  case scoresOverflow
  /// The descent ended where the gradient is still visible beside its own noise: with few pairs the loss may have no minimum.
  case noMinimum(gradient: Double, standardError: Double)
}

extension BatchError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .scoresOverflow: "the encoder is so large that its scores overflow"
    case .noMinimum(let gradient, let error):
      "found no minimum: the gradient is still \(gradient), beside a standard error of \(error)"
    }
  }
}
