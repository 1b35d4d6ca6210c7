import TheoremTesting

/// A test of several cases, which share a name.
@Suite(.theorem(.open))
struct `T106 has arguments` {
  @Test(arguments: [1.0, 2.0]) func `of which one refutes`(_ bound: Double) throws {
    try forAll(.numbers) { .atMost(Estimate(exactly: 1 + $0), Estimate(exactly: bound)) }
  }
}
