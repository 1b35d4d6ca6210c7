import TheoremTesting

/// A false statement whose simpler instances end the process: what was found is stored by then.
@Suite(.theorem(.open))
struct `T110 traps while shrinking` {
  @Test func `what is found is stored first`() throws {
    try forAll(.numbers) { number in
      precondition((100 * number).rounded() != 100 * number, "no number of two digits")
      return .less(1, than: Estimate(exactly: number))
    }
  }
}
