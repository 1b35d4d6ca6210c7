import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, let δ > 0 and r ≥ q. The minimiser of the spectral contrastive
/// loss −2 E⟨A x, A x′⟩ + E⟨A x, A y⟩² is G∗ = T⁻¹ C T⁻¹ for G = Aᵀ A, C the pair moment: its row space is the Fisher
/// subspace F.
@Suite(.theorem(.proved))
struct `T43 The spectral contrastive loss finds F` {
  @Test func `its row space is F`() throws { try forAll(.enoughRows, spectralContrastiveFindsFisher) }

  @Test func `G∗ by elimination and by eigenvectors`() throws {
    try forAll(.enoughRows) { problem in
      let loss = SpectralContrastive(try problem.pairs)
      let root = try Cholesky(of: problem.mixture.totalCovariance).factor
      func white(_ gram: Matrix) -> Matrix { root.transposeTimes(gram * root) }
      let difference = white(try loss.unconstrainedGram - loss.minimizer(rank: problem.rank).gram)
      return .vanishes(
        measured: difference.frobeniusNorm, budget: ErrorBudget([.rounding: try problem.roundingOfSolves]))
    }
  }

  @Test func `the loss is a squared distance to it`() throws {
    try identity(.encoders) { drawn in
      let problem = drawn.problem
      let loss = SpectralContrastive(try problem.pairs)
      let factor = try Cholesky(of: problem.mixture.totalCovariance)
      let optimum = factor.factor.transposeTimes(try loss.unconstrainedGram * factor.factor)
      let whitened = Matrix(rowVectors: drawn.whitened)
      let encoder = factor.solveTransposedLower(whitened.transposed).transposed
      let difference = whitened.gram - optimum
      let size = 1 + whitened.gram.frobeniusNorm
      let budget = ErrorBudget([.rounding: size * size * (try problem.roundingOfSolves)])
      return (
        Estimate(loss.value(encoder) + optimum.inner(optimum), budget: budget),
        Estimate(difference.inner(difference), budget: budget)
      )
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(
      dropping: "centring", of: .easyPairs, breaking: { try $0.shifted }, spectralContrastiveFindsFisher)
  }

  @Test func `twin: independent pairs`() throws {
    try twin(dropping: "δ > 0", of: .easyPairs) { problem in
      var independent = problem
      independent.bias = 0
      return independent
    } _: {
      try spectralContrastiveFindsFisher($0)
    }
  }

  @Test func `twin: fewer rows`() throws {
    try twin(dropping: "r ≥ q", of: .threeEasyComponents) { problem in
      var fewer = problem
      fewer.rank -= 1
      return fewer
    } _: {
      try spectralContrastiveFindsFisher($0)
    }
  }
}

private func spectralContrastiveFindsFisher(_ problem: Problem) throws -> Verdict {
  try SpectralContrastive(problem.pairs).minimizer(rank: problem.rank).rowSpace
    .equality(with: problem.mixture.fisherSubspace)
}

extension Problem {
  /// What rounding does to R⁻¹ C R⁻ᵀ, whose norm is at most √q, T = R Rᵀ: 16 d² u cond T.
  fileprivate var roundingOfSolves: Double {
    get throws {
      let spectrum = try SymmetricEigen(of: mixture.totalCovariance).values
      let d = Double(mixture.dimension)
      return 16 * d * d * .ulpOfOne * spectrum[spectrum.count - 1] / spectrum[0]
    }
  }
}

/// A problem and an encoder in coordinates where T is the identity.
private struct DrawnEncoder: Sendable, Codable {
  let problem: Problem
  /// One row a list.
  let whitened: [[Double]]
}

extension Family<Problem> {
  fileprivate static let enoughRows: Family<Problem> = Family<Problem>.anyCovariances.map(
    "as many rows as dimensions of F, or more"
  ) {
    problem, generator in
    var problem = problem
    problem.rank += generator.integer(in: 0...2)
    return problem
  }
  .assuming("its hypotheses") { try $0.bias > 0 && $0.rank >= $0.mixture.fisherSubspace.dimension }
  .coveringHardProblems
  .covering("the encoder has spare rows", 0.3) { try $0.rank > $0.mixture.fisherSubspace.dimension }

  fileprivate static let threeEasyComponents: Family<Problem> = Family<Problem>.easyPairs.map(
    "three components"
  ) { problem, _ in
    problem.mixture.componentCount == 3 ? problem : nil
  }
}

extension Family<DrawnEncoder> {
  fileprivate static let encoders = Family<Problem>.enoughRows.map("encoders at random") {
    problem, generator in
    let size = generator.logUniform(in: 0.1...1)
    let b = size * Matrix.normal(rows: problem.rank, columns: problem.mixture.dimension, using: &generator)
    return DrawnEncoder(problem: problem, whitened: (0..<b.rows).map(b.row))
  }
}
