import MixtureFamilies
import TheoremTesting

/// Let both modalities be centred Gaussian mixtures, each with a shared covariance, with any joint law of the components.
/// The minimiser M of the population CLIP loss over all bilinear forms xᵀ M y has its range in the Fisher subspace of x,
/// and Mᵀ has its range in that of y. Where M = Aᵀ D and D has independent rows, the row space of A lies in that of x.
@Suite(.theorem(.proved))
struct `T50 CLIP stays in the Fisher subspaces` {
  @Test func `both ranges of the minimiser`() throws {
    try forAll(.crossModal) { try $0.containment }
  }

  @Test func `the rows of encoders`() throws {
    try forAll(.crossModal, count: 200) { problem in
      let minimizer = try problem.loss.minimizer()
      return try minimizer.encoders(key: 50).rowContainment(in: problem.x.fisherSubspace)
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .smallCrossModal, breaking: { try $0.shifted }) { try $0.containment }
  }

  @Test func `twin: rows of D that depend on each other`() throws {
    try twin(dropping: "independent rows of D", of: .smallEncoders, breaking: { $0.withSpareRow }) {
      instance in
      let minimizer = try instance.problem.loss.minimizer()
      let encoders = try minimizer.encoders(key: 50, spareRow: instance.hasSpareRow)
      return try encoders.rowContainment(in: instance.problem.x.fisherSubspace)
    }
  }
}

/// A problem, and whether its encoders have a row that the loss does not see.
private struct EncoderPair: Sendable, Codable {
  let problem: CrossModalProblem
  var hasSpareRow = false

  var withSpareRow: EncoderPair { EncoderPair(problem: problem, hasSpareRow: true) }
}

extension Family<EncoderPair> {
  fileprivate static let smallEncoders = Family<CrossModalProblem>.smallCrossModal.map("small encoders") {
    problem, _ in
    EncoderPair(problem: problem)
  }
}
