import TheoremTesting

/// A statement to be made, and a test of it that has nothing to do with its instances.
@Suite(.theorem(.open))
struct `T112 says nothing` {
  @Test func `of its instances`() throws { try forAll(.numbers) { _ in .less(0, than: 1) } }
}
