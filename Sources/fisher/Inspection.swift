import ContrastiveTheory
import Evidence
import LinearAlgebra

/// InfoNCE, LDA and PCA on one mixture, compared with its Fisher subspace.
struct Inspection {
  let subject: Subject
  let bias: Double
  /// The number of rows of the encoder that was asked for.
  let rows: Int

  /// The mixture, moved so that its mean is zero.
  let mixture: GaussianMixture
  /// How far the mean was from zero, in standard deviations within the classes.
  let meanDistance: Double
  /// The condition number of the within-class covariance.
  let condition: Double
  let fisher: Subspace
  let minimizer: Minimizer
  /// The descents, with fewer rows than the Fisher subspace has dimensions.
  let starts: BestOfStarts?
  let kept: KeptDirections
  /// Nil with fewer rows than dimensions, at bias 0, and where the covariances differ.
  let agreement: AgreementOnFisher?
  /// For labelled data.
  let own: Result<OwnCovariances, OwnCovariances.Missing>?
  /// The row space of the encoder: certified, unless it is the best of several descents.
  let rowSpace: Subspace
  /// Largest angles to the Fisher subspace in degrees, nil where one of the two subspaces is zero, or rounding or the certificate decides.
  let angles: (infoNCE: Double?, lda: Double?, pca: Double?)
  let contained: Verdict
  /// What the computed optimum alone says of containment, where that decides nothing and the theorem (T10) does.
  let undecided: Verdict?
  let spans: Verdict
  /// The smallest and the largest ratio of a component's own variance and the pooled one along a direction.
  let varianceRatios: ClosedRange<Double>
  /// Whether the means differ beyond the Fisher subspace by no more than rounding them may have done.
  private let isCut: Bool

  /// The names of the coordinates.
  var coordinateNames: [String] {
    switch subject {
    case .mixture: (0..<mixture.dimension).map { "coordinate \($0)" }
    case .data(_, let classes): classes.columnNames
    }
  }

  /// What was taken for granted of the input, and what makes it trivial.
  var notes: [String] {
    guard fisher.dimension == 0 else { return subject.notes }
    return subject.notes + [
      (mixture.componentCount == 1
        ? "there is one component" : "all means are equal" + (isCut ? " to rounding" : ""))
        + ": the Fisher subspace is zero, and there is nothing to find"
    ]
  }

  /// Analyses the subject.
  /// - Parameters:
  ///   - bias: in [0, 1].
  ///   - rank: the number of rows of the encoder, at least 1; nil takes d. More than d rows change nothing.
  init(_ subject: Subject, bias: Double, rank: Int?) throws {
    let given = subject.mixture
    let d = given.dimension
    let mixture = given.centred
    let within = given.withinClassCovariance
    let spectrum = try SymmetricEigen(of: within).values
    let fisher = try mixture.fisherSubspace
    let q = fisher.dimension
    let rows = rank ?? d
    // The optimum for a shared covariance has rank K - 1 at most, so that more than K rows only cost time; the
    // certificate bounds the distance to the best of all encoders anyhow.
    let useful = mixture.sharedCovariance == nil ? d : min(d, mixture.componentCount)
    let loss = try InfoNCE(mixture.pairs(bias: bias))
    let starts = rows < q && bias > 0 ? try BestOfStarts(loss, rank: rows) : nil
    let minimizer = try starts?.minimizer ?? loss.minimizer(rank: min(rows, useful))
    let condition = (spectrum.last ?? 1) / (spectrum.first ?? 1)
    guard condition.isFinite else {
      throw InputFile.Failure(
        "found a within-class covariance of condition number \(shortDecimal(condition)); other units may help"
      )
    }
    let whitening = try Cholesky(of: within)
    guard minimizer.certificate.distance.isFinite else {
      let reach = whitening.solveLower(mixture.means).largestEntry
      let reachOfGiven = whitening.solveLower(given.means).largestEntry
      let found =
        if reach > Self.farReach {
          "means up to \(shortDecimal(reach)) standard deviations from their mean, too far"
        } else if reachOfGiven > Self.farReach {
          "means up to \(shortDecimal(reachOfGiven)) standard deviations from zero, beside their distances too far"
        } else {
          "covariances of the components too many orders of magnitude apart"
        }
      throw InputFile.Failure("found \(found) for a certificate")
    }
    // What rounding turns where W is the identity it turns by up to the root of W's condition more elsewhere.
    let rounding = ErrorBudget.computed([.rounding: 8 * Double(d) * .ulpOfOne * condition.squareRoot()])
    // With fewer rows than the optimum needs the problem is not convex, and there is no certificate.
    let rowSpace =
      try
      (starts == nil
      ? minimizer.rowSpace
      : Subspace(spannedBy: minimizer.encoder.transposed, tolerance: Double(d) * .ulpOfOne))
      .turned(by: rounding)
    let certified = try minimizer.staysIn(fisher)
    // T10 speaks of every critical point, and its inequality needs no certificate.
    let computed =
      certified.outcome == .inconclusive && starts != nil && mixture.sharedCovariance != nil
      ? try minimizer.stationaryContainment(in: fisher) : certified
    isCut = try (q == 0 || computed.outcome == .refuted) && mixture.meansDifferByRounding
    let isTheorem = computed.outcome == .inconclusive && mixture.sharedCovariance != nil
    // The certificate takes the means as they are, the Fisher subspace as they may have been before they were rounded.
    let contained =
      isTheorem
      ? Verdict.vanishes(measured: 0, budget: .exact)
      : isCut && computed.outcome == .refuted
        ? .inconclusive("the means differ outside the Fisher subspace by what rounding may have done to them")
        : computed

    (self.subject, self.bias, self.rows, self.mixture) = (subject, bias, rows, mixture)
    (self.fisher, self.minimizer, self.rowSpace, self.contained) = (fisher, minimizer, rowSpace, contained)
    undecided = isTheorem ? computed : nil
    self.starts = starts
    agreement =
      starts == nil && bias > 0
      ? try loss.hold(of: fisher, at: minimizer).map { AgreementOnFisher($0, bias: bias, whitening) } : nil
    let certifiedSpans =
      bias == 0 && q > 0
      ? .atMost(Estimate(exactly: Double(q)), Estimate(exactly: 0))
        .because(
          "at bias 0 the points of a pair are independent: the optimum is zero, and there is nothing to learn"
        )
      : try minimizer.spanning(of: fisher, contained: contained)
    // T27 may know of a least eigenvalue that the certificate cannot tell from zero.
    let byPosterior = agreement.map {
      Verdict.positive($0.leastEigenvalue.value, budget: $0.leastEigenvalue.budget).and(contained)
    }
    spans =
      certifiedSpans.outcome == .inconclusive && byPosterior?.outcome == .holds
      ? byPosterior ?? certifiedSpans : certifiedSpans
    kept = try KeptDirections(
      minimizer, fisher, whitening, error: starts == nil ? minimizer.certificate.distance : 0)
    if case .data(let data, let classes) = subject {
      let reach = whitening.solveLower(mixture.means).largestEntry
      own = Result { () throws(OwnCovariances.Missing) in
        try OwnCovariances(
          data, classes, fisher, bias: bias, rank: rows, pooled: minimizer, condition: condition,
          reach: reach, rounding: rounding)
      }
    } else {
      own = nil
    }
    angles = (
      infoNCE: kept.isAngleKnown ? try rowSpace.degrees(to: fisher) : nil,
      lda: try LinearDiscriminants(of: mixture, dimension: q).subspace.degrees(to: fisher),
      pca: try mixture.principalSubspace(dimension: q).degrees(to: fisher)
    )
    self.condition = condition
    meanDistance = whitening.solveLower(Matrix(columnVectors: [given.mean])).frobeniusNorm
    varianceRatios = try Self.varianceRatios(subject, within: within)
  }

  /// Means of more standard deviations than this are what leaves a problem without a certificate.
  private static let farReach = 1e3

  private static func varianceRatios(_ subject: Subject, within: Matrix) throws -> ClosedRange<Double> {
    let ratios: [ClosedRange<Double>]
    switch subject {
    case .data(_, let classes): ratios = classes.varianceRatios
    case .mixture(let mixture, _):
      guard mixture.sharedCovariance == nil else { return 1...1 }
      ratios = try (0..<mixture.componentCount).map { k in
        let values = try SymmetricDefinitePencil(mixture.covariance(of: k), within).values
        return values[0]...values[values.count - 1]
      }
    }
    let smallest = ratios.reduce(1) { min($0, $1.lowerBound) }
    return smallest...ratios.reduce(1) { max($0, $1.upperBound) }
  }
}

extension Minimizer {
  /// "The optimum lies in the Fisher subspace", which needs no certificate where that is everything.
  func staysIn(_ fisher: Subspace) throws -> Verdict {
    fisher.dimension == fisher.ambientDimension
      ? .vanishes(measured: 0, budget: .exact) : try containment(in: fisher)
  }
}
