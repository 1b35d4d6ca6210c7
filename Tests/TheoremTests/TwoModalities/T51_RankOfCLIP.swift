import MixtureFamilies
import TheoremTesting

/// Let both modalities be centred Gaussian mixtures, each with a shared covariance, with any joint law of the components.
/// (1) The rank of the minimiser of the population CLIP loss is at most the smaller of the dimensions of the two Fisher
/// subspaces. (2) It can be larger than the rank of the cross-covariance.
@Suite(.theorem(.proved))
struct `T51 The rank of CLIP` {
  @Test func `(1) at most that of the poorer modality`() throws {
    try forAll(.crossModal) { pairs in
      let dimensions = try [pairs.x, pairs.y].map { try $0.fisherSubspace.dimension }
      return try pairs.minimizer.rankAtMost(min(dimensions[0], dimensions[1]))
    }
  }

  @Test func `(1) centring cannot be dropped`() throws {
    // y has two components, so that its Fisher subspace is a line.
    let poorModality = Family<CrossModalPairs>("a modality of two components") {
      try $0.pairs(.merged, 3, dimensions: 3...5)
    }
    .assuming("centring") { $0.x.isCentred && $0.y.isCentred }
    try cannotDrop("centring", of: poorModality, replacing: { try $0.shifted }) {
      try $0.minimizer.rankAtMost(1)
    }
  }

  @Test func `(2) more than that of the cross-covariance where components go together in groups`() throws {
    // Four components in two groups of equal weight, independent within a group.
    let groups = Family<CrossModalPairs>.printed("groups of components in the plane", dimensions: (2, 2)) {
      let share = $0.real("share", in: 0.05...0.45)
      let weights = [share, 0.5 - share, 0.25, 0.25]
      return Matrix(rows: 4, columns: 4) { $0 / 2 == $1 / 2 ? 2 * weights[$0] * weights[$1] : 0 }
    }
    // Each modality has four means in the plane.
    try counterexample(
      of: groups,
      known: [
        [
          "share": 0.25, "mean of x": [[3, 0], [0, 1], [0, 0], [-1, -3]],
          "mean of y": [[2, 0], [0, 2], [0, -1], [-2, 0]],
        ]
      ]
    ) {
      // The cross-covariance has rank one by construction: both groups have the same weight.
      try $0.minimizer.rankAtMost(1)
    }
  }
}
