import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, let δ > 0 and r = q. Under the constraint A T Aᵀ = I the
/// minimisers of the invariance term of VICReg, E|A x − A x′|², and of the loss of Barlow Twins, Σ (1 − Rᵢᵢ)² + λ Σ Rᵢⱼ²
/// over i ≠ j with R = A C Aᵀ and any λ ≥ 0, have the Fisher subspace F as their row space.
@Suite(.theorem(.proved))
struct `T44 VICReg and Barlow Twins with whitened outputs` {
  @Test func `the largest correlations are those of F`() throws {
    try forAll(.anyCovariances, whitenedOutputsFindFisher)
  }

  @Test func `on small mixtures too, beside the penalised form`() throws {
    try forAll(.easyPairs, count: 60, observing: [.angleOfPenalisedVICReg], whitenedOutputsFindFisher)
  }

  @Test func `no other encoder has a lower invariance term`() throws {
    try lowerBound(.feasibleEncoders, attaining: 0.99) { feasible in
      let (a, problem) = (try feasible.encoder, feasible.problem)
      let pairs = try problem.pairs
      let differences = 2 * (a * (problem.mixture.totalCovariance - pairs.pairMoment)).inner(a)
      let ratios = try problem.correlations
      let least = 2 * ratios.values.reduce(0) { $0 + 1 - $1 }
      return (
        Estimate(differences, budget: try feasible.rounding.scaled(by: 4)),
        Estimate(least, budget: ErrorBudget([.rounding: 2 * Double(problem.rank) * ratios.error]))
      )
    }
  }

  @Test func `nor a lower loss of Barlow Twins`() throws {
    try lowerBound(.weightedEncoders, attaining: 0.99) { weighted in
      let problem = weighted.feasible.problem
      let loss = BarlowTwins(try problem.pairs, redundancy: weighted.redundancy)
      let ratios = try problem.correlations
      let factor = 4 * (1 + weighted.redundancy) * Double(problem.rank)
      return (
        Estimate(
          loss.value(try weighted.feasible.encoder),
          budget: try weighted.feasible.rounding.scaled(by: factor)),
        Estimate(
          barlowTwinsMinimum(ratios.values, redundancy: weighted.redundancy),
          budget: ErrorBudget([.rounding: factor * ratios.error]))
      )
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .easyPairs, breaking: { try $0.shifted }, whitenedOutputsFindFisher)
  }
}

private func whitenedOutputsFindFisher(_ problem: Problem) throws -> Verdict {
  try SimSiam(problem.pairs).minimizer(rank: problem.rank, under: .whitenedOutputs).rowSpace
    .equality(with: problem.mixture.fisherSubspace)
}

/// The least loss over R with eigenvalues ρ: for λ ≤ 1 with a constant diagonal, for λ ≥ 1 diagonal.
private func barlowTwinsMinimum(_ correlations: [Double], redundancy: Double) -> Double {
  let r = Double(correlations.count)
  let sum = correlations.reduce(0, +)
  let squares = correlations.reduce(0) { $0 + $1 * $1 }
  let diagonal = redundancy <= 1 ? sum * sum / r : squares
  return r - 2 * sum + (1 - redundancy) * diagonal + redundancy * squares
}

extension Problem {
  /// The largest eigenvalues of R, δ λ / (1 + λ) for Fisher's ratios λ, and a bound on the error of each.
  fileprivate var correlations: (values: [Double], error: Double) {
    get throws {
      let ratios = try LinearDiscriminants(
        of: mixture, against: mixture.withinClassCovariance, dimension: rank)
      return (ratios.values.map { bias * $0 / (1 + $0) }, ratios.valueError)
    }
  }
}

/// An encoder and a weight of Barlow Twins.
private struct WeightedEncoder: Sendable, Codable {
  let feasible: FeasibleEncoder
  /// λ.
  let redundancy: Double
}

extension Family<WeightedEncoder> {
  fileprivate static let weightedEncoders = Family<FeasibleEncoder>.feasibleEncoders.map(
    "encoders with whitened outputs, and a weight"
  ) { feasible, generator in
    WeightedEncoder(feasible: feasible, redundancy: generator.logUniform(in: 0.005...5))
  }
  .covering("a weight below one", 0.3) { $0.redundancy < 1 }
  .covering("a weight above one", 0.1) { $0.redundancy > 1 }
}

extension Observation<Problem> {
  /// A stationary point, the best of three descents; nothing is certified of it.
  fileprivate static let angleOfPenalisedVICReg = Observation<Problem>(
    "angle of VICReg with its penalties to F",
    x: ("dimension", { Double($0.mixture.dimension) }),
    y: (
      "largest principal angle in degrees",
      { problem in
        let found = try VICReg(problem.pairs).minimizer(rank: problem.rank, starts: 3)
        let rows = Subspace(orthonormalBasis: try QR(of: found.encoder.transposed).q)
        return (try rows.largestAngle(to: problem.mixture.fisherSubspace) ?? 0) * 180 / .pi
      }
    ))
}
