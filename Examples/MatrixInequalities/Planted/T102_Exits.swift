import Foundation
import TheoremTesting

/// A property that ends the process as one that passes does.
@Suite(.theorem(.open))
struct `T102 exits` {
  @Test func `with success`() throws { try forAll(.numbers) { _ in exit(0) } }
}
