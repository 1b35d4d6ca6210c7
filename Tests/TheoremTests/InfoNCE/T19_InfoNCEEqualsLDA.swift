import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, let q be the dimension of its Fisher subspace, and
/// let the minimiser of the population InfoNCE loss have rank q, at any bias. Then its row space is that of
/// supervised linear discriminant analysis: the span of the q leading eigenvectors of the pencil (B, W).
@Suite(.theorem(.proved))
struct `T19 InfoNCE equals LDA` {
  @Test func `at full bias`() throws { try forAll(.ofFullRank(bias: 1...1), equalityWithLDA) }

  @Test func `at noisy biases`() throws {
    try forAll(.ofFullRank(bias: 0.05...1).coveringNoisyBias { $0.bias }, equalityWithLDA)
  }

  @Test func `rank q cannot be dropped`() throws {
    // The counterexamples of T16 with equal weights: with their own the optimum leaves a direction of F out.
    let spanned = Family<WhitenedProblem>("fixtures with equal weights") { draw in
      let fixture = draw.one("fixture", of: WhitenedProblem.fixtures)
      return fixture.with(\.weights, fixture.weights.map { _ in 1 })
    }
    .assuming("rank q") { try $0.problem.hasFullRank }
    try cannotDrop(
      "rank q", of: spanned,
      replacing: { spanned in WhitenedProblem.fixtures.first { $0.means == spanned.means } ?? spanned }
    ) { try equalityWithLDA($0.problem) }
  }

  @Test func `centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .small, replacing: { try $0.shifted }, holds: equalityWithLDA)
  }

  /// "The row space of the minimiser is that of LDA", which is found from the pencil (B, W) and not from the means.
  private func equalityWithLDA(_ problem: Problem) throws -> Verdict {
    let q = try problem.mixture.fisherSubspace.dimension
    return try problem.minimizer.spanning(of: problem.discriminants(q).subspace)
  }
}

extension Problem {
  /// The rank is counted on eigenvalues that are above the certificate's distance, of the minimiser alone.
  fileprivate var hasFullRank: Bool {
    get throws { try minimizer.rowSpace.dimension == mixture.fisherSubspace.dimension }
  }
}

extension Family<Problem> {
  fileprivate static func ofFullRank(bias: ClosedRange<Double>) -> Family {
    problems(
      "centred mixtures with an optimum of rank q", MixtureFamily(componentShares: [0, 0.4, 0.4, 0.2]),
      bias: bias, spareRows: 0...1
    )
    .assuming("rank q") { try $0.hasFullRank }
    .covering("more than one discriminant", 0.3) { try $0.mixture.fisherSubspace.dimension > 1 }
    .coveringHardMixtures { $0.mixture }
  }
}
