import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, and let every covariance Σₖ map the Fisher subspace F of the pooled covariance into
/// span{μₖ}: in whitened coordinates the covariances are block-diagonal with respect to F and its complement, and differ
/// otherwise. Then for every bias and every number of rows the minimisers of population InfoNCE have their row space in F.
@Suite(.theorem(.proved))
struct `T62 Block-diagonal covariances` {
  @Test func `the optimum lies in F`() throws {
    try forAll(.blocks, observing: [.leakByDifference]) { try $0.containment }
  }

  @Test func `twin: with cross-blocks`() throws {
    try twin(
      dropping: "the blocks", of: .blocks, count: 12, breaking: { $0.crossed(by: 1) }, { try $0.containment })
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .blockProblems, count: 12, breaking: { try $0.shifted }) { problem in
      try problem.loss.minimizer(rank: problem.rank).containment(in: problem.mixture.fisherSubspace)
    }
  }
}

extension Family<Problem> {
  fileprivate static let blockProblems = Family<BlockProblem>.blocks.map("the same as problems") { block, _ in
    try block.problem
  }
}
