import CVectorMath
import Dispatch
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers

/// Independent draws in place of a lattice, for integrals of so many dimensions that a ``LatticeRule`` proves nothing.
///
/// A draw is a pair z, −z of standard normal nodes under every component. Its moments are Lipschitz functions of z, so that what a mean
/// of them may be wrong by is proved from how much they are seen to vary (Proofs/Certificate.md, S15).
struct SoftmaxSample {
  /// Samples of different purposes are independent.
  enum Purpose: UInt64 {
    /// To look for a minimiser.
    case descent = 0x5a11
    /// To judge what was found.
    case certificate = 0xce47
  }

  /// A linear map of the moments.
  struct Image {
    /// A Lipschitz constant of the image of a draw z, in the Frobenius norm.
    let lipschitz: Double
    let map: @Sendable (_ posterior: Matrix, _ covariance: Matrix) -> Matrix
  }

  let purpose: Purpose
  /// The number of draws.
  let count: Int
  /// Of so many the squares of differences are taken.
  private let batches: Int
  /// Each with a generator of its own, a multiple of 2.
  private let batchSize: Int
  /// The number of threads, which changes nothing but the time; nil takes one for each core, at most 16.
  var threads: Int?

  /// - Parameters:
  ///   - count: of the draws, at least; the sample has as many or a little more.
  ///   - batches: at most. The bound of the variance needs some hundreds; more than thousands improve it no further.
  init(_ purpose: Purpose, count: Double, batches: Int = 4096) {
    self.purpose = purpose
    self.batches = 2 * Int(min(max(count / 4, 1), Double(batches) / 2))
    batchSize = 2 * Int((max(count, 1) / Double(2 * self.batches)).rounded(.up))
    self.count = self.batches * batchSize
  }

  /// So many terms at most are added one after the other.
  func longestSum(components: Int) -> Int { 2 * batchSize * components + batches }

  /// The sample's means of the sums over a rule, and what those of each image may be wrong by; all bounds hold together but with
  /// probability `FalseAlarm.ofCheck`.
  func total(of sums: SoftmaxSums, images: [Image]) -> (mean: SoftmaxSums.Total, errors: [Double]) {
    let chunks = min(batches / 2, 64)
    var parts = [Part?](repeating: nil, count: chunks)
    let workers = max(min(threads ?? min(ProcessInfo.processInfo.activeProcessorCount, 16), chunks), 1)
    parts.withUnsafeMutableBufferPointer { parts in
      // Each thread writes to its own elements only.
      nonisolated(unsafe) let own = parts
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for chunk in stride(from: worker, to: chunks, by: workers) {
          let pairs = (chunk * batches / 2 / chunks)..<((chunk + 1) * batches / 2 / chunks)
          own[chunk] = part(of: sums, images: images, pairs)
        }
      }
    }
    // In the order of the chunks, whoever was first.
    let all = parts.compactMap(\.self)
    let sum = all.dropFirst().reduce(all[0]) { $0 + $1 }
    let share = 1 / Double(batches)
    let mean = SoftmaxSums.Total(
      logarithm: share * sum.total.logarithm, posterior: share * sum.total.posterior,
      covariance: share * sum.total.covariance)
    let miss = FalseAlarm.ofCheck / Double(max(images.count, 1))
    return (mean, zip(images, sum.squares).map { error(of: $0, squares: $1, miss: miss) })
  }

  /// What the mean of a number with a Lipschitz constant may be wrong by, with a probability as small as that of the images' bounds.
  func error(ofLipschitz constant: Double) -> Double {
    constant * (2 * log(2 / FalseAlarm.ofCheck) / Double(count)).squareRoot()
  }

  /// Bernstein's inequality in a Hilbert space (Pinelis 1994), with a bound of the variance σ² from the differences of the batches'
  /// means; half of the probability for each.
  private func error(of image: Image, squares: Double, miss: Double) -> Double {
    let (pairs, draws) = (Double(batches) / 2, Double(count))
    // The images are rounded.
    let seen = (1 + 0x1p-16) * Double(batchSize) / 2 * squares / pairs
    let (ofVariance, ofMean) = (log(2 / miss), log(4 / miss))
    let left = 1 - (6 * ofVariance / pairs).squareRoot()
    guard left > 0 else { return .infinity }
    let unseen = image.lipschitz * (16 * ofVariance / draws).squareRoot()
    let deviation = (unseen + (unseen * unseen + 4 * left * seen).squareRoot()) / (2 * left)
    let tail = ((image.lipschitz * image.lipschitz + deviation * deviation / 4) / 2).squareRoot()
    return deviation * (2 * ofMean / draws).squareRoot() + tail * ofMean / draws
  }

  /// What some batches come to.
  private struct Part {
    var total: SoftmaxSums.Total
    /// The squared norm of the difference of two batches, for each image.
    var squares: [Double]

    static func + (a: Part, b: Part) -> Part {
      Part(total: a.total + b.total, squares: zip(a.squares, b.squares).map { $0 + $1 })
    }
  }

  private func part(of sums: SoftmaxSums, images: [Image], _ pairs: Range<Int>) -> Part {
    var batch = Batch(sums, size: batchSize)
    var part: Part?
    for pair in pairs {
      let (first, second) = (batch.mean(purpose, 2 * pair), batch.mean(purpose, 2 * pair + 1))
      let squares = images.map { image in
        let difference = image.map(first.posterior - second.posterior, first.covariance - second.covariance)
        return difference.inner(difference)
      }
      let own = Part(total: first + second, squares: squares)
      part = part.map { $0 + own } ?? own
    }
    return part ?? Part(total: batch.mean(purpose, 0), squares: images.map { _ in 0 })
  }

  /// Room for the draws of a batch.
  private struct Batch {
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

    init(_ sums: SoftmaxSums, size: Int) {
      let (scores, count) = (sums.directions.rows, sums.weights.count)
      let width = (scores + 7) / 8 * 8
      (self.sums, self.size, self.width) = (sums, size, width)
      roots = sums.weights.map { $0.squareRoot() }
      func padded(_ matrix: Matrix) -> [Double] {
        Matrix(rows: width, columns: matrix.columns) { $0 < scores ? matrix[$0, $1] : 0 }.storage
      }
      (factors, directions) = (padded(sums.factors), padded(sums.directions))
      exponentials = [Double](repeating: 0, count: Self.blockSize * width)
      scratch = [Double](repeating: 0, count: Self.blockSize * (width + 1) + width * (count + width) + 1)
    }

    /// The mean over the draws of a batch.
    mutating func mean(_ purpose: Purpose, _ index: Int) -> SoftmaxSums.Total {
      var generator = CounterBasedGenerator(key: purpose.rawValue, stream: UInt64(index))
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
  fileprivate static func + (a: Self, b: Self) -> Self {
    Self(
      logarithm: a.logarithm + b.logarithm, posterior: a.posterior + b.posterior,
      covariance: a.covariance + b.covariance)
  }
}
