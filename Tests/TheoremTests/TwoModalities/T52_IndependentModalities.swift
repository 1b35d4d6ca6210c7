import MixtureFamilies
import TheoremTesting

/// Where the components of two modalities, each with a shared covariance, are independent, π = w vᵀ, the minimiser of the
/// population CLIP loss is zero: nothing is learned, whether the modalities are centred or not.
@Suite(.theorem(.proved))
struct `T52 Independent modalities teach nothing` {
  @Test func `the minimiser is zero`() throws {
    try forAll(.crossModal) { try $0.independent.minimizer.vanishing() }
  }

  @Test func `also off the centre`() throws {
    try forAll(.crossModal, count: 200) { try $0.shifted.independent.minimizer.vanishing() }
  }

  @Test func `independence cannot be dropped`() throws {
    try cannotDrop("independence", of: .smallCrossModal) {
      try $0.independent.minimizer.vanishing()
    } without: {
      try $0.minimizer.vanishing()
    }
  }
}
