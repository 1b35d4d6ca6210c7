import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers

/// The best of several descents. With fewer rows than the Fisher subspace has dimensions the loss has local minima (T20), and
/// none of them is certified to be the global one, but for one row in a plane.
struct BestOfStarts {
  let minimizer: Minimizer
  /// The number of descents.
  let count: Int
  /// The losses at which they ended, ascending, without those that differ by rounding only.
  let losses: [Double]
  /// What no loss is below, where it is known.
  let bound: OneRowBound?

  /// Whether no other encoder is better by more than the tolerance: another one may be as good.
  var isGlobal: Bool {
    bound.map { minimizer.value - $0.lowerBound <= Self.tolerance * abs(minimizer.value) } ?? false
  }

  /// What rounding may do to a small loss: it is a difference of means, of logarithms and of scores, that are about one or less.
  private static let rounding = 64 * Double.ulpOfOne

  /// A loss without the digits that are rounding.
  static func words(ofLoss loss: Double) -> String {
    guard abs(loss) > rounding else { return "zero to rounding" }
    return loss.significant(min(7, max(1, Int(log10(abs(loss) / rounding)))))
  }

  /// A part of the loss: the bound is to a millionth, and so is what is attained.
  static let tolerance = 2e-6

  /// - Parameters:
  ///   - loss: of a centred mixture.
  ///   - rank: the number of rows, at least 1.
  init(_ loss: InfoNCE, rank: Int) throws {
    let mixture = loss.pairs.mixture
    let whitening = try Cholesky(of: mixture.withinClassCovariance)
    let means = whitening.solveLower(mixture.means)
    // Scores of about one: much larger ones overflow.
    let reach = (0..<means.columns).map { means.columns($0..<($0 + 1)).frobeniusNorm }.max() ?? 0
    // Of more rows a descent takes so much longer that fewer of them must do.
    count = rank <= 2 ? 24 : 6
    var ends: [Minimizer] = []
    for index in 0..<count {
      var generator = CounterBasedGenerator(key: 0x57a87, stream: UInt64(index))
      // Rows are combinations of the means, as those of a critical point are where the covariance is shared (T10).
      let weights = Matrix.normal(rows: rank, columns: mixture.componentCount, using: &generator)
      let rows = weights.timesTranspose(means)
      let size =
        generator.logUniform(in: 0.3...3) / (max(reach, .ulpOfOne) * max(rows.frobeniusNorm, .ulpOfOne))
      ends.append(try loss.minimizer(rank: rank, start: size * rows))
    }
    let sorted = ends.sorted { $0.value < $1.value }
    minimizer = sorted[0]
    losses = sorted.map(\.value).reduce(into: []) { kept, value in
      let isNext = kept.last.map { value - $0 > max(1e-9 * max(abs(value), abs($0)), Self.rounding) }
      if isNext ?? true { kept.append(value) }
    }
    bound = rank == 1 ? try OneRowBound(loss.pairs, attained: sorted[0].value) : nil
  }
}
