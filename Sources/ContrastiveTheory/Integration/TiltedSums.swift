import CVectorMath
import Foundation
import LinearAlgebra
import RandomNumbers

/// Under a component, x = ν + J z with a standard normal z, and what H maps to zero.
///
/// A second point y of component l that is tilted by exp(xᵀ H y) has the mean ν_l + Σ_l H x; both this and H x are affine in z.
struct TiltedLaw {
  /// d × (1 + m): H ν, H J.
  let image: Matrix
  /// Of each component, d × (1 + m): the tilted mean, and what z adds to it.
  let tilts: [Matrix]
}

/// Means of the tilted moments of a mixture.
struct TiltedMoments: SampledMoments {
  /// Σ wₖ Eₖ log E_y exp(xᵀ H y).
  var logarithm: Double
  /// [k, l]: Eₖ p_l, p the softmax of the components' scores.
  let probabilities: Matrix
  /// Column k: the mean of y under the tilted mixture, in the mean over component k.
  let means: Matrix
  /// The covariance of the components' tilted means under the softmax, in the mean over component k.
  let covariances: [Matrix]

  static func + (a: Self, b: Self) -> Self {
    Self(
      logarithm: a.logarithm + b.logarithm, probabilities: a.probabilities + b.probabilities,
      means: a.means + b.means, covariances: zip(a.covariances, b.covariances).map { $0 + $1 })
  }

  static func * (scale: Double, a: Self) -> Self {
    Self(
      logarithm: scale * a.logarithm, probabilities: scale * a.probabilities, means: scale * a.means,
      covariances: a.covariances.map { scale * $0 })
  }
}

/// What a sample takes the means of where covariances differ.
struct TiltedSums: SampledSums {
  /// One a component.
  let laws: [TiltedLaw]
  let weights: [Double]
  /// N, d × K.
  let means: Matrix
  /// The probability of a z beyond the ball on which the variation is bounded.
  let missed: Double

  var numbers: [Double] {
    weights + means.storage + laws.flatMap { ([$0.image] + $0.tilts).flatMap(\.storage) }
  }

  func batch(ofSize size: Int) -> Batch { Batch(self, size: size) }

  struct Batch: SampleBatch {
    private static let blockSize = 16
    private let sums: TiltedSums
    private let size: Int
    private let axes: Int
    /// The number of coordinates with those that fill up.
    private let width: Int
    private let images: [[Double]]
    private let tilts: [[Double]]
    private let means: [Double]
    private let logWeights: [Double]
    private var scratch: [Double]

    fileprivate init(_ sums: TiltedSums, size: Int) {
      let (d, count) = (sums.means.rows, sums.weights.count)
      let width = (d + 7) / 8 * 8
      (self.sums, self.size, self.width) = (sums, size, width)
      axes = (sums.laws.first?.image.columns ?? 1) - 1
      func padded(_ matrix: Matrix) -> [Double] { matrix.filled(toRows: width).storage }
      images = sums.laws.map { padded($0.image) }
      tilts = sums.laws.map { $0.tilts.flatMap(padded) }
      means = padded(sums.means)
      logWeights = sums.weights.map { log($0) }
      scratch = [Double](
        repeating: 0,
        count: 2 * Self.blockSize * (count * (width + 1) + 1) + 16 + 2 * width + count)
    }

    mutating func mean(using generator: inout CounterBasedGenerator) -> TiltedMoments {
      let (d, count, width) = (sums.means.rows, sums.weights.count, width)
      // Of each component: probabilities, mean, products, logarithm.
      let room = count + width + width * width + 1
      var totals = [Double](repeating: 0, count: count * room)
      for start in stride(from: 0, to: size, by: Self.blockSize) {
        let pairs = min(Self.blockSize, size - start)
        let points = (0..<(pairs * axes)).map { _ in normalQuantile(generator.uniform()) }
        scratch.withUnsafeMutableBufferPointer { scratch in
          totals.withUnsafeMutableBufferPointer { totals in
            guard let scratch = scratch.baseAddress, let totals = totals.baseAddress else { return }
            for k in 0..<count {
              let own = totals + k * room
              softmax_add_tilted(
                points, pairs, axes, images[k], tilts[k], means, logWeights, count, width, scratch, own,
                own + count, own + count + width, own + room - 1)
            }
          }
        }
      }
      let share = 1 / Double(2 * size)
      return TiltedMoments(
        logarithm: (0..<count).reduce(0) { $0 + share * sums.weights[$1] * totals[($1 + 1) * room - 1] },
        probabilities: Matrix(rows: count, columns: count) { share * totals[$0 * room + $1] },
        means: Matrix(rows: d, columns: count) { share * totals[$1 * room + count + $0] },
        covariances: (0..<count).map { k in
          let own = k * room + count + width
          return Matrix(rows: d, columns: d) { share * totals[own + min($0, $1) * width + max($0, $1)] }
        })
    }
  }
}
