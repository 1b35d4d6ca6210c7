import TheoremTesting

/// Properties of one name in two suites: one is false.
@Suite(.theorem(.open))
struct `T109 has namesakes` {
  @Suite struct First {
    @Test func same() throws { try forAll(.numbers) { .atMost(Estimate(exactly: $0), 1) } }
  }

  @Suite struct Second {
    @Test func same() throws { try forAll(.numbers) { .less(1, than: Estimate(exactly: $0)) } }
  }
}
