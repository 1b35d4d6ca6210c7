import Evidence
import LinearAlgebra

/// How firmly the optimum holds the Fisher subspace F, by how far the posterior agrees along its directions (Proofs/T27).
///
/// In whitened coordinates, for v in F: the pairs agree along v by vᵀC v = δ vᵀB v, and what the encoder takes for the partner by
/// vᵀN P Nᵀv. Where the share of the latter is below δ for all v, F is spanned; a direction that is left out has at least δ.
package struct FisherHold: Sendable {
  /// ρ: the largest vᵀN P Nᵀv / vᵀB v over F.
  package let agreement: Estimate
  /// γ: the least vᵀB v / vᵀ(S + N R Nᵀ)v over F.
  package let share: Estimate
  /// The direction that ρ belongs to, whitened, d × 1.
  package let direction: Matrix

  /// (δ − ρ) γ, which the least eigenvalue of H on F is at least.
  package func leastEigenvalue(bias: Double) -> Estimate { (Estimate(exactly: bias) - agreement) * share }

  /// - Parameters:
  ///   - means: Zᵀ N, q × K, Z an orthonormal basis of whitened F.
  ///   - basis: Z, d × q.
  ///   - meansError: what Zᵀ N may be wrong by, over its least singular value when the columns have the roots of the weights.
  fileprivate init(
    _ posterior: Posterior, means: Matrix, weights: [Double], basis: Matrix, meansError: Double
  ) throws(LinearAlgebraError) {
    // With √w Nᵀv in place of v, B is the identity, P and R have the factors 1/√(wₖ w_l), and F is the span of these columns.
    let roots = weights.map { $0.squareRoot() }
    let scaled = try SingularValues(of: means.scalingColumns(by: roots))
    let directions = scaled.right
    func onFisher(_ matrix: Matrix) -> Matrix {
      let columns = directions.transposed.scalingColumns(by: roots.map { 1 / $0 })
      return (columns * matrix).timesTranspose(columns).symmetricPart
    }
    let posteriorOnFisher = try SymmetricEigen(of: onFisher(posterior.matrix))
    let inverses = scaled.values.map { 1 / ($0 * $0) }
    let pull = Matrix.diagonal(inverses) + .identity(inverses.count) + onFisher(posterior.covariance)
    let slack = try SymmetricEigen(of: pull).values.last ?? 1
    // What turns the columns turns the forms by twice as much, and the first inverse by as much relative to it.
    let lightest = weights.min() ?? 1
    func turned(_ form: Double) -> ErrorBudget {
      .computed([.rounding: 2 * (meansError + 8 * Double(weights.count) * .ulpOfOne) * form])
    }
    agreement = Estimate(
      posteriorOnFisher.values.last ?? 0,
      budget: posterior.matrixError.scaled(by: 1 / lightest)
        + turned(onFisher(posterior.matrix).frobeniusNorm))
    share =
      1
      / Estimate(
        slack,
        budget: posterior.covarianceError.scaled(by: 1 / lightest) + turned(pull.frobeniusNorm))
    let top = posteriorOnFisher.vectors.columns((directions.columns - 1)..<directions.columns)
    direction = basis * (scaled.left.scalingColumns(by: scaled.values.map { 1 / $0 }) * top)
  }
}

extension InfoNCE {
  /// How firmly the true minimiser holds the Fisher subspace; nil where the covariances differ or the subspace is zero.
  /// - Throws: as `posterior(at:)`.
  package func hold(of fisher: Subspace, at minimizer: Minimizer) throws -> FisherHold? {
    guard fisher.dimension > 0, let posterior = try posterior(at: minimizer) else { return nil }
    let target = try WhitenedSubspace(fisher, whitening)
    let means = target.basis.transposeTimes(whitened.means)
    let weights = pairs.mixture.weights
    let least = try SingularValues(of: means.scalingColumns(by: weights.map { $0.squareRoot() })).values.last
    return try FisherHold(
      posterior, means: means, weights: weights, basis: target.basis,
      meansError: target.error * whitened.means.frobeniusNorm / (least ?? 1))
  }
}
