import TheoremTesting

/// A falsehood that its test takes for a known one.
@Suite(.theorem(.open))
struct `T111 is known` {
  @Test func `and fails all the same`() {
    withKnownIssue { try forAll(.numbers) { .less(1, than: Estimate(exactly: $0)) } }
  }
}
