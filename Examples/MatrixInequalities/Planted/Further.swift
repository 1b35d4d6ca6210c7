import TheoremTesting

// The theorem's file does not show it, and a run goes by the names of files.
extension `T114 stands in two` {
  @Test func `a falsehood`() throws { try forAll(.numbers) { .less(1, than: Estimate(exactly: $0)) } }
}
