import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, and whitened by its total covariance, T = I. Then every
/// orthonormal basis is one of principal components, and mixtures with different Fisher subspaces F have the same second
/// moment, so that no function of it finds F. The pair moment does: for a bias δ > 0 its leading q eigenvectors span F.
@Suite(.theorem(.proved))
struct `T33 Whitening hides F from PCA, not from pairs` {
  @Test func `all principal variances are 1`() throws {
    try forAll(.anyCovariances) { problem in
      let white = try problem.whitened.mixture
      return .vanishes(
        measured: white.distanceFromWhite,
        budget: ErrorBudget([.rounding: try problem.mixture.whiteningError]))
    }
  }

  @Test func `a rotation changes F and no second moment`() throws {
    try forAll(.whitenedSmallF) { problem in
      let (d, error) = (problem.mixture.dimension, problem.mixture.distanceFromWhite)
      var generator = CounterBasedGenerator(key: 33, stream: UInt64(d))
      let turned = try problem.mixture.mapped(by: .orthogonal(d, using: &generator))
      let difference = turned.totalCovariance - problem.mixture.totalCovariance
      let (before, after) = (try problem.mixture.fisherSubspace, try turned.fisherSubspace)
      // A rotation of the identity is the identity; of what is not quite so, it is off by that twice.
      let rounding = 2 * error + 8 * Double(d * d) * .ulpOfOne
      return Verdict.vanishes(
        measured: difference.frobeniusNorm, budget: ErrorBudget([.rounding: rounding])
      ).and(
        .positive(
          try after.largestAngle(to: before) ?? 0,
          budget: ErrorBudget([.rounding: before.error + after.error])))
    }
  }

  @Test func `the pair moment finds F`() throws { try forAll(.whitened, pairMomentFindsFisher) }

  @Test func `twin: without whitening`() throws {
    try twin(dropping: "T = I", of: .whitenedSmallF) { problem in
      var stretched = problem
      let scales = (1...problem.mixture.dimension).map(Double.init)
      stretched.mixture = try problem.mixture.mapped(by: .diagonal(scales))
      return stretched
    } _: { problem in
      let fisher = try problem.mixture.fisherSubspace
      let found = try problem.pairs.principalSubspaceOfPairMoment(dimension: fisher.dimension)
      // How far T is from the identity is no error here: that it is the identity is what is dropped.
      return try found.equality(with: fisher).widened(by: 2 * problem.mixture.whiteningError)
    }
  }
}

/// M = span{μₖ} is the span of the pair moment's eigenvectors, and F = T⁻¹ M: for a T that is off the identity by e they
/// differ by a sine of at most 2 e.
private func pairMomentFindsFisher(_ problem: Problem) throws -> Verdict {
  let fisher = try problem.mixture.fisherSubspace
  let found = try problem.pairs.principalSubspaceOfPairMoment(dimension: fisher.dimension)
  return try found.equality(with: fisher).widened(by: 2 * problem.mixture.distanceFromWhite)
}

extension Verdict {
  /// The same statement with one more source of rounding.
  fileprivate func widened(by rounding: Double) -> Verdict {
    .vanishes(
      measured: difference.value, budget: difference.budget + ErrorBudget([.rounding: rounding]))
  }
}

extension GaussianMixture {
  /// |T − I|, Frobenius norm.
  fileprivate var distanceFromWhite: Double {
    (totalCovariance - .identity(dimension)).frobeniusNorm
  }

  /// What rounding leaves of |R⁻¹ T R⁻ᵀ − I| where T = R Rᵀ is factored and solved: 8 d² u cond T.
  fileprivate var whiteningError: Double {
    get throws {
      let spectrum = try SymmetricEigen(of: totalCovariance).values
      return 8 * Double(dimension * dimension) * .ulpOfOne * spectrum[dimension - 1] / spectrum[0]
    }
  }
}

extension Problem {
  fileprivate var whitened: Problem {
    get throws {
      var white = self
      white.mixture = try mixture.whitenedByTotalCovariance
      return white
    }
  }
}

extension Family<Problem> {
  fileprivate static let whitened: Family<Problem> = Family<Problem>.anyCovariances
    .map("whitened mixtures, any covariances") { (problem: Problem, _) -> Problem? in try problem.whitened }
    .assuming("its hypotheses") { $0.bias > 0 }
    .covering("more dimensions than F has", 0.3) {
      try $0.mixture.dimension > $0.mixture.fisherSubspace.dimension
    }
    .covering("noisy bias, inside (.05, .95)", 0.3) { $0.bias > 0.05 && $0.bias < 0.95 }
    .covering("a covariance each", 0.3) { $0.mixture.sharedCovariance == nil }

  /// Where F is not the whole space, so that a rotation moves it.
  fileprivate static let whitenedSmallF: Family<Problem> = Family<Problem>.easyPairs
    .map("small whitened mixtures") { (problem: Problem, _) -> Problem? in try problem.whitened }
}
