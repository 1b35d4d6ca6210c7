import CVectorMath
import LinearAlgebra
import RandomNumbers

extension SoftmaxSums {
  /// The variation is that of every draw.
  var missed: Double { 0 }

  var numbers: [Double] { weights + directions.storage + factors.storage }

  func batch(ofSize size: Int) -> Batch { Batch(self, size: size) }

  /// Room for the draws of a batch.
  struct Batch: SampleBatch {
    private static let blockSize = 64
    private let sums: SoftmaxSums
    private let size: Int
    /// The number of scores with those that fill up.
    private let width: Int
    private let roots: [Double]
    /// [component][width] and [axis][width].
    private let (factors, directions): ([Double], [Double])
    private var exponentials: [Double]
    private var scratch: [Double]

    fileprivate init(_ sums: SoftmaxSums, size: Int) {
      let (scores, count) = (sums.directions.rows, sums.weights.count)
      let width = (scores + 7) / 8 * 8
      (self.sums, self.size, self.width) = (sums, size, width)
      roots = sums.weights.map { $0.squareRoot() }
      factors = sums.factors.filled(toRows: width).storage
      directions = sums.directions.filled(toRows: width).storage
      exponentials = [Double](repeating: 0, count: Self.blockSize * width)
      scratch = [Double](repeating: 0, count: Self.blockSize * (width + 1) + width * (count + width) + 1)
    }

    mutating func mean(using generator: inout CounterBasedGenerator) -> SoftmaxSums.Total {
      let (components, width) = (roots.count, width)
      let posterior = Self.blockSize * (width + 1)
      let products = posterior + width * components
      for index in posterior..<scratch.count { scratch[index] = 0 }
      let logarithm = scratch.count - 1
      for start in stride(from: 0, to: 2 * size, by: Self.blockSize) {
        let points = min(Self.blockSize, 2 * size - start)
        fill(points, using: &generator)
        scratch.withUnsafeMutableBufferPointer { room in
          guard let scratch = room.baseAddress else { return }
          softmax_add_samples(
            exponentials, points, factors, roots, components, width, scratch, scratch + posterior,
            scratch + products, sums.withValue ? scratch + logarithm : nil)
        }
      }
      let share = 1 / Double(2 * size)
      return SoftmaxSums.Total(
        logarithm: share * scratch[logarithm],
        posterior: Matrix(rows: components, columns: sums.directions.rows) {
          share * scratch[posterior + $0 * width + $1]
        },
        covariance: .softmaxCovariance(sums.directions.rows) { share * scratch[products + $1 * width + $0] })
    }

    /// exp(C z) of the next pairs z, −z.
    private mutating func fill(_ points: Int, using generator: inout CounterBasedGenerator) {
      let (width, axes) = (width, sums.directions.columns)
      exponentials.withUnsafeMutableBufferPointer { exponentials in
        directions.withUnsafeBufferPointer { directions in
          for pair in 0..<(points / 2) {
            let row = 2 * pair * width
            for l in 0..<width { exponentials[row + l] = 0 }
            for axis in 0..<axes {
              let z = normalQuantile(generator.uniform())
              for l in 0..<width { exponentials[row + l] += z * directions[axis * width + l] }
            }
            for l in 0..<width { exponentials[row + width + l] = -exponentials[row + l] }
          }
        }
      }
      vector_exponentials(&exponentials, points * width, 0)
    }
  }
}

extension SoftmaxSums.Total {
  static func + (a: Self, b: Self) -> Self {
    Self(
      logarithm: a.logarithm + b.logarithm, posterior: a.posterior + b.posterior,
      covariance: a.covariance + b.covariance)
  }

  static func * (scale: Double, a: Self) -> Self {
    Self(logarithm: scale * a.logarithm, posterior: scale * a.posterior, covariance: scale * a.covariance)
  }
}
