import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture with a shared covariance Σ not be centred. The row space of the minimiser of population InfoNCE
/// lies in Σ⁻¹ span{μₖ}, but need not lie in the Fisher subspace F; it does lie in F where Σ⁻¹ μ does, μ the mean.
@Suite(.theorem(.disproved))
struct `T60 Without centring` {
  @Test func `the optimum leaves F`() throws {
    try counterexample(known: [try .offCentre], search: .shiftedAnywhere) { problem in
      try problem.loss.minimizer(rank: problem.rank).containment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `every encoder is drawn back to the span of the means`() throws {
    try forAll(.shiftedAnywhere, count: 400, observing: [.leakByShift]) { problem in
      let d = problem.mixture.dimension
      var generator = CounterBasedGenerator(key: 60, stream: UInt64(d))
      let encoder =
        (0.3 / Double(d).squareRoot()) * Matrix.normal(rows: problem.rank, columns: d, using: &generator)
      let inverse = try Cholesky(of: problem.mixture.withinClassCovariance).solve(.identity(d))
      return try problem.loss.restoringForce(
        atWhitened: encoder, towards: problem.mixture.meanSubspace.mapped(by: inverse)
      ).verdict
    }
  }

  @Test func `it stays in F where the mean does`() throws {
    try forAll(.shiftedWithinF) { problem in
      try problem.loss.minimizer(rank: problem.rank).containment(in: problem.mixture.fisherSubspace)
    }
  }
}

extension Problem {
  /// Two components at (2, 1) and (−1, 1), the identity for the covariance: F is the first axis, the mean (1.1, 1).
  fileprivate static var offCentre: Problem {
    get throws {
      let mixture = try GaussianMixture(
        weights: [0.7, 0.3], means: Matrix(columnVectors: [[2, 1], [-1, 1]]), covariances: .tied(.identity(2))
      )
      return Problem(mixture: mixture, bias: 1, rank: 2, route: nil)
    }
  }

  /// The problem with its mean moved to L u, W = L Lᵀ, so that the shift is |u| in whitened coordinates.
  fileprivate func moved(by whitened: Matrix) throws -> Problem {
    let shift = try Cholesky(of: mixture.withinClassCovariance).factor * whitened
    var moved = self
    moved.mixture = try mixture.mapped(by: .identity(mixture.dimension), shift: shift.column(0))
    moved.rank = min(mixture.componentCount, mixture.dimension)
    return moved
  }
}

extension Family<Problem> {
  fileprivate static let shiftedAnywhere = Family.fewComponents.map("mixtures off the centre") {
    problem, generator in
    let direction = Matrix.normal(rows: problem.mixture.dimension, columns: 1, using: &generator)
    let size = generator.logUniform(in: 0.3...2) / direction.frobeniusNorm
    return try problem.moved(by: size * direction)
  }
  // Elsewhere nothing lies outside.
  .assuming("its hypotheses") { try $0.mixture.meanSubspace.dimension < $0.mixture.dimension }
  .covering("condition of the covariance at least 10", 0.3) { problem in
    let spectrum = try SymmetricEigen(of: problem.mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 10 * spectrum[0]
  }

  fileprivate static let shiftedWithinF = Family.fewComponents.map("mixtures off the centre, within F") {
    problem, generator in
    let root = try Cholesky(of: problem.mixture.withinClassCovariance)
    // Whitened F is the span of the whitened deviations of the means.
    let mixed = Matrix.normal(rows: problem.mixture.componentCount, columns: 1, using: &generator)
    let direction = root.solveLower(problem.mixture.means) * mixed
    let size = generator.logUniform(in: 0.3...2) / direction.frobeniusNorm
    return try problem.moved(by: size * direction)
  }
  .covering("more dimensions than F has", 0.3) {
    try $0.mixture.dimension > $0.mixture.fisherSubspace.dimension
  }
}

extension Observation<Problem> {
  fileprivate static let leakByShift = Observation(
    "leak out of F by the shift",
    x: (
      "shift of the mean in whitened coordinates",
      { problem in
        let mean = Matrix(columnVectors: [problem.mixture.mean])
        return try Cholesky(of: problem.mixture.withinClassCovariance).solveLower(mean).frobeniusNorm
      }
    ),
    y: (
      "share of H outside F",
      { problem in
        try problem.loss.minimizer(rank: problem.rank).containment(in: problem.mixture.fisherSubspace)
          .difference.value
      }
    ))
}
