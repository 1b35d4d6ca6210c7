import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, and let the coupling π of its pairs be positive definite, as it
/// is for every bias δ > 0. Then the eigenvectors of the pencil (C, T) with nonzero eigenvalue, the canonical correlations
/// of the pairs, span the Fisher subspace F. Those of the pair moment C = N π Nᵀ alone span {μₖ}, which need not be F.
@Suite(.theorem(.proved))
struct `T35 Canonical correlations of pairs find F` {
  @Test func `canonical correlations of noisy pairs`() throws {
    try forAll(.anyCovariances) { try $0.pairs.correlationsSpanFisher }
  }

  @Test func `canonical correlations of any positive definite coupling`() throws {
    try forAll(.anyCoupling) { try $0.pairs.correlationsSpanFisher }
  }

  @Test func `the pair moment alone spans the means`() throws {
    try forAll(.anyCovariances, observing: [.angleOfPairMoment]) { problem in
      let deviations = try problem.mixture.deviationSubspace
      return try problem.pairs.principalSubspaceOfPairMoment(dimension: deviations.dimension)
        .equality(with: deviations)
    }
  }

  @Test func `and so need not find F`() throws {
    try counterexample(known: [try .slanted], search: .anyCovariances) { problem in
      let fisher = try problem.mixture.fisherSubspace
      return try problem.pairs.principalSubspaceOfPairMoment(dimension: fisher.dimension)
        .equality(with: fisher)
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .easyPairs, breaking: { try $0.shifted }) { problem in
      let fisher = try problem.mixture.fisherSubspace
      return try CanonicalCorrelations(of: problem.pairs, dimension: fisher.dimension).subspace
        .equality(with: fisher)
    }
  }

  @Test func `twin: a coupling that is not definite`() throws {
    try twin(dropping: "the definite coupling", of: .easyPairs) { problem in
      var independent = problem
      independent.bias = 0
      return independent
    } _: {
      try $0.pairs.correlationsSpanFisher
    }
  }
}

extension AugmentedPairs {
  /// "The directions of all correlations that are not zero to rounding span F": as many as F has dimensions, and the same.
  fileprivate var correlationsSpanFisher: Verdict {
    get throws {
      let all = try CanonicalCorrelations(of: self, dimension: mixture.dimension)
      let used = all.values.prefix { abs($0) > all.valueError }.count
      return try CanonicalCorrelations(of: self, dimension: used).subspace
        .equality(with: mixture.fisherSubspace)
    }
  }
}

/// A mixture and a coupling that is no mere bias.
private struct CoupledMixture: Sendable, Codable {
  var mixture: GaussianMixture
  /// π, one row a list.
  var coupling: [[Double]]

  var pairs: AugmentedPairs {
    get throws { try AugmentedPairs(mixture: mixture, coupling: Matrix(rowVectors: coupling)) }
  }
}

extension Family<CoupledMixture> {
  /// δ diag(w) + (1 − δ) R diag(1/s) Rᵀ, where R is a joint law of the component and of one of several groups, with
  /// marginals w and s: two draws that share a group. The second part is positive semidefinite.
  fileprivate static let anyCoupling = Family<Problem>.anyCovariances.map(
    "draws that share a group, any covariances"
  ) {
    problem, generator in
    let (w, bias) = (problem.mixture.weights, problem.bias)
    let groups = generator.integer(in: 2...4)
    let shares = w.map { weight in
      let raw = (0..<groups).map { _ in generator.uniform(in: 0.01...1) }
      let sum = raw.reduce(0, +)
      return raw.map { weight * $0 / sum }
    }
    let sums = (0..<groups).map { g in shares.reduce(0) { $0 + $1[g] } }
    let coupling = w.indices.map { k in
      w.indices.map { l in
        let shared = (0..<groups).reduce(0) { $0 + shares[k][$1] * shares[l][$1] / sums[$1] }
        return (1 - bias) * shared + (k == l ? bias * w[k] : 0)
      }
    }
    return CoupledMixture(mixture: problem.mixture, coupling: coupling)
  }
  .covering("more than one discriminant direction", 0.3) { try $0.mixture.fisherSubspace.dimension > 1 }
}

extension Problem {
  /// Two equal components at ±(1, 1) with the covariance diag(1, 4): F is spanned by (4, 1).
  fileprivate static var slanted: Problem {
    get throws {
      let mixture = try GaussianMixture(
        weights: [0.5, 0.5], means: Matrix(columnVectors: [[1, 1], [-1, -1]]),
        covariances: .tied(.diagonal([1, 4])))
      return Problem(mixture: mixture, bias: 1, rank: 1, route: nil)
    }
  }
}

extension Observation<Problem> {
  fileprivate static let angleOfPairMoment = Observation(
    "angle of the pair moment's eigenvectors to F",
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
        let found = try problem.pairs.principalSubspaceOfPairMoment(dimension: fisher.dimension)
        return (try found.largestAngle(to: fisher) ?? 0) * 180 / .pi
      }
    ))
}
