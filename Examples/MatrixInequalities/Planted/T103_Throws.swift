import TheoremTesting

/// A test that fails before it states anything, and one whose family cannot draw.
@Suite(.theorem(.open))
struct `T103 throws` {
  struct Broken: Error {}

  @Test func `before it states anything`() throws { throw Broken() }

  @Test func `where it draws`() throws {
    try forAll(Family<Double>("none") { _ in throw Broken() }) { .atMost(Estimate(exactly: $0), 1) }
  }
}
