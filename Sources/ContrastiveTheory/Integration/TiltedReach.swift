import Foundation
import LinearAlgebra

/// How far the tilted moments reach while z stays in a ball: what bounds the variation and the rounding of a sample of them
/// (Proofs/Certificate.md, S17), multiplied out in 106 bits. A prime stands for S^(-1/2) before what is measured.
struct TiltedReach {
  private struct Component {
    /// The most by which the mean of y under the tilted mixture varies, less what is odd in z.
    let (mean, weightedMean): (Double, Double)
    /// The largest distance of two components' tilted means.
    let (tilts, weightedTilts): (Double, Double)
    /// The same after Σₖ H.
    let (pulled, weightedPulled): (Double, Double)
  }

  private let components: [Component]
  private let weights: [Double]
  /// |N diag √w|₂.
  private let widestMean: Double
  private let sizes: (means: Double, images: Double, tilts: Double, pulled: Double)
  private let (axes, dimension): (Double, Double)

  /// - Parameters:
  ///   - pulled: Σₖ H.
  ///   - root: of the second moment S.
  ///   - moment: |S|₂.
  ///   - radius: of the ball.
  init(_ sums: TiltedSums, pulled: [Matrix], root: DoubleDoubleCholesky, moment: Double, radius: Double) {
    weights = sums.weights
    widestMean = (moment - 1).squareRoot()
    components = zip(sums.laws, pulled).map { law, pulled in
      let weighted = law.tilts.map { root.solveLower($0) }
      let image = root.solveLower(law.image)
      func range(_ tilts: [Matrix], less image: Matrix) -> Double {
        let slopes = tilts.map { Self.slope($0 - image).spectralNormBound }
        return tilts.widestDifference { Self.offset($0) } + 2 * radius * (slopes.max() ?? 0)
      }
      func widest(_ tilts: [Matrix]) -> Double {
        tilts.widestDifference { Self.offset($0) + radius * Self.slope($0).spectralNormBound }
      }
      let after = law.tilts.map { (DoubleDoubleMatrix(pulled) * DoubleDoubleMatrix($0)).high }
      return Component(
        mean: range(law.tilts, less: law.image), weightedMean: range(weighted, less: image),
        tilts: widest(law.tilts), weightedTilts: widest(weighted),
        pulled: widest(after), weightedPulled: widest(after.map { root.solveLower($0) }))
    }
    func farthest(_ maps: [Matrix]) -> Double {
      maps.reduce(0) { max($0, Self.offset($1) + radius * Self.slope($1).frobeniusNorm) }
    }
    sizes = (
      means: farthest((0..<sums.means.columns).map { sums.means.columns($0..<($0 + 1)) }),
      images: farthest(sums.laws.map(\.image)), tilts: farthest(sums.laws.flatMap(\.tilts)),
      pulled: pulled.reduce(0) { max($0, $1.frobeniusNorm) }
    )
    (axes, dimension) = (Double((sums.laws.first?.image.columns ?? 1) - 1), Double(sums.means.rows))
  }

  /// By how much S^(-1/2) Λ of a draw differs from that of another at most.
  func range(_ covariances: [Matrix], pulled: [Matrix], root: DoubleDoubleCholesky) -> Double {
    var (means, weightedMeans, others) = (0.0, 0.0, 0.0)
    for (k, weight) in weights.enumerated() {
      let own = components[k]
      means += weight * own.mean * own.mean
      weightedMeans += weight * own.weightedMean * own.weightedMean
      let ofProbabilities = covariances.map {
        root.solveLower((DoubleDoubleMatrix(pulled[k]) * DoubleDoubleMatrix($0)).symmetricPart)
      }.widestDistance { ($0 - $1).high.frobeniusNorm }
      others +=
        weight * (ofProbabilities + (own.weightedPulled * own.tilts + own.weightedTilts * own.pulled) / 2)
    }
    return 1.001 * ((means.squareRoot() + widestMean * weightedMeans.squareRoot()) / 2 + others)
  }

  /// What rounding does to Λ, Frobenius.
  func roundingError(longestSum: Int, ofWeights: Double, widest: Double) -> Double {
    let ofScores = (dimension + 2 * axes + 12) * sizes.images * (sizes.means + sizes.tilts)
    let logarithm = weights.reduce(0) { max($0, abs(log($1))) }
    let steps =
      2 * (ofScores + 2 * logarithm) + 4 * Double(weights.count) + dimension + axes + Double(longestSum) + 64
    let relative = steps * .ulpOfOne / 2 + 6 * ofWeights
    return 1.001 * relative
      * (2 * sizes.means * sizes.tilts + sizes.pulled * (widest + 16 * sizes.tilts * sizes.tilts))
  }

  private static func offset(_ map: Matrix) -> Double { map.columns(0..<1).frobeniusNorm }
  private static func slope(_ map: Matrix) -> Matrix { map.columns(1..<map.columns) }
}

extension Array {
  /// The largest distance of two.
  fileprivate func widestDistance(_ distance: (Element, Element) -> Double) -> Double {
    var widest = 0.0
    for l in indices {
      for m in 0..<l { widest = Swift.max(widest, distance(self[l], self[m])) }
    }
    return widest
  }
}

extension [Matrix] {
  /// The largest size of a difference of two.
  func widestDifference(_ size: (Matrix) -> Double) -> Double { widestDistance { size($0 - $1) } }
}
