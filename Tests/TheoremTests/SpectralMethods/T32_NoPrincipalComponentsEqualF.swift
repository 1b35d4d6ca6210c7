import MixtureFamilies
import TheoremTesting

/// Let Σ be the within-class covariance of a Gaussian mixture, M = span{μₖ − μ} and F = Σ⁻¹ M. (1) The total covariance T
/// maps F onto M. (2) So F is invariant under T if and only if M is invariant under Σ; if it is, some choice of principal
/// components spans F, and if not, none does.
@Suite(.theorem(.proved))
struct `T32 No choice of principal components equals F` {
  @Test func `(1) T maps F onto M`() throws {
    try forAll(.generic) { mixture in
      // T⁻¹ M = F: solved for, because the errors of F would be multiplied by another condition number.
      try mixture.deviationSubspace.mapped(byInverseOf: mixture.totalCovariance)
        .equality(with: mixture.fisherSubspace)
    }
  }

  @Test func `(2) where M is invariant some principal components span F`() throws {
    // With principal components that are determined, each up to its sign.
    let distinctVariances = Family<GaussianMixture>.invariant
      .assuming("principal variances that differ by a millionth of the largest") { mixture in
        let values = try SymmetricEigen(of: mixture.totalCovariance).values
        return zip(values, values.dropFirst()).allSatisfy {
          1_000_000 * ($1 - $0) >= values[values.count - 1]
        }
      }
      .covering("the principal components that span F are not the leading ones", 0.3) { try $0.isMissedByPCA }
    try forAll(distinctVariances) { mixture in
      let fisher = try mixture.roundedFisherSubspace
      return try mixture.nearestPrincipalSubspace(to: fisher).equality(with: fisher)
    }
  }

  @Test func `(2) elsewhere none do`() throws {
    let leading = Observation<GaussianMixture>.angleToFisher("leading principal components", of: \.self) {
      try $0.principalSubspace(dimension: $1.dimension)
    }
    let nearest = Observation<GaussianMixture>.angleToFisher(
      "nearest choice of principal components", of: \.self
    ) { try $0.nearestPrincipalSubspace(to: $1) }
    try forAll(.generic, observing: [leading, nearest]) { mixture in
      let fisher = try mixture.fisherSubspace
      let angle = try mixture.nearestPrincipalSubspace(to: fisher).largestAngle(to: fisher) ?? 0
      return .positive(angle.value, budget: angle.budget)
    }
  }

  @Test func `(2) the invariance of M cannot be dropped`() throws {
    // The coordinates of the means are moved on by one, and the covariance is as it was.
    try cannotDrop(
      "the invariance of M", of: .invariant,
      replacing: { mixture in
        try mixture.withMeans { means in
          Matrix(rows: means.rows, columns: means.columns) { means[($0 + 1) % means.rows, $1] }
        }
      }
    ) { mixture in
      let fisher = try mixture.roundedFisherSubspace
      return try fisher.mapped(by: mixture.totalCovariance).equality(with: fisher)
    }
  }
}

extension GaussianMixture {
  /// F = Σ⁻¹ M, with what the rounding of the mixture did to it: M is invariant up to that.
  fileprivate var roundedFisherSubspace: Subspace {
    get throws { try deviationSubspace.mapped(byInverseOf: withinClassCovariance) }
  }

  /// "Σ M = M."
  fileprivate var invariance: Verdict {
    get throws { try deviationSubspace.mapped(by: withinClassCovariance).equality(with: deviationSubspace) }
  }

  /// Of all choices of as many principal components as a subspace has dimensions the one whose span is nearest to it: that
  /// with the largest projections on it, since the projectors' distance is |P − P_J|² = 2q − 2 Σ |P vᵢ|².
  fileprivate func nearestPrincipalSubspace(to target: Subspace) throws -> Subspace {
    try Subspace.eigenspace(of: totalEstimate) { eigen in
      let projections = target.basis.transposeTimes(eigen.vectors)
      let shares = (0..<dimension).map { i in projections.column(i).reduce(0) { $0 + $1 * $1 } }
      return Array(shares.indices.sorted { shares[$0] > shares[$1] }.prefix(target.dimension))
    }
  }
}

extension Family<GaussianMixture> {
  /// Random covariances and means, d > q ≥ 1: M is invariant with probability zero.
  fileprivate static let generic = sharedOrUnequal(
    MixtureFamily(dimensions: 6...24, componentShares: [0, 0.3, 0.35, 0.35], condition: 2...1e4)
  )
  .assuming("no invariance of M") { try $0.invariance.outcome == .refuted }
  .coveringHardMixtures

  /// Means in the span of q eigenvectors of the covariance, turned as a whole.
  fileprivate static let invariant = Family("mixtures whose M is invariant under the covariance") { draw in
    let (d, count) = (draw.integer("dimension", in: 4...24), draw.integer("components", in: 2...4))
    let variances = (1...d).map { Double($0) * draw.real("variance over its number", in: 0.9...1.1) }
    let axes = (1..<count).map { _ in draw.integer("axis", in: 0...(d - 1)) }
    let places = (0..<count).map { _ in draw.normals("mean", axes.count, scale: 3) }
    let means = Matrix(rows: d, columns: count) { i, k in axes.firstIndex(of: i).map { places[k][$0] } ?? 0 }
    let equal = Array(repeating: 1 / Double(count), count: count)
    let mixture = try GaussianMixture(weights: equal, means: means, covariances: .tied(.diagonal(variances)))
    return try mixture.centred.mapped(by: draw.orthonormal("rotation", rows: d, columns: d))
  }
  .assuming("the invariance of M") { try $0.invariance.outcome == .holds }
}
