import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, δ > 0 and r = q. The minimiser of the SimSiam loss
/// −E⟨A x, A x′⟩ under the constraint A Aᵀ = I need not have the Fisher subspace F as its row space: it is span{μₖ},
/// whatever the covariances are.
@Suite(.theorem(.disproved))
struct `T41 SimSiam with orthonormal rows misses F` {
  @Test func `the minimiser is not F`() throws {
    try counterexample(known: [try .slanted], search: .anyCovariances) { problem in
      try problem.orthonormalMinimizer.rowSpace.equality(with: problem.mixture.fisherSubspace)
    }
  }

  @Test func `it is the span of the means`() throws {
    try forAll(.anyCovariances, observing: [.angleOfSimSiam]) { problem in
      try problem.orthonormalMinimizer.rowSpace.equality(with: problem.mixture.deviationSubspace)
    }
  }

  @Test func `it is off F by a degree or more in most anisotropic mixtures`() throws {
    try fails(forAtMost: 0.2, detecting: 0.45, of: .anisotropic, count: 500) { problem in
      let fisher = try problem.mixture.fisherSubspace
      let found = try problem.orthonormalMinimizer.rowSpace
      let angle = try found.largestAngle(to: fisher) ?? 0
      return .positive(
        angle - .pi / 180, budget: ErrorBudget([.rounding: 2 * (found.error + fisher.error)]))
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .easyPairs, breaking: { try $0.shifted }) { problem in
      try problem.orthonormalMinimizer.rowSpace.equality(with: problem.mixture.deviationSubspace)
    }
  }
}

extension Problem {
  fileprivate var orthonormalMinimizer: LinearEncoder {
    get throws { try SimSiam(pairs).minimizer(rank: rank, under: .orthonormalRows) }
  }

  /// Two equal components at ±(1, 1) with the covariance diag(1, 4): F is spanned by (4, 1), the means by (1, 1).
  fileprivate static var slanted: Problem {
    get throws {
      let mixture = try GaussianMixture(
        weights: [0.5, 0.5], means: Matrix(columnVectors: [[1, 1], [-1, -1]]),
        covariances: .tied(.diagonal([1, 4])))
      return Problem(mixture: mixture, bias: 1, rank: 1, route: nil)
    }
  }
}

extension Family<Problem> {
  fileprivate static let anisotropic: Family<Problem> = Family<Problem>.anyCovariances.map(
    "anisotropic mixtures, d > q"
  ) {
    (problem: Problem, _) -> Problem? in
    let spectrum = try SymmetricEigen(of: problem.mixture.withinClassCovariance).values
    guard spectrum[spectrum.count - 1] >= 2 * spectrum[0], problem.rank < problem.mixture.dimension else {
      return nil
    }
    return problem
  }
}

extension Observation<Problem> {
  fileprivate static let angleOfSimSiam = Observation(
    "angle of SimSiam with orthonormal rows to F",
    x: (
      "condition number of the covariance",
      { problem in
        let spectrum = try SymmetricEigen(of: problem.mixture.withinClassCovariance).values
        return spectrum[spectrum.count - 1] / spectrum[0]
      }
    ),
    y: (
      "largest principal angle in degrees",
      { problem in
        let fisher = try problem.mixture.fisherSubspace
        return (try problem.orthonormalMinimizer.rowSpace.largestAngle(to: fisher) ?? 0) * 180 / .pi
      }
    ))
}
