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
      let optimum = try loss.unconstrainedGram
      let difference = try problem.whitened(optimum - loss.minimizer(rank: problem.rank).gram)
      return .vanishes(
        measured: try problem.bias * difference.frobeniusNorm / problem.whitened(optimum).frobeniusNorm,
        budget: ErrorBudget([.rounding: try problem.roundingOfSolves]))
    }
  }

  @Test func `(1) the loss is a squared distance to it`() throws {
    try forAll(.whitenedEncoders) { problem, rows in
      let loss = SpectralContrastive(try problem.pairs)
      let optimum = try problem.whitened(loss.unconstrainedGram)
      let difference = rows.gram - optimum
      // The numbers are made of squares of this size, and may be small beside them.
      let size = rows.gram.frobeniusNorm + optimum.frobeniusNorm / problem.bias
      let budget = ErrorBudget([.rounding: size * size * (try problem.roundingOfSolves)])
      let value = try loss.value(problem.encoder(whitened: rows)) + optimum.inner(optimum)
      return .equal(
        Estimate(value, budget: budget), Estimate(difference.inner(difference), budget: budget),
        scale: size * size)
    }
  }

  @Test func `(2) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .easyPairs, replacing: { try $0.shifted }, holds: findsFisher)
  }

  @Test func `(2) dependent pairs cannot be dropped`() throws {
    try cannotDrop("δ > 0", of: .biased, replacing: { $0.with(\.bias, 0) }, holds: findsFisher)
  }

  @Test func `(2) enough rows cannot be dropped`() throws {
    try cannotDrop("r ≥ q", of: .threeComponents, replacing: { $0.with(\.rank, 1) }, holds: findsFisher)
  }

  private func findsFisher(_ problem: Problem) throws -> Verdict {
    try SpectralContrastive(problem.pairs).minimizer(rank: problem.rank).rowSpace
      .equality(with: problem.mixture.fisherSubspace)
  }
}

extension Problem {
  /// Rᵀ G R for T = R Rᵀ.
  fileprivate func whitened(_ gram: Matrix) throws -> Matrix {
    let root = try Cholesky(of: mixture.totalCovariance).factor
    return root.transposeTimes(gram * root)
  }

  /// What rounding does to R⁻¹ C R⁻ᵀ, T = R Rᵀ, in units of R⁻¹ B R⁻ᵀ, which is 1/δ of it: 16 d² u cond T.
  fileprivate var roundingOfSolves: Double {
    get throws {
      let d = Double(mixture.dimension)
      return 16 * d * d * .ulpOfOne * (try conditionOfTotal)
    }
  }
}

extension Family<Problem> {
  fileprivate static let enoughRows = anyCovariances.map("as many rows as dimensions of F, or more") {
    problem, draw in problem.with(\.rank, problem.rank + draw.integer("spare rows", in: 0...2))
  }
  .coveringHardProblems
  .covering("the encoder has spare rows", 0.3) { try $0.rank > $0.mixture.fisherSubspace.dimension }

  fileprivate static let biased = easyPairs.assuming("δ > 0") { $0.bias > 0 }

  fileprivate static let threeComponents = withAnyCovariances(
    MixtureFamily(
      dimensions: 4...6, componentShares: [0, 0, 1], condition: 10...100, fisherRatios: 0.5...4),
    bias: 0.3...1
  )
  .assuming("r ≥ q") { try $0.rank >= $0.mixture.fisherSubspace.dimension }
}

extension Family<(Problem, Matrix)> {
  /// Encoders in coordinates where T is the identity.
  fileprivate static let whitenedEncoders = Family<Problem>.enoughRows.map("encoders at random") {
    problem, draw in (problem, draw.logarithmic("size", in: 0.1...1) * draw.encoder(for: problem))
  }
}
