import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture have any mean and any covariances, let δ > 0 and r = q. Under the constraint A T Aᵀ = I the minimisers
/// (1) of the invariance term of VICReg, E|A x − A x′|², and (2) of the loss of Barlow Twins, Σ (1 − Rᵢᵢ)² + λ Σ Rᵢⱼ² over i ≠ j
/// with R = Cov(A x, A x′) and any λ ≥ 0, have the Fisher subspace F as their row space.
@Suite(.theorem(.proved))
struct `T44 VICReg and Barlow Twins with whitened outputs` {
  @Test func `(1) the minimisers of the invariance term`() throws {
    try forAll(.starts) { try findsFisher($0.invariance, from: $1) }
  }

  @Test func `(2) the minimisers of Barlow Twins`() throws {
    try forAll(.starts, .redundancies) { try findsFisher($0.0.barlowTwins($1), from: $0.1) }
  }

  @Test func `(1, 2) on small mixtures too, beside the penalised form`() throws {
    // A stationary point; nothing is certified of it.
    let penalised = Observation<(Problem, Matrix)>(
      "angle of VICReg with its penalties to F", x: ("dimension d", { Double($0.0.mixture.dimension) }),
      y: "largest angle to F in degrees"
    ) { problem, start in
      let found = try VICReg(problem.pairs).minimizer(from: start).encoder
      return try Subspace(orthonormalBasis: QR(of: found.transposed).q)
        .degrees(to: problem.mixture.fisherSubspace)
    }
    try forAll(.starts(of: .easyPairs), count: 60, observing: [penalised]) {
      try findsFisher($0.invariance, from: $1).and(findsFisher($0.barlowTwins(0.005), from: $1))
    }
  }

  @Test func `(1) no other encoder has a lower invariance term`() throws {
    try lowerBound(.feasibleEncoders, attaining: 0.99) { problem, encoder in
      let error = try problem.roundingOfOutputs(encoder).scaled(by: 4)
      let least: Estimate = try 2 * problem.correlations.map { 1 - $0 }.sum
      return (Estimate(try problem.invariance.value(encoder), budget: error), least)
    }
  }

  @Test func `(2) no other encoder has a lower loss of Barlow Twins`() throws {
    try lowerBound(Family.feasibleEncoders.with(.redundancies), attaining: 0.99) { drawn, redundancy in
      let (problem, encoder) = drawn
      let error = try problem.roundingOfOutputs(encoder).scaled(by: 4 * (1 + redundancy))
      // Over R with eigenvalues ρ the loss is least for λ ≤ 1 with a constant diagonal, for λ ≥ 1 diagonal.
      let (λ, ρ) = (Estimate(exactly: redundancy), try problem.correlations)
      let (r, sum, squares) = (Estimate(exactly: Double(ρ.count)), ρ.sum, ρ.map(\.squared).sum)
      let diagonal = redundancy <= 1 ? sum.squared / r : squares
      let least: Estimate = r - 2 * sum + (1 - λ) * diagonal + λ * squares
      return (Estimate(try problem.barlowTwins(redundancy).value(encoder), budget: error), least)
    }
  }

  @Test func `(1) the covariance in the constraint cannot be dropped`() throws {
    try cannotDrop("T in A T Aᵀ = I", of: .starts(of: .easyPairs)) {
      try findsFisher($0.0.invariance, from: $0.1)
    } without: { drawn in
      // Under A Aᵀ = I the least E|A x − A x′|² is that of the last eigenvectors of T − C.
      let (mixture, bias) = (drawn.0.mixture, drawn.0.bias)
      let differences = mixture.totalCovariance - bias * mixture.betweenClassCovariance
      return try Subspace.leadingEigenspace(of: -differences, dimension: drawn.0.rank)
        .equality(with: mixture.fisherSubspace)
    }
  }

  private func findsFisher(_ loss: some RedundancyReduction, from start: Matrix) throws -> Verdict {
    try loss.whitenedMinimizer(from: start).rowSpace.equality(with: loss.pairs.mixture.fisherSubspace)
  }
}

extension Problem {
  /// E|A x − A x′|².
  fileprivate var invariance: VICReg {
    get throws { try VICReg(pairs, invariance: 1, variance: 0, covariance: 0) }
  }

  fileprivate func barlowTwins(_ redundancy: Double) throws -> BarlowTwins {
    try BarlowTwins(pairs, redundancy: redundancy)
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
  fileprivate static let starts = starts(of: .steadyPairs)

  /// Half of the mixtures are moved off the centre.
  fileprivate static func starts(of problems: Family<Problem>) -> Family {
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
