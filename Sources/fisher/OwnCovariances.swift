import ContrastiveTheory
import Evidence
import LinearAlgebra

/// What the optimum becomes when every class keeps its own covariance, in place of the pooled one that the model shares.
struct OwnCovariances {
  /// Why it is not known.
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  let kept: KeptDirections
  /// The largest angle of the row space to the Fisher subspace in degrees; nil where one of the two is zero, or rounding or the
  /// certificate decides.
  let angle: Double?
  /// How far the optimum is from that for the pooled covariance, relative to the latter.
  let shift: Shift
  /// Whether the optimum stays in the Fisher subspace.
  let contained: Verdict

  enum Shift {
    /// The latter is zero to its error.
    case fromZero
    case by(Double)
    /// What is seen is no more than the errors of the two.
    case atMost(Double)

    /// The part that is seen, where it is.
    var share: Double? { if case .by(let share) = self { share } else { nil } }
  }

  /// The most classes and columns for which it is computed: of more the certificate is coarse.
  private static let classLimit = 6
  private static let columnLimit = 64
  /// The most of the covariances that rounding may change where the pooled one is the identity: its part in what is told.
  private static let roundingLimit = 1e-4
  /// How far the means may be from their mean, in standard deviations: of farther ones the certificate tells nothing, after minutes.
  private static let reachLimit = 1e4

  /// - Parameters:
  ///   - rank: the number of rows of the encoder.
  ///   - pooled: the optimum for the pooled covariance.
  ///   - condition: of the pooled covariance.
  ///   - reach: how far the means are from their mean, in standard deviations within the classes.
  ///   - rounding: of a row space.
  init(
    _ data: LabelledData, _ classes: ClassMixture, _ fisher: Subspace, bias: Double, rank: Int,
    pooled: Minimizer, condition: Double, reach: Double, rounding: ErrorBudget
  ) throws(Missing) {
    guard data.classNames.count <= Self.classLimit, classes.columnNames.count <= Self.columnLimit else {
      throw Missing(
        description: "there are more than \(Self.classLimit) classes or \(Self.columnLimit) columns")
    }
    guard rank >= fisher.dimension else {
      throw Missing(description: "the encoder has fewer rows than the Fisher subspace has dimensions")
    }
    guard reach <= Self.reachLimit else {
      throw Missing(
        description:
          "the means are up to \(shortDecimal(reach)) standard deviations from their mean, too far for a certificate"
      )
    }
    guard Double(classes.columnNames.count) * .ulpOfOne * condition <= Self.roundingLimit else {
      throw Missing(
        description:
          "some columns are almost a linear combination of others, and rounding would be a part of it")
    }
    // What is told beside the analysis does not end it.
    do {
      let mixture = try classes.withOwnCovariances(data)
      let minimizer = try InfoNCE(mixture.centred.pairs(bias: bias)).minimizer(
        rank: min(rank, Self.classLimit))
      kept = try KeptDirections(
        minimizer, fisher, Cholesky(of: mixture.withinClassCovariance), error: minimizer.certificate.distance)
      angle = kept.isAngleKnown ? try minimizer.rowSpace.turned(by: rounding).degrees(to: fisher) : nil
      contained = try minimizer.staysIn(fisher)
      let size = pooled.whitenedGram.frobeniusNorm
      let difference = (minimizer.whitenedGram - pooled.whitenedGram).frobeniusNorm
      let (error, other) = (pooled.certificate.distance, minimizer.certificate.distance)
      shift =
        size <= error
        ? .fromZero
        : difference > error + other
          ? .by(difference / size) : .atMost((difference + error + other) / (size - error))
    } catch {
      throw Missing(description: "\(error)")
    }
  }
}
