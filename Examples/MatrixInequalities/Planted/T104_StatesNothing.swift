import TheoremTesting

/// A test without a property passes in Swift Testing.
@Suite(.theorem(.open))
struct `T104 states nothing` {
  @Test func `at all`() { #expect(Bool(true)) }
}
