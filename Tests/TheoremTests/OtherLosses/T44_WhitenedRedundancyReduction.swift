import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture have any mean and any covariances, let δ > 0 and r = q. Under the constraint A T Aᵀ = I the minimisers
/// (1) of the invariance term of VICReg, E|A x − A x′|², and (2) of the loss of Barlow Twins, Σ (1 − Rᵢᵢ)² + λ Σ Rᵢⱼ² over i ≠ j
/// with R = Cov(A x, A x′) and any λ ≥ 0, have the Fisher subspace F as their row space.
@Suite(.theorem(.proved))
struct `T44 VICReg and Barlow Twins with whitened outputs` {
  @Test func `(1) the minimisers of the invariance term`() throws {
    try forAll(.starts, invarianceFindsFisher)
  }

  @Test func `(2) the minimisers of Barlow Twins`() throws {
    try forAll(.starts, .redundancies, holds: barlowTwinsFindsFisher)
  }

  @Test func `(1, 2) on small mixtures too, beside the penalised form`() throws {
    try forAll(.smallStarts, count: 60, observing: [.angleOfPenalisedVICReg]) {
      try invarianceFindsFisher($0).and(barlowTwinsFindsFisher($0, 0.005))
    }
  }

  @Test func `(1) no other encoder has a lower invariance term`() throws {
    try lowerBound(.feasibleEncoders, attaining: 0.99) { problem, encoder in
      (
        Estimate(
          try problem.invariance.value(encoder),
          budget: try problem.roundingOfOutputs(encoder).scaled(by: 4)),
        try 2 * problem.correlations.map { 1 - $0 }.sum
      )
    }
  }

  @Test func `(2) no other encoder has a lower loss of Barlow Twins`() throws {
    try lowerBound(Family.feasibleEncoders.with(.redundancies), attaining: 0.99) { drawn, redundancy in
      let (problem, encoder) = drawn
      return (
        Estimate(
          BarlowTwins(try problem.pairs, redundancy: redundancy).value(encoder),
          budget: try problem.roundingOfOutputs(encoder).scaled(by: 4 * (1 + redundancy))),
        barlowTwinsMinimum(try problem.correlations, redundancy: Estimate(exactly: redundancy))
      )
    }
  }

  @Test func `(1) the covariance in the constraint cannot be dropped`() throws {
    try cannotDrop("T in A T Aᵀ = I", of: .smallStarts, holds: invarianceFindsFisher) { drawn in
      // Under A Aᵀ = I the least E|A x − A x′|² is that of the last eigenvectors of T − C.
      let (mixture, bias) = (drawn.0.mixture, drawn.0.bias)
      let differences = mixture.totalCovariance - bias * mixture.betweenClassCovariance
      return try Subspace.leadingEigenspace(of: -differences, dimension: drawn.0.rank)
        .equality(with: mixture.fisherSubspace)
    }
  }

  private func invarianceFindsFisher(_ drawn: (Problem, Matrix)) throws -> Verdict {
    let (problem, start) = drawn
    return try problem.invariance.whitenedMinimizer(from: start).rowSpace
      .equality(with: problem.mixture.fisherSubspace)
  }

  private func barlowTwinsFindsFisher(_ drawn: (Problem, Matrix), _ redundancy: Double) throws -> Verdict {
    let (problem, start) = drawn
    return try BarlowTwins(problem.pairs, redundancy: redundancy).whitenedMinimizer(from: start).rowSpace
      .equality(with: problem.mixture.fisherSubspace)
  }
}

/// The least loss over R with eigenvalues ρ: for λ ≤ 1 with a constant diagonal, for λ ≥ 1 diagonal.
private func barlowTwinsMinimum(_ correlations: [Estimate], redundancy: Estimate) -> Estimate {
  let r = Estimate(exactly: Double(correlations.count))
  let (sum, squares) = (correlations.sum, correlations.map(\.squared).sum)
  let diagonal = redundancy.value <= 1 ? sum.squared / r : squares
  return r - 2 * sum + (1 - redundancy) * diagonal + redundancy * squares
}

extension Problem {
  /// E|A x − A x′|².
  fileprivate var invariance: VICReg {
    get throws { try VICReg(pairs, invariance: 1, variance: 0, covariance: 0) }
  }

  /// The largest eigenvalues of R, δ λ / (1 + λ) for Fisher's ratios λ.
  fileprivate var correlations: [Estimate] {
    get throws {
      let ratios = try LinearDiscriminants(
        of: mixture, against: mixture.withinClassCovariance, dimension: rank)
      return ratios.values.map { Estimate(exactly: bias) * $0 / (1 + $0) }
    }
  }
}

extension Family<Double> {
  /// λ from 0 to 5.
  fileprivate static let redundancies = Family("weights of the redundancy") { draw in
    let root = draw.real("root of the weight", in: 0...5.0.squareRoot(), atEnds: 0.05)
    return root * root
  }
  .covering("a weight below one", 0.3) { $0 < 1 }
  .covering("a weight above one", 0.1) { $0 > 1 }
}

extension Family<(Problem, Matrix)> {
  /// Problems, and where a descent starts, in coordinates where T is the identity.
  fileprivate static let starts = starts(.steadyPairs).coveringHardMixtures { $0.0.mixture }

  fileprivate static let smallStarts = starts(.easyPairs)

  /// Half of the mixtures are moved off the centre.
  private static func starts(_ problems: Family<Problem>) -> Family {
    problems.map("any mean, any covariances, and the start of a descent") { problem, draw in
      var moved = problem
      if draw.element("mean", of: ["zero", "anywhere"]) == "anywhere" {
        moved.mixture = try problem.mixture.movedOff(by: draw.normals("shift", problem.mixture.dimension))
      }
      return (moved, draw.encoder(for: problem))
    }
    .coveringOffCentre(0.3) { $0.0.mixture }
  }
}

extension Observation<(Problem, Matrix)> {
  /// A stationary point; nothing is certified of it.
  fileprivate static let angleOfPenalisedVICReg = Observation(
    "angle of VICReg with its penalties to F", x: ("dimension d", { Double($0.0.mixture.dimension) }),
    y: (
      "largest angle to F in degrees",
      {
        let found = try VICReg($0.0.pairs).minimizer(from: $0.1)
        let rows = Subspace(orthonormalBasis: try QR(of: found.encoder.transposed).q)
        return (try rows.largestAngle(to: $0.0.mixture.fisherSubspace) ?? 0).value * 180 / .pi
      }
    ))
}
