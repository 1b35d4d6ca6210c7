import TheoremTesting

/// Every number is at most one half.
@Suite(.theorem(.disproved))
struct `T113 is not disproved` {
  @Test func `by a truth, nor by what is never reached`() throws {
    try forAll(.numbers) { .atMost(Estimate(exactly: $0), 1) }
    for _ in 0..<0 { try counterexample(known: [0.75]) { .atMost(Estimate(exactly: $0), 0.5) } }
  }
}
