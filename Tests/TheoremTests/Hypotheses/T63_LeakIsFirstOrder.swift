import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a bias δ > 0 and covariances that are block-diagonal with respect to the Fisher
/// subspace F and its complement in whitened coordinates but for cross-blocks t Xₖ, Σ wₖ Xₖ = 0. Then for all weights, means,
/// blocks and Xₖ but a set of measure zero the minimiser H of population InfoNCE has |H − Q H Q| / |H| = c t + O(t²), c > 0.
@Suite(.theorem(.open))
struct `T63 The leak is first order in the cross-block` {
  @Test func `the leak grows like the cross-block`() throws {
    try rate(
      1, neighbours: 0...2, sizes: [0.02, 0.06, 0.18], of: .blocks,
      axes: ("factor t of the cross-blocks", "share of H outside F")
    ) { blocks, t in
      try blocks.crossed(by: t).problem.staysInF.difference
    }
  }

  @Test func `there is a leak`() throws {
    try forAll(.smallCrossBlocks, count: 60, observing: [.leakByCrossBlock]) { try $0.staysInF.not }
  }
}

extension Family<Problem> {
  /// The factor t of the cross-blocks between a thousandth and a third.
  fileprivate static let smallCrossBlocks = Family<CrossBlocks>.blocks.map("small cross-blocks") {
    blocks, draw in
    try blocks.crossed(by: draw.logarithmic("t", in: 0.001...0.3)).problem
  }
}
