import TheoremTesting

/// A theorem without an id.
@Suite(.theorem(.open))
struct `A lemma` {
  @Test func holds() throws { try forAll(.numbers) { .atMost(Estimate(exactly: $0), 1) } }
}
