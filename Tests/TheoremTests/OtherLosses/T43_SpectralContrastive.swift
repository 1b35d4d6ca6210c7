import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, let δ > 0 and r ≥ q. (1) The spectral contrastive loss
/// −2 E⟨A x, A x′⟩ + E⟨A x, A y⟩² is least where G = Aᵀ A is G∗ = T⁻¹ C T⁻¹, C the pair moment, and only there; (2) the row space
/// of its minimisers is the Fisher subspace F.
@Suite(.theorem(.proved))
struct `T43 The spectral contrastive loss finds F` {
  @Test func `(2) its row space is F`() throws { try forAll(.enoughRows, findsFisher) }

  @Test func `(1) G∗ by elimination and by eigenvectors`() throws {
    try forAll(.enoughRows) { problem in
      let loss = SpectralContrastive(try problem.pairs)
      let optimum = try loss.unconstrainedGramEstimate
      let difference = try whitened(optimum - loss.minimizerGram(rank: problem.rank), in: problem)
      let size = try whitened(optimum, in: problem).norm
      let measured = Estimate(exactly: problem.bias) * difference.norm / size
      return .vanishes(measured: measured.value, budget: measured.budget)
    }
  }

  @Test func `(1) the loss is a squared distance to it`() throws {
    let encoders = Family<Problem>.enoughRows.map("encoders at random") { problem, draw in
      (problem, draw.logarithmic("size", in: 0.1...1) * draw.encoder(for: problem))
    }
    try forAll(encoders) { problem, rows in
      let loss = SpectralContrastive(try problem.pairs)
      let encoder = MatrixEstimate(try problem.encoder(whitened: rows))
      let gram = try whitened(encoder.transposed * encoder, in: problem)
      let optimum = try whitened(loss.unconstrainedGramEstimate, in: problem)
      let difference = gram - optimum
      // The numbers are made of squares of this size, and may be small beside them.
      let size = gram.size + optimum.size / problem.bias
      return .equal(
        loss.value(encoder) + optimum.inner(optimum), difference.inner(difference), scale: size * size)
    }
  }

  @Test func `(2) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .easyPairs, replacing: { try $0.shifted }, holds: findsFisher)
  }

  @Test func `(2) dependent pairs cannot be dropped`() throws {
    let biased = Family<Problem>.easyPairs.assuming("δ > 0") { $0.bias > 0 }
    try cannotDrop("δ > 0", of: biased, replacing: { $0.with(\.bias, 0) }, holds: findsFisher)
  }

  @Test func `(2) enough rows cannot be dropped`() throws {
    let threeComponents = Family<Problem>.withAnyCovariances(
      MixtureFamily(
        dimensions: 4...6, componentShares: [0, 0, 1], condition: 10...100, fisherRatios: 0.5...4),
      bias: 0.3...1
    )
    .assuming("r ≥ q") { try $0.rank >= $0.mixture.fisherSubspace.dimension }
    try cannotDrop("r ≥ q", of: threeComponents, replacing: { $0.with(\.rank, 1) }, holds: findsFisher)
  }

  private func findsFisher(_ problem: Problem) throws -> Verdict {
    try SpectralContrastive(problem.pairs).minimizer(rank: problem.rank).rowSpace
      .equality(with: problem.mixture.fisherSubspace)
  }

  /// Rᵀ G R for T = R Rᵀ.
  private func whitened(_ gram: MatrixEstimate, in problem: Problem) throws -> MatrixEstimate {
    let root = try problem.mixture.totalEstimate.root
    return root.transposed * gram * root
  }
}

extension Family<Problem> {
  fileprivate static let enoughRows = anyCovariances.map("as many rows as dimensions of F, or more") {
    problem, draw in problem.with(\.rank, problem.rank + draw.integer("spare rows", in: 0...2))
  }
  .covering("the encoder has spare rows", 0.3) { try $0.rank > $0.mixture.fisherSubspace.dimension }
}
