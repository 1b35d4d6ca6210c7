import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, and let every covariance Σₖ map the Fisher subspace F of the pooled covariance into
/// span{μₖ}: in whitened coordinates the covariances are block-diagonal with respect to F and its complement, and differ
/// otherwise. (1) For every bias and every number of rows every critical point of population InfoNCE, saddles included, has its
/// row space in F. (2) At every encoder ⟨∇L, B₂⟩ ≥ 2 m |Bᵀ B₂|², where B is the whitened encoder, B₂ its part outside F, and m
/// the least eigenvalue of the whitened covariances.
@Suite(.theorem(.proved))
struct `T62 Block-diagonal covariances` {
  @Test func `(1) every minimiser with enough rows`() throws {
    try forAll(.blocks, observing: [.leakByDifference]) { try $0.staysInF(meant: $0.mixture.strayCrossBlock) }
  }

  @Test func `(1) every critical point that fewer rows reach`() throws {
    let fewRows = Family<CrossBlocks>.blocks(components: 3...4, shares: [0.6, 0.4], dimensions: 6)
      .map("covariances that differ by blocks, fewer rows than F has dimensions") { blocks, draw in
        let rank = draw.integer("rank", in: 1...(blocks.problem.mixture.componentCount - 2))
        return blocks.problem.with(\.rank, rank)
      }
    try forAll(fewRows, count: 100) { problem in
      let minimizer = try problem.minimizer
      return try minimizer.stationaryContainment(
        in: problem.mixture.fisherSubspace,
        gradientOff: problem.gradientOff(
          problem.mixture.strayCrossBlock, at: minimizer.whitenedGram.trace))
    }
  }

  @Test func `(2) the inequality at random encoders`() throws {
    let encoders = Family<CrossBlocks>.blocks(components: 2...4, shares: [0.3, 0.4, 0.3], dimensions: 6)
      .map("covariances that differ by blocks, any encoder of one or two rows") { blocks, draw in
        let (d, rank) = (blocks.problem.mixture.dimension, draw.integer("rank", in: 1...2))
        let size = draw.logarithmic("size", in: 0.01...1)
        return (blocks.problem, draw.encoder("row", rows: rank, dimension: d, size: size))
      }
      .covering("fewer rows than F has dimensions", 0.3) { try $1.rows < $0.mixture.fisherSubspace.dimension }
    try forAll(encoders) { problem, encoder in
      try problem.loss.restoringForce(
        atWhitened: encoder, towards: problem.mixture.fisherSubspace,
        gradientOff: problem.gradientOff(problem.mixture.strayCrossBlock, at: encoder.inner(encoder))
      ).verdict
    }
  }

  @Test func `(1) the blocks cannot be dropped`() throws {
    try cannotDrop(
      "the blocks", of: .blocks, count: 12, replacing: { try $0.crossed(by: 1) }, holds: staysInF)
  }

  @Test func `(1) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .blocks, count: 12, replacing: { try $0.offCentre }, holds: staysInF)
  }

  private func staysInF(_ blocks: CrossBlocks) throws -> Verdict { try blocks.problem.staysInF }
}

extension Family<Problem> {
  fileprivate static let blocks = Family<CrossBlocks>.blocks
    .map("covariances that differ by blocks") { blocks, _ in blocks.problem }
    .coveringHardProblems
}
