import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, let q be the dimension of its Fisher subspace, and
/// let the minimiser of the population InfoNCE loss have rank q, at any bias. Then its row space is that of
/// supervised linear discriminant analysis: the span of the q leading eigenvectors of the pencil (B, W).
@Suite(.theorem(.proved))
struct `T19 InfoNCE equals LDA` {
  @Test func `at full bias`() throws {
    try forAll(.fullBias) { try $0.equalityWithLDA }
  }

  @Test func `at noisy biases`() throws {
    try forAll(.noisyBias) { try $0.equalityWithLDA }
  }

  @Test func `twin: an optimum of smaller rank`() throws {
    try twin(dropping: "rank q", of: .spannedFixtures) { instance in
      var dropped = instance
      dropped.isDropped = true
      return dropped
    } _: {
      try $0.problem.equalityWithLDA
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .small, breaking: { try $0.shifted }) { try $0.equalityWithLDA }
  }
}

extension Problem {
  /// "The row space of the minimiser is that of LDA", which is found from the pencil (B, W) and not from the means.
  fileprivate var equalityWithLDA: Verdict {
    get throws {
      let discriminants = try LinearDiscriminants(
        of: mixture, against: mixture.withinClassCovariance, dimension: mixture.fisherSubspace.dimension)
      let minimizer = try loss.minimizer(rank: rank)
      let contained = try minimizer.containment(in: discriminants.subspace)
      return try minimizer.spanning(of: discriminants.subspace, contained: contained)
    }
  }
}

/// A counterexample of T16, whose optimum leaves a direction of F out, or that with equal weights.
private struct Fixture: Sendable, Codable {
  let fixture: WhitenedProblem
  var isDropped = false

  var problem: Problem {
    get throws {
      var fixture = fixture
      if !isDropped { fixture.weights = fixture.weights.map { _ in 1 } }
      return try fixture.problem
    }
  }
}

extension Family<Fixture> {
  fileprivate static let spannedFixtures = Family("fixtures with equal weights") { generator in
    let fixtures = WhitenedProblem.fixtures
    return Fixture(fixture: fixtures[generator.integer(in: 0...(fixtures.count - 1))])
  }
}

extension Family<Problem> {
  fileprivate static let fullBias = Family("centred mixtures with an optimum of rank q, full bias") {
    generator in
    try draw(bias: 1, using: &generator)
  }
  .requiringRank

  fileprivate static let noisyBias = Family("centred mixtures with an optimum of rank q, noisy bias") {
    generator in
    try draw(bias: generator.uniform(in: 0.05...1), using: &generator)
  }
  .requiringRank
  .covering("noisy bias, inside (.05, .95)", 0.3) { $0.bias > 0.05 && $0.bias < 0.95 }

  private static func draw(bias: Double, using generator: inout some RandomNumberGenerator) throws -> Problem
  {
    var recipe = MixtureFamily()
    recipe.componentShares = [0, 0.4, 0.4, 0.2]
    let mixture = try recipe.draw(using: &generator)
    let q = min(mixture.componentCount - 1, mixture.dimension)
    return Problem(mixture: mixture, bias: bias, rank: q + generator.integer(in: 0...1), route: nil)
  }

  /// The rank is counted on eigenvalues that are above the certificate's distance, of the minimiser alone.
  private var requiringRank: Family {
    assuming("its hypotheses") { problem in
      let minimizer = try problem.loss.minimizer(rank: problem.rank)
      return minimizer.rowSpace.dimension
        == min(problem.mixture.componentCount - 1, problem.mixture.dimension)
    }
    .covering("more than one discriminant", 0.3) { try $0.mixture.fisherSubspace.dimension > 1 }
    .covering("PCA at least 10 degrees off F", 0.3) { problem in
      let fisher = try problem.mixture.fisherSubspace
      let principal = try problem.mixture.principalSubspace(dimension: fisher.dimension)
      return try principal.largestAngle(to: fisher).map { $0 >= 10 * .pi / 180 } ?? false
    }
  }
}
