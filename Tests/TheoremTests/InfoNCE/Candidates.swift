import Foundation
import MixtureFamilies
import TheoremTesting

// What T11 and T24 pinch.

/// An anchor, its positive and negatives, and an encoder, all in whitened coordinates.
struct Candidates: Sendable {
  let mixture: GaussianMixture
  let encoder: Matrix
  /// One point a column, the anchor first; and again with other noise outside F.
  let points: [Matrix]
  /// Those of the points' components.
  let means: Matrix
  /// Of the values of the noise, of which the last makes its mean zero.
  let probabilities: [Double]

  /// "The loss of the projected encoder is at most the mean over the noise outside F."
  /// - Parameter offset: by how much all points and means are moved along every axis.
  func verdict(
    _ loss: ScoreLoss, movedBy offset: Double = 0, pairSharesNoise: Bool = false
  ) throws -> Verdict {
    let root = try Cholesky(of: mixture.withinClassCovariance).factor
    let shift = Matrix(rows: means.rows, columns: means.columns) { _, _ in offset }
    let (projected, mean) = try mixture.pinching(of: encoder).losses(
      loss, at: root * (points[0] + shift), means: root * (means + shift),
      others: points.dropFirst().map { root * ($0 + shift) }, probabilities: probabilities,
      pairSharesNoise: pairSharesNoise)
    return .atMost(projected, mean, scale: max(projected.value, mean.value, 1))
  }

  /// "The mean of InfoNCE over the noise is no larger where the part of the encoder outside F is multiplied by a number."
  /// - Parameter left: in [0, 1].
  func pulled(by left: Double) throws -> Verdict {
    let root = try Cholesky(of: mixture.withinClassCovariance).factor
    func mean(of pinching: Pinching) -> Estimate {
      pinching.losses(
        .infoNCE, at: root * points[0], means: root * means,
        others: points.dropFirst().map { root * $0 }, probabilities: probabilities
      ).mean
    }
    let whole = try mixture.pinching(of: encoder)
    let pulled = try Pinching(
      whole.projected + left * (whole.encoder - whole.projected), onto: mixture.fisherSubspace,
      covariance: mixture.withinClassCovariance)
    let most = mean(of: whole)
    return .atMost(mean(of: pulled), most, scale: max(most.value, 1))
  }
}

extension GaussianMixture {
  func pinching(of encoder: Matrix) throws -> Pinching {
    let root = try Cholesky(of: withinClassCovariance)
    return try Pinching(
      root.solveTransposedLower(encoder.transposed).transposed, onto: fisherSubspace,
      covariance: withinClassCovariance)
  }
}

extension Family<Candidates> {
  /// The noise of each point takes two to four values, as many as an encoder of up to three rows can tell from all others.
  /// - Parameter most: how many points there are at most; with more values they are fewer, for the sum over all of them.
  static func candidates(
    _ name: String, _ recipe: MixtureFamily, most: Int, rows: ClosedRange<Int> = 1...3,
    laplace: Bool = false
  ) -> Family {
    Family<GaussianMixture>.centred(recipe).map(name) { mixture, draw in
      let rank = draw.integer("rank", in: rows)
      let size = draw.logarithmic("size", in: 0.1...1) * Double(rank * mixture.dimension).squareRoot()
      let encoder = draw.encoder("encoder", rows: rank, dimension: mixture.dimension, size: size)
      let root = try Cholesky(of: mixture.withinClassCovariance)
      let inside = try QR(of: root.factor.transposeTimes(mixture.fisherSubspace.basis)).q
      let values = draw.integer("values of the noise", in: 2...4, shares: [0.5, 0.25, 0.25])
      let count = draw.integer("points", in: 3...min(most, [9, 6, 5][values - 2]))
      let means = Matrix(
        columnVectors: (0..<count).map { _ in
          root.solveLower(mixture.means).column(
            draw.integer("component", in: 0...(mixture.componentCount - 1)))
        })
      let points = (1..<values).map { _ in
        let normal = Matrix(columnVectors: (0..<count).map { _ in draw.normals("noise", mixture.dimension) })
        // A Laplace deviate of variance 1 with the quantile of the normal one.
        let wild = normal.map { copysign(log(erfc(abs($0) / 2.0.squareRoot())) / 2.0.squareRoot(), $0) }
        return means
          + (laplace ? wild + inside * inside.transposeTimes(normal - wild) : normal)
      }
      let isEven = draw.element("the values are", of: ["as likely", "unequally likely"]) == "as likely"
      let odds = (1..<values).map { _ in isEven ? 1 : draw.logarithmic("odds", in: 0.25...4) } + [1]
      return Candidates(
        mixture: mixture, encoder: encoder, points: points, means: means,
        probabilities: odds.map { $0 / odds.reduce(0, +) })
    }
  }
}
