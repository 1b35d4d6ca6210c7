import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, δ in (0, 1] and r ≥ q ≥ 1 rows. In whitened coordinates let H be
/// the Gram matrix of the minimisers of population InfoNCE, P and R its posterior matrix and covariance, B = N diag(w) Nᵀ, ρ the
/// largest vᵀN P Nᵀv / vᵀB v and γ the least vᵀB v / vᵀ(I + B + N R Nᵀ)v over the v ≠ 0 of the Fisher subspace F. (1) The
/// least eigenvalue of H on F is at least (δ − ρ) γ, (2) so that the row space equals F where ρ < δ. (3) If H v = 0 for
/// a v ≠ 0 of F, then vᵀN P Nᵀv ≥ δ vᵀB v.
@Suite(.theorem(.proved))
struct `T27 How firmly F is held` {
  @Test func `(1) the least eigenvalue on F, which simplices attain`() throws {
    try upperBound(.simplicesAndOthers, attaining: 0.999) { problem in
      let (loss, fisher) = (try problem.loss, try problem.mixture.fisherSubspace)
      let minimizer = try loss.minimizer(rank: problem.rank)
      let bound = try loss.hold(of: fisher, at: minimizer)?.leastEigenvalue(bias: problem.bias) ?? 0
      return (.maximum(bound, 0), try minimizer.leastEigenvalue(on: fisher))
    }
  }

  @Test func `(2) where the posterior agrees less than the pairs`() throws {
    try forAll(.simplicesAndOthers, spanningUnlessAgreeing)
  }

  @Test func `(3) a direction that is left out`() throws {
    try forAll(.reweighted("counterexamples of T16", WhitenedProblem.fixtures), count: 60) { problem in
      let (loss, mixture, weights) = (try problem.loss, problem.mixture, problem.mixture.weights)
      let minimizer = try loss.minimizer(rank: problem.rank)
      guard let posterior = try loss.posterior(at: minimizer) else {
        return .inconclusive("the covariances differ")
      }
      guard try minimizer.spanning(of: mixture.fisherSubspace).outcome == .refuted else {
        return .inconclusive("no direction of F is certainly left out")
      }
      // vᵀN P Nᵀv / vᵀB v for the direction v of the plane that is left out; the covariance is the identity.
      let kernel = try Subspace.eigenspace(of: minimizer.estimate) { _ in [0] }
      let direction = MatrixEstimate(
        DoubleDoubleMatrix(kernel.basis),
        budget: kernel.budget.scaled(by: 2.0.squareRoot()) + .proved([.rounding: .ulpOfOne]))
      let roots = weights.map { $0.squareRoot() }
      let means = DoubleDoubleMatrix(mixture.means).scalingColumns(by: roots)
      let form = Matrix(rows: roots.count, columns: roots.count) {
        posterior.matrix[$0, $1] / (roots[$0] * roots[$1])
      }
      // Weights and their roots are rounded.
      func estimate(_ matrix: DoubleDoubleMatrix, more: ErrorBudget = .exact) -> MatrixEstimate {
        let off = 3 * Double(roots.count + 8) * .ulpOfOne * matrix.normBound
        return MatrixEstimate(matrix, budget: more + .proved([.rounding: off]))
      }
      let agreed = estimate(
        DoubleDoubleMatrix(form), more: posterior.matrixError.scaled(by: 1 / (weights.min() ?? 1)))
      let along = estimate(means).transposed * direction
      return .atMost(Estimate(exactly: problem.bias), along.inner(agreed * along) / along.inner(along))
    }
  }

  @Test func `(2) centring cannot be dropped`() throws {
    try cannotDrop(
      "centring", of: .simplices, count: 900, replacing: { try $0.shifted }, holds: spanningUnlessAgreeing)
  }

  @Test func `(2) r ≥ q cannot be dropped`() throws {
    try cannotDrop(
      "r ≥ q", of: .simplices, count: 60, replacing: { $0.with(\.rank, 1) }, holds: spanningUnlessAgreeing)
  }

  /// "The row space equals F, or ρ ≥ δ."
  private func spanningUnlessAgreeing(_ problem: Problem) throws -> Verdict {
    let (loss, fisher) = (try problem.loss, try problem.mixture.fisherSubspace)
    let minimizer = try loss.minimizer(rank: problem.rank)
    guard let hold = try loss.hold(of: fisher, at: minimizer) else {
      return .inconclusive("the Fisher subspace is zero")
    }
    let agrees = Verdict.atMost(Estimate(exactly: problem.bias), hold.agreement)
    return agrees.outcome == .refuted ? try minimizer.spanning(of: fisher) : agrees
  }
}

extension Family<Problem> {
  fileprivate static let simplices = Family("regular simplices of equal weight") { try simplex(&$0) }
    .assuming("centring") { $0.mixture.isCentred }
    .assuming("r ≥ q") { try $0.rank >= $0.mixture.fisherSubspace.dimension }

  fileprivate static let simplicesAndOthers = Family("simplices, and mixtures of two to four components") {
    draw in
    if draw.integer("a simplex", in: 0...1, shares: [0.75, 0.25]) == 1 { return try simplex(&draw) }
    let recipe = MixtureFamily(
      componentShares: [0, 0.3, 0.4, 0.3], condition: 1...1000, fisherRatios: 0.1...5, weightRatio: 5)
    let mixture = try recipe.draw(&draw)
    return Problem(
      mixture: mixture, bias: draw.real("bias", in: 0.05...1), rank: mixture.fisherDimensionAtMost)
  }
  .covering("equal weights", 0.1) { Set($0.mixture.weights).count == 1 }

  /// A regular triangle or tetrahedron.
  private static func simplex(_ draw: inout Draw) throws -> Problem {
    let (corners, spare) = (draw.integer("corners", in: 3...4), draw.integer("spare dimensions", in: 0...3))
    let size = draw.logarithmic("size", in: 0.5...4)
    let frame = draw.orthonormal("frame", rows: corners + spare, columns: corners)
    let equal = Array(repeating: 1 / Double(corners), count: corners)
    let mixture = try GaussianMixture(weights: equal, whitenedMeans: size * frame).centred
    return Problem(mixture: mixture, bias: draw.real("bias", in: 0.1...1, atEnds: 0.25), rank: corners - 1)
  }
}
