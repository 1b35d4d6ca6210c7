import CVectorMath
import Foundation
import LinearAlgebra
import RandomNumbers

/// InfoNCE of a batch of n pairs with N candidates for each anchor: its partner, and N − 1 second members of other pairs,
/// drawn with replacement,
///
///     L(A) = (1/n) Σᵢ [ −sᵢᵢ + log((1/N)(exp sᵢᵢ + Σⱼ exp sᵢⱼ)) ].
///
/// The draws are a function of the key and of i, the same at every encoder, so that the loss is smooth. It tends to L_N −
/// log N, L_N the population loss of ``FiniteNegativesInfoNCE``.
public struct SampledNegativesInfoNCE: EncoderLoss {
  public let pairs: SampledPairs
  /// N, at least 2.
  public let candidates: Int
  /// Of the random numbers that choose the negatives.
  public let key: UInt64
  /// See ``Workers``.
  var threads: Int?

  /// - Parameters:
  ///   - pairs: at least two, both members of one dimension.
  ///   - candidates: N ≥ 2.
  ///   - key: of the random numbers that choose the negatives.
  public init(_ pairs: SampledPairs, candidates: Int, key: UInt64) {
    precondition(pairs.count > 1 && candidates > 1, "a negative comes from another pair")
    precondition(pairs.first.rows == pairs.second.rows, "both members go through one encoder")
    (self.pairs, self.candidates, self.key) = (pairs, candidates, key)
  }

  public var dimension: Int { pairs.first.rows }

  /// The candidates of anchor i, its partner i first, counted from 0.
  func candidates(of anchor: Int) -> [Int] {
    var generator = CounterBasedGenerator(key: key, stream: UInt64(anchor))
    return [anchor]
      + (1..<candidates).map { _ in
        let other = generator.integer(in: 0...(pairs.count - 2))
        return other < anchor ? other : other + 1
      }
  }

  /// The value and the gradient at an encoder, r × d. Time O(n N r + n d r), memory O(n r) for each thread.
  /// - Throws: ``BatchError/scoresOverflow``.
  public func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    // The value is compared with a certified one, and is not to be wrong where a BLAS is.
    let anchors = Matrix.plainProduct(encoder, pairs.first)
    let keys = Matrix.plainProduct(encoder, pairs.second)
    let (r, n) = (anchors.rows, anchors.columns)
    let workers = Workers(threads, tasks: n)
    let zeros = Matrix(rows: r, columns: n)
    let ranges = workers.map(workers.count) { worker in
      var shares = Shares(anchorGradient: zeros, keyGradient: zeros)
      for anchor in (worker * n / workers.count)..<((worker + 1) * n / workers.count) {
        add(anchor, anchors, keys, to: &shares)
      }
      return shares
    }
    let scale = 1 / Double(n)
    let value = scale * ranges.reduce(0) { $0 + $1.value }
    var (anchorGradient, keyGradient) = (zeros, zeros)
    for range in ranges {
      anchorGradient += range.anchorGradient
      keyGradient += range.keyGradient
    }
    let gradient =
      scale
      * (anchorGradient.timesTranspose(pairs.first) + keyGradient.timesTranspose(pairs.second))
    guard value.isFinite, gradient.isFinite else { throw BatchError.scoresOverflow }
    return (value, gradient)
  }

  private func add(_ anchor: Int, _ anchors: Matrix, _ keys: Matrix, to shares: inout Shares) {
    let chosen = candidates(of: anchor)
    let r = anchors.rows
    var probabilities = chosen.map { candidate in
      (0..<r).reduce(0) { $0 + anchors[$1, anchor] * keys[$1, candidate] }
    }
    let score = probabilities[0]
    let shift = vector_maximum(probabilities, probabilities.count)
    let sum = vector_exponentials(&probabilities, probabilities.count, shift)
    shares.value += shift - score + log(sum / Double(candidates))
    for (index, candidate) in chosen.enumerated() {
      // Minus the partner, plus the mean under the softmax.
      let weight = probabilities[index] / sum - (index == 0 ? 1 : 0)
      for row in 0..<r {
        shares.anchorGradient[row, anchor] += weight * keys[row, candidate]
        shares.keyGradient[row, candidate] += weight * anchors[row, anchor]
      }
    }
  }
}

/// What the anchors of a range contribute, times n.
private struct Shares {
  var value = 0.0
  var anchorGradient: Matrix
  var keyGradient: Matrix
}
