import MixtureFamilies
import TheoremTesting

/// The rank of the minimiser of the population CLIP loss on centred modalities is at most the smaller of the dimensions of
/// the two Fisher subspaces, so that components that one modality does not tell apart are not told apart in the other. It
/// can be larger than the rank of the cross-covariance.
@Suite(.theorem(.proved))
struct `T51 The rank of CLIP` {
  @Test func `is at most that of the poorer modality`() throws {
    try forAll(.crossModal) { problem in
      try problem.loss.minimizer().rankAtMost(problem.smallerFisherDimension)
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .poorModality, breaking: { try $0.offCentre }) { problem in
      try problem.loss.minimizer().rankAtMost(1)
    }
  }

  @Test func `is more than that of the cross-covariance where components go together in groups`() throws {
    try counterexample(known: [try .groups], search: .groupsInThePlane) { problem in
      // The cross-covariance has rank one by construction: both groups have the same weight.
      try problem.loss.minimizer().rankAtMost(1)
    }
  }
}

extension CrossModalProblem {
  /// Both modalities off the centre, each in a direction of its own.
  fileprivate var offCentre: CrossModalProblem {
    get throws {
      var problem = try shifted
      problem.y = try y.mapped(
        by: .identity(y.dimension), shift: (0..<y.dimension).map { $0 % 2 == 0 ? 2 : -1 })
      return problem
    }
  }

  /// Four components in two groups of equal weight, in the plane with the identity for the covariance.
  /// - Parameter means: those of x, then those of y; each modality is centred.
  fileprivate static func groups(means: [[Double]], share: Double) throws -> CrossModalProblem {
    let weights = [share, 0.5 - share, 0.25, 0.25]
    let modalities = try [means.prefix(4), means.dropFirst(4)].map { means in
      try GaussianMixture(
        weights: weights, means: Matrix(columnVectors: Array(means)), covariances: .tied(.identity(2))
      ).centred
    }
    let coupling = Matrix(rows: 4, columns: 4) { $0 / 2 == $1 / 2 ? 2 * weights[$0] * weights[$1] : 0 }
    return CrossModalProblem(x: modalities[0], y: modalities[1], coupling: (0..<4).map(coupling.row))
  }

  fileprivate static var groups: CrossModalProblem {
    get throws {
      try groups(
        means: [[3, 0], [0, 1], [0, 0], [-1, -3], [2, 0], [0, 2], [0, -1], [-2, 0]], share: 0.25)
    }
  }
}

extension Family<CrossModalProblem> {
  /// One modality has two components, so that its Fisher subspace is a line.
  fileprivate static let poorModality = Family("a modality of two components") { generator in
    let coupling = CouplingStructure.merged.draw(3, using: &generator)
    return try draw(.merged, coupling, dimensions: 3...5, using: &generator)
  }

  fileprivate static let groupsInThePlane = Family("groups of components in the plane") { generator in
    try CrossModalProblem.groups(
      means: (0..<8).map { _ in [2 * generator.normal(), 2 * generator.normal()] },
      share: generator.uniform(in: 0.05...0.45))
  }
}
