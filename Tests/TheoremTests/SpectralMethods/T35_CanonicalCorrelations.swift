import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, and let the coupling π of its pairs be positive definite, as it
/// is for every bias δ > 0. (1) The eigenvectors of the pencil (C, T) with nonzero eigenvalue, the canonical correlations
/// of the pairs, span the Fisher subspace F. (2) Those of the pair moment C = N π Nᵀ alone span {μₖ}, which need not be F.
@Suite(.theorem(.proved))
struct `T35 Canonical correlations of pairs find F` {
  @Test func `(1) canonical correlations of noisy pairs`() throws {
    try forAll(.steadyPairs) { try correlationsSpanFisher($0.pairs) }
  }

  @Test func `(1) canonical correlations of any positive definite coupling`() throws {
    let steadyCouplings = Family<AugmentedPairs>.coupled(.sharedOrUnequal)
      .assuming(steadiness) { try $0.isSteady }
      .covering("more than one discriminant direction", 0.3) { try $0.mixture.fisherSubspace.dimension > 1 }
    try forAll(steadyCouplings, count: 280, correlationsSpanFisher)
  }

  @Test func `(2) the pair moment alone spans the means`() throws {
    let angle = Observation<Problem>.angleToFisher(
      "angle of the pair moment's eigenvectors to F", of: \.mixture
    ) { problem, _ in try leadingPairMoments(problem) }
    try forAll(.anyCovariances, observing: [angle]) { problem in
      let deviations = try problem.mixture.deviationSubspace
      return try problem.pairs.principalSubspaceOfPairMoment(dimension: deviations.dimension)
        .equality(with: deviations)
    }
  }

  @Test func `(2) and so need not find F`() throws {
    try counterexample(
      known: [try .slanted], search: .anyCovariances,
      picture: { try $0.drawing(of: leadingPairMoments($0), by: "the pair moment alone") }
    ) { try leadingPairMoments($0).equality(with: $0.mixture.fisherSubspace) }
  }

  @Test func `(1) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .easyPairs, replacing: { try $0.shifted }) { problem in
      // As many as F has dimensions, so that not their number alone is wrong.
      let fisher = try problem.mixture.fisherSubspace
      return try CanonicalCorrelations(of: problem.pairs, dimension: fisher.dimension).subspace
        .equality(with: fisher)
    }
  }

  @Test func `(1) a definite coupling cannot be dropped`() throws {
    try cannotDrop(
      "a definite coupling", of: .coupled(.small), count: 40, replacing: { try $0.mixture.pairs(bias: 0) },
      holds: correlationsSpanFisher)
  }

  /// "The directions of all correlations that are not zero span F": as many as F has dimensions, and the same.
  private func correlationsSpanFisher(_ pairs: AugmentedPairs) throws -> Verdict {
    try CanonicalCorrelations(ofDependent: pairs).subspace.equality(with: pairs.mixture.fisherSubspace)
  }

  /// The leading eigenvectors of the pair moment, as many as F has dimensions.
  private func leadingPairMoments(_ problem: Problem) throws -> Subspace {
    try problem.pairs.principalSubspaceOfPairMoment(dimension: problem.mixture.fisherSubspace.dimension)
  }
}

extension Family<AugmentedPairs> {
  fileprivate static func coupled(_ mixtures: Family<GaussianMixture>) -> Family {
    mixtures.map("pairs of definite couplings") { mixture, draw in
      try AugmentedPairs(mixture: mixture, coupling: draw.coupling("coupling", weights: mixture.weights))
    }
    .assuming("a definite coupling") { pairs in
      // π ⪰ 0.02 diag(w).
      let (w, coupling) = (pairs.mixture.weights, pairs.coupling)
      let scaled = Matrix(rows: w.count, columns: w.count) { coupling[$0, $1] / (w[$0] * w[$1]).squareRoot() }
      return try SymmetricEigen(of: scaled.symmetricPart).values[0] >= 0.02
    }
  }
}
