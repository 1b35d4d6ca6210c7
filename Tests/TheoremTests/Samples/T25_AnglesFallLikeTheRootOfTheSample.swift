import Foundation
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, equal weights and two or three components, let δ > 0 and r = q. The row
/// space of the minimiser of InfoNCE on a centred batch of n pairs has a largest angle to F that falls like n^{−1/2}, with a constant
/// like √d/δ. In most batches it is at most 1.3 times that of canonical correlations.
@Suite(.theorem(.open))
struct `T25 Angles fall like the root of the sample` {
  @Test func `the slope is minus a half`() throws {
    try rate(-0.5, neighbours: -1...0, sizes: [100, 300, 900], of: .sampledProblems) { sampled, size in
      try sampled.angle(of: .infoNCE, count: Int(size))
    }
  }

  @Test func `so it is of canonical correlations`() throws {
    try rate(-0.5, neighbours: -1...0, sizes: [100, 300, 900], of: .sampledProblems) { sampled, size in
      try sampled.angle(of: .canonicalCorrelations, count: Int(size))
    }
  }

  @Test func `at most 1.3 times as far off as canonical correlations, in most batches`() throws {
    try fails(forAtMost: 0.2, detecting: 0.4, of: .sampledProblems, count: 300) { sampled in
      let found = try sampled.angle(of: .infoNCE, count: 200)
      let other = try sampled.angle(of: .canonicalCorrelations, count: 200)
      let budget = found.budget + other.budget.scaled(by: 1.3)
      return .positive(1.3 * other.value - found.value, budget: budget)
    }
  }

  @Test func `twin: principal components do not come nearer`() throws {
    try twin(dropping: "pairs", of: .sampledProblems, count: 6) { sampled in
      var blind = sampled
      blind.method = .principalComponents
      return blind
    } _: { sampled in
      // A batch sixteen times as large halves the angle at least.
      let (few, many) = (
        try sampled.angle(of: sampled.method, count: 100), try sampled.angle(of: sampled.method, count: 1600)
      )
      return .ordered(many, Estimate(few.value / 2, budget: few.budget), scale: 1)
    }
  }
}

/// A problem and the random numbers of its batches.
private struct SampledProblem: Sendable, Codable {
  enum Method: String, Sendable, Codable {
    case infoNCE, canonicalCorrelations, principalComponents
  }

  let problem: Problem
  let key: UInt64
  var method = Method.infoNCE

  /// The largest angle to F, in radians, of what a method finds in n pairs.
  func angle(of method: Method, count: Int) throws -> Estimate {
    let fisher = try problem.mixture.fisherSubspace
    var generator = CounterBasedGenerator(key: key, stream: UInt64(count))
    let pairs = try problem.mixture.pairs(bias: problem.bias).sample(count, using: &generator).centred
    let found: Subspace
    var unsolved = 0.0
    switch method {
    case .infoNCE:
      let minimizer = try EmpiricalInfoNCE(pairs).minimizer(rank: problem.rank)
      found = minimizer.rowSpace
      unsolved = minimizer.gradientNorm / minimizer.gradientStandardError
    case .canonicalCorrelations: found = try pairs.canonicalSubspace(dimension: problem.rank)
    case .principalComponents:
      let eigen = try SymmetricEigen(of: pairs.secondMoment)
      let d = eigen.values.count
      found = Subspace(orthonormalBasis: eigen.vectors.columns((d - problem.rank)..<d))
    }
    let angle = try found.largestAngle(to: fisher) ?? 0
    return Estimate(
      angle,
      budget: ErrorBudget([
        .certificate: unsolved * angle, .rounding: 64 * Double(fisher.ambientDimension) * Double.ulpOfOne,
      ]))
  }
}

extension Family<SampledProblem> {
  fileprivate static let sampledProblems = Family("balanced mixtures, and batches of pairs") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 10...16
    recipe.componentShares = [0, 0.6, 0.4]
    recipe.condition = 1...10
    recipe.fisherRatios = 2...6
    recipe.weightRatio = 1
    let mixture = try recipe.draw(using: &generator)
    let problem = Problem(
      mixture: mixture, bias: generator.uniform(in: 0.6...1), rank: mixture.componentCount - 1, route: nil)
    return SampledProblem(problem: problem, key: generator.next())
  }
}
