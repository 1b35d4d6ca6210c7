import TheoremTesting

/// A test with two properties, of which a ledger could tell one.
@Suite(.theorem(.open))
struct `T105 states two` {
  @Test func `of which one is true`() throws {
    try forAll(.numbers) { .atMost(Estimate(exactly: $0), 1) }
    try forAll(.numbers) { .atMost(Estimate(exactly: $0), 1) }
  }
}
