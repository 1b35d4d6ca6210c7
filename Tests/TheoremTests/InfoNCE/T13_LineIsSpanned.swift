import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, and let its Fisher subspace F be a line, as for all
/// mixtures of two components with different means. For every bias δ in (0, 1] and every number of rows r ≥ 1 the row
/// space of every minimiser of the population InfoNCE loss equals F.
@Suite(.theorem(.proved))
struct `T13 A Fisher line is spanned` {
  @Test func `every minimiser`() throws {
    try forAll(.fisherLine) { try $0.spanning }
  }

  @Test func `at zero bias nothing is learned`() throws {
    try forAll(.fisherLine) { try $0.with(\.bias, 0).minimizer.vanishing() }
  }

  @Test func `q = 1 cannot be dropped`() throws {
    // The counterexamples of T16, with the second coordinate of each mean set to zero: with their own F is a plane.
    let flattened = Family<WhitenedProblem>("flattened fixtures") { draw in
      let fixture = draw.one("fixture", of: WhitenedProblem.fixtures)
      return fixture.with(\.means, fixture.means.map { [$0[0], 0] })
    }
    .assuming("q = 1") { try $0.problem.mixture.fisherSubspace.dimension == 1 }
    try cannotDrop(
      "q = 1", of: flattened,
      replacing: { flat in WhitenedProblem.fixtures.first { $0.weights == flat.weights } ?? flat }
    ) { try $0.problem.spanning }
  }

  @Test func `centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .fisherLine, replacing: { try $0.shifted }) { try $0.spanning }
  }
}
