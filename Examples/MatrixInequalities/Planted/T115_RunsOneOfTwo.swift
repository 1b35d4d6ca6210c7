import TheoremTesting

/// Every number is at most one half.
@Suite(.theorem(.open))
struct `T115 runs one of two` {
  @Test func `a truth`() throws { try forAll(.numbers) { .atMost(Estimate(exactly: $0), 1) } }

  func `what nobody runs`() throws { try forAll(.numbers) { .atMost(Estimate(exactly: $0), 0.5) } }
}
