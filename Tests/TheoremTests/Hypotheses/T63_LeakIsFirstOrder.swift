import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a bias δ > 0 and covariances that are block-diagonal with respect to the Fisher
/// subspace F and its complement in whitened coordinates but for cross-blocks t Xₖ, Σ wₖ Xₖ = 0. Then for all weights, means,
/// blocks and Xₖ but a set of measure zero the minimiser H of population InfoNCE has |H − Q H Q| / |H| = c t + O(t²), c > 0.
@Suite(.theorem(.open))
struct `T63 The leak is first order in the cross-block` {
  @Test func `the leak grows like the cross-block`() throws {
    try rate(
      1, neighbours: 0...2, sizes: [0.02, 0.06, 0.18], of: .crossBlocks,
      axes: ("factor t of the cross-blocks", "share of H outside F")
    ) { block, t in
      try block.crossed(by: t).containment.difference
    }
  }

  @Test func `there is a leak`() throws {
    try forAll(.smallCrossBlocks, count: 60, observing: [.leakByFactor]) { block in
      try block.containment.not
    }
  }
}

extension Family<BlockProblem> {
  /// The factor t of the cross-blocks between a thousandth and a third.
  fileprivate static let smallCrossBlocks = Family<BlockProblem>.crossBlocks.map("small cross-blocks") {
    block, generator in
    block.crossed(by: generator.logUniform(in: 0.001...0.3))
  }
}

extension Observation<BlockProblem> {
  fileprivate static let leakByFactor = Observation(
    "leak out of the pooled F by the factor of the cross-blocks",
    x: ("factor t of the cross-blocks", { $0.cross }),
    y: ("share of H outside F", { try $0.containment.difference.value }))
}
