import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers

/// Independent draws in place of a lattice, for integrals of so many dimensions that a ``LatticeRule`` proves nothing.
///
/// A draw is a pair z, −z of standard normal nodes under every component. Its moments are Lipschitz functions of z, or bounded ones, so
/// that what a mean of them may be wrong by is proved from how much they are seen to vary (Proofs/Certificate.md, S15 and S17).
struct SoftmaxSample {
  /// Samples of different purposes are independent, and but for a descent's those of different problems and points. A point may depend on
  /// the samples of others, and so may a problem, as in a search, never on that by which it is judged; what is said of it may hold but for
  /// a sixteenth of `FalseAlarm.ofCheck` for each bound, as no statement is made of more than sixteen (Proofs/Certificate.md, S15).
  struct Purpose: Sendable, Equatable {
    let key: UInt64
    /// The probability that a bound may be wrong with.
    var falseAlarm = FalseAlarm.ofCheck / 16

    /// To look for a minimiser: of all points by the same draws, which judge none.
    static let descent = Purpose(key: 0x5a11, falseAlarm: FalseAlarm.ofCheck)
    /// To judge what was found.
    static let certificate = Purpose(key: 0xce47)
    /// To judge what was found after a first certificate had shown that much was left.
    static let secondCertificate = Purpose(key: 0xce48)
    /// For values, with gradients of losses between two modalities.
    static let value = Purpose(key: 0xce49)
    /// For posterior matrices at what was found.
    static let posterior = Purpose(key: 0xce4a)
    /// To judge as an encoder of all of space what was found in a part of it.
    static let criticality = Purpose(key: 0xce4b)
    /// For a step from a point to another one.
    static let step = Purpose(key: 0xce4c)

    /// The key of the generator of a sample.
    /// - Parameter numbers: all that its terms are made of.
    func key(for numbers: @autoclosure () -> [Double]) -> UInt64 {
      self == .descent ? key : (key ^ numbers().withUnsafeBytes { fnv1a($0) }) | 1 << 63
    }
  }

  /// How much a function of a draw varies, in the Frobenius norm.
  enum Variation {
    /// With a Lipschitz constant.
    case lipschitz(Double)
    /// By so much at most, between two draws.
    case bounded(Double)
  }

  /// A linear map of the moments of a draw.
  struct Image<Moments> {
    let variation: Variation
    /// What the map is made of.
    var numbers: [Double] = []
    let map: @Sendable (Moments) -> Matrix
  }

  let purpose: Purpose
  /// The number of draws.
  let count: Int
  /// Of so many the squares of differences are taken.
  private let batches: Int
  /// Each with a generator of its own, a multiple of 2.
  private let batchSize: Int
  /// See ``Workers``: they change nothing but the time.
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
  /// the purpose's probability.
  func total<Sums: SampledSums>(
    of sums: Sums, images: [Image<Sums.Moments>]
  ) -> (mean: Sums.Moments, errors: [Double]) {
    let key = purpose.key(for: sums.numbers + images.flatMap(\.numbers))
    let chunks = min(batches / 2, 64)
    let parts = Workers(threads, tasks: chunks).map(chunks) { chunk in
      part(
        of: sums, images: images, key: key,
        (chunk * batches / 2 / chunks)..<((chunk + 1) * batches / 2 / chunks))
    }
    let sum = parts.dropFirst().reduce(parts[0]) { $0 + $1 }
    let mean = (1 / Double(batches)) * sum.total
    let miss = (purpose.falseAlarm - Double(count) * sums.missed) / Double(max(images.count, 1))
    return (mean, zip(images, sum.squares).map { error(of: $0, squares: $1, miss: miss) })
  }

  /// What the mean of a number with a Lipschitz constant may be wrong by, with a probability as small as that of the images' bounds.
  func error(ofLipschitz constant: Double) -> Double {
    constant * (2 * log(2 / purpose.falseAlarm) / Double(count)).squareRoot()
  }

  /// Bernstein's inequality in a Hilbert space (Pinelis 1994), with a bound of the variance σ² from the differences of the batches'
  /// means; half of the probability for each.
  private func error<Moments>(of image: Image<Moments>, squares: Double, miss: Double) -> Double {
    let (pairs, draws) = (Double(batches) / 2, Double(count))
    // The images are rounded.
    let seen = (1 + 0x1p-16) * Double(batchSize) / 2 * squares / pairs
    let (ofVariance, ofMean) = (log(2 / miss), log(4 / miss))
    let left = 1 - (6 * ofVariance / pairs).squareRoot()
    guard left > 0 else { return .infinity }
    let unseen = image.variation.unseen * (ofVariance / draws).squareRoot()
    let deviation = (unseen + (unseen * unseen + 4 * left * seen).squareRoot()) / (2 * left)
    let tail = image.variation.tail(deviation: deviation)
    return deviation * (2 * ofMean / draws).squareRoot() + tail * ofMean / draws
  }

  /// What some batches come to.
  private struct Part<Moments: SampledMoments> {
    var total: Moments
    /// The squared norm of the difference of two batches, for each image.
    var squares: [Double]

    static func + (a: Part, b: Part) -> Part {
      Part(total: a.total + b.total, squares: zip(a.squares, b.squares).map { $0 + $1 })
    }
  }

  private func part<Sums: SampledSums>(
    of sums: Sums, images: [Image<Sums.Moments>], key: UInt64, _ pairs: Range<Int>
  ) -> Part<Sums.Moments> {
    var batch = sums.batch(ofSize: batchSize)
    func mean(_ index: Int) -> Sums.Moments {
      var generator = CounterBasedGenerator(key: key, stream: UInt64(index))
      return batch.mean(using: &generator)
    }
    var part: Part<Sums.Moments>?
    for pair in pairs {
      let (first, second) = (mean(2 * pair), mean(2 * pair + 1))
      let squares = images.map { image in
        let difference = image.map(first + (-1) * second)
        return difference.inner(difference)
      }
      let own = Part(total: first + second, squares: squares)
      part = part.map { $0 + own } ?? own
    }
    return part ?? Part(total: mean(0), squares: images.map { _ in 0 })
  }
}

extension SoftmaxSample.Variation {
  /// The bound of the variance has the deviation σ times this times √(log(1/α)/N).
  fileprivate var unseen: Double {
    switch self {
    case .lipschitz(let constant): 4 * constant
    case .bounded(let range): 2.0.squareRoot() * range
    }
  }

  /// b, by which the moments grow: E|X|^m ≤ m!/2 σ² b^(m − 2).
  fileprivate func tail(deviation: Double) -> Double {
    switch self {
    case .lipschitz(let constant): ((constant * constant + deviation * deviation / 4) / 2).squareRoot()
    case .bounded(let range): range / 3
    }
  }
}

/// Moments of which a sample takes the mean.
protocol SampledMoments: Sendable {
  static func + (a: Self, b: Self) -> Self
  static func * (scale: Double, a: Self) -> Self
}

/// The sums that a sample makes moments of.
protocol SampledSums: Sendable {
  associatedtype Moments
  associatedtype Batch: SampleBatch where Batch.Moments == Moments
  /// All that its terms are made of.
  var numbers: [Double] { get }
  /// Room for the draws of a batch.
  func batch(ofSize size: Int) -> Batch
  /// The probability of a draw for which the variation of its images is not what it is said to be.
  var missed: Double { get }
}

/// Room for the draws of a batch.
protocol SampleBatch {
  associatedtype Moments: SampledMoments
  /// The mean over the next draws.
  mutating func mean(using generator: inout CounterBasedGenerator) -> Moments
}
