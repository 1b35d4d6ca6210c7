import TheoremTesting

/// One property ends the process; the other has its result all the same.
@Suite(.theorem(.open))
struct `T101 traps` {
  @Test func holds() throws { try forAll(.numbers) { .atMost(Estimate(exactly: $0), 1) } }

  @Test func `divides by zero`() throws {
    try forAll(.numbers) { number in
      precondition(number < 0, "no number is below zero")
      return .atMost(0, 1)
    }
  }
}

extension Family<Double> {
  static let numbers = Family("numbers from 0 to 1") { $0.real("number", in: 0...1) }
}
