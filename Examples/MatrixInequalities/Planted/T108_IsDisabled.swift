import TheoremTesting

/// A property that does not run.
@Suite(.theorem(.open))
struct `T108 is disabled` {
  @Test(.disabled()) func `today`() throws { try forAll(.numbers) { .atMost(Estimate(exactly: $0), 1) } }
}
