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
  /// For labelled data of few classes.
  let own: OwnCovariances?
  /// The row space of the encoder: certified, unless `isRowSpaceCertified` is false.
  let rowSpace: Subspace
  /// Largest angles to the Fisher subspace in degrees, nil where one of the two subspaces is zero.
  let angles: (infoNCE: Double?, lda: Double?, pca: Double?)
  let contained: Verdict
  /// What the computed optimum alone says of containment, where that decides nothing and the theorem (T10) does.
  let undecided: Verdict?
  let spans: Verdict
  /// The smallest and the largest ratio of a component's own variance and the pooled one along a direction.
  let varianceRatios: ClosedRange<Double>

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
      (mixture.componentCount == 1 ? "there is one component" : "all means are equal")
        + ": the Fisher subspace is zero, and there is nothing to find"
    ]
  }

  /// With fewer rows than the optimum needs the problem is not convex, and there is no certificate.
  var isRowSpaceCertified: Bool { rows >= fisher.dimension }

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
    guard condition.isFinite, minimizer.certificate.distance.isFinite else {
      throw InputFile.Failure(
        description: "found a within-class covariance of condition number \(shortDecimal(condition))")
    }
    let rowSpace =
      rows >= q
      ? minimizer.rowSpace
      : try Subspace(spannedBy: minimizer.encoder.transposed, tolerance: Double(d) * .ulpOfOne)
    let certified = try minimizer.containment(in: fisher)
    // T10 speaks of every critical point, and its inequality needs no certificate.
    let computed =
      certified.outcome == .inconclusive && rows < q && mixture.sharedCovariance != nil
      ? try minimizer.stationaryContainment(in: fisher) : certified
    let isTheorem = computed.outcome == .inconclusive && mixture.sharedCovariance != nil
    let contained = isTheorem ? Verdict.vanishes(measured: 0, budget: .exact) : computed
    func degrees(_ subspace: Subspace) throws -> Double? {
      try subspace.largestAngle(to: fisher).map { $0.value * 180 / .pi }
    }

    (self.subject, self.bias, self.rows, self.mixture) = (subject, bias, rows, mixture)
    (self.fisher, self.minimizer, self.rowSpace, self.contained) = (fisher, minimizer, rowSpace, contained)
    undecided = isTheorem ? computed : nil
    self.starts = starts
    spans =
      bias == 0 && q > 0
      ? .atMost(Estimate(exactly: Double(q)), Estimate(exactly: 0))
        .because(
          "at bias 0 the points of a pair are independent: the optimum is zero, and there is nothing to learn"
        )
      : try minimizer.spanning(of: fisher, contained: contained)
    let whitening = try Cholesky(of: within)
    kept = try KeptDirections(minimizer.encoder, fisher, whitening)
    agreement =
      starts == nil && bias > 0
      ? try loss.hold(of: fisher, at: minimizer).map { AgreementOnFisher($0, bias: bias, whitening) } : nil
    if case .data(let data, let classes) = subject, starts == nil {
      own = try OwnCovariances(data, classes, fisher, bias: bias, rank: rows, pooled: minimizer)
    } else {
      own = nil
    }
    angles = (
      infoNCE: try degrees(rowSpace),
      lda: try degrees(LinearDiscriminants(of: mixture, dimension: q).subspace),
      pca: try degrees(mixture.principalSubspace(dimension: q))
    )
    self.condition = condition
    meanDistance = whitening.solveLower(Matrix(columnVectors: [given.mean])).frobeniusNorm
    varianceRatios = try Self.varianceRatios(subject, within: within)
  }

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
