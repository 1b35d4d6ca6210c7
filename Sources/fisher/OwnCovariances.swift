import ContrastiveTheory
import Evidence
import LinearAlgebra

/// What the optimum becomes when every class keeps its own covariance, in place of the pooled one that the model shares.
struct OwnCovariances {
  let kept: KeptDirections
  /// The largest angle of the row space to the Fisher subspace in degrees; nil where one of the two is zero.
  let angle: Double?
  /// How far the optimum is from that for the pooled covariance, relative to the latter.
  let shift: Double
  /// Whether the optimum stays in the Fisher subspace.
  let contained: Verdict

  /// The most classes and columns for which it is computed: of more the certificate is coarse.
  static let classLimit = 6
  static let columnLimit = 64

  /// - Parameters:
  ///   - classes: of the data; with more classes or columns than the limits, or a class whose covariance is singular, there is
  ///     no result.
  ///   - pooled: the optimum for the pooled covariance.
  init?(
    _ data: LabelledData, _ classes: ClassMixture, _ fisher: Subspace, bias: Double, rank: Int,
    pooled: Minimizer
  ) throws {
    guard data.classNames.count <= Self.classLimit, classes.columnNames.count <= Self.columnLimit,
      let mixture = try classes.withOwnCovariances(data)
    else { return nil }
    let minimizer = try InfoNCE(mixture.centred.pairs(bias: bias)).minimizer(rank: min(rank, Self.classLimit))
    let whitening = try Cholesky(of: mixture.withinClassCovariance)
    kept = try KeptDirections(minimizer.encoder, fisher, whitening)
    angle = try minimizer.rowSpace.largestAngle(to: fisher).map { $0.value * 180 / .pi }
    contained = try minimizer.containment(in: fisher)
    shift = (minimizer.whitenedGram - pooled.whitenedGram).frobeniusNorm / pooled.whitenedGram.frobeniusNorm
  }
}
