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
  /// The row space of the encoder: certified, unless `isRowSpaceCertified` is false.
  let rowSpace: Subspace
  /// Largest angles to the Fisher subspace in degrees, nil where one of the two subspaces is zero.
  let angles: (infoNCE: Double?, lda: Double?, pca: Double?)
  let contained: Verdict
  let spans: Verdict
  /// The smallest and the largest ratio of a component's own variance and the pooled one along a direction.
  let varianceRatios: ClosedRange<Double>

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
    let minimizer = try InfoNCE(mixture.pairs(bias: bias)).minimizer(rank: min(rows, useful))
    let rowSpace =
      rows >= q
      ? minimizer.rowSpace
      : try Subspace(spannedBy: minimizer.encoder.transposed, tolerance: Double(d) * .ulpOfOne)
    let certified = try minimizer.containment(in: fisher)
    // T10 speaks of every critical point, and its inequality needs no certificate.
    let contained =
      certified.outcome == .inconclusive && rows < q && mixture.sharedCovariance != nil
      ? try minimizer.stationaryContainment(in: fisher) : certified
    func degrees(_ subspace: Subspace) throws -> Double? {
      try subspace.largestAngle(to: fisher).map { $0 * 180 / .pi }
    }

    (self.subject, self.bias, self.rows, self.mixture) = (subject, bias, rows, mixture)
    (self.fisher, self.minimizer, self.rowSpace, self.contained) = (fisher, minimizer, rowSpace, contained)
    spans = try minimizer.spanning(of: fisher, contained: contained)
    angles = (
      infoNCE: try degrees(rowSpace),
      lda: try degrees(LinearDiscriminants(of: mixture, dimension: q).subspace),
      pca: try degrees(mixture.principalSubspace(dimension: q))
    )
    condition = (spectrum.last ?? 1) / (spectrum.first ?? 1)
    meanDistance = try Cholesky(of: within).solveLower(Matrix(columnVectors: [given.mean])).frobeniusNorm
    varianceRatios = try Self.varianceRatios(subject, within: within)
  }

  private static func varianceRatios(_ subject: Subject, within: Matrix) throws -> ClosedRange<Double> {
    let ratios: [ClosedRange<Double>]
    switch subject {
    case .data(_, let classes): ratios = classes.varianceRatios
    case .mixture(let mixture):
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
