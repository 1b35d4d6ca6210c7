import TheoremTesting

/// Every number is at most one, and what is false of it stands in another file.
@Suite(.theorem(.open))
struct `T114 stands in two` {
  @Test func `a truth`() throws { try forAll(.numbers) { .atMost(Estimate(exactly: $0), 1) } }
}
