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

  /// Whether the mixture is centred: ρ and γ bound nothing else (Proofs/T27, H1).
  let isCentred: Bool

  /// (δ − ρ) γ, which the least eigenvalue of H on F is at least where the mixture is centred; of others nothing is known.
  package func leastEigenvalue(bias: Double) -> Estimate {
    let bound = (Estimate(exactly: bias) - agreement) * share
    return isCentred ? bound : Estimate(bound.value, budget: ErrorBudget())
  }

  /// - Parameters:
  ///   - means: Zᵀ N, q × K, Z an orthonormal basis of whitened F.
  ///   - basis: Z, d × q.
  ///   - meansError: what Zᵀ N may be wrong by, Frobenius.
  fileprivate init(
    _ posterior: Posterior, means: DoubleDoubleMatrix, weights: [Double], basis: DoubleDoubleMatrix,
    meansError: ErrorBudget, isCentred: Bool
  ) throws(LinearAlgebraError) {
    self.isCentred = isCentred
    // With √w Nᵀv in place of v, B is the identity, P and R have the factors 1/√(wₖ w_l), and F is the span of these columns.
    let roots = weights.map { $0.squareRoot() }
    let columns = means.scalingColumns(by: roots).transposed
    let directions = columns.orthonormalised
    let inverses = directions.transposed.scalingColumns(by: roots.map { 1 / $0 })
    func onFisher(_ matrix: Matrix) -> Matrix {
      (inverses * DoubleDoubleMatrix(matrix) * inverses.transposed).symmetricPart.high
    }
    let turns = columns.transposed * directions
    let lengths = try DoubleDoubleCholesky(of: turns.gram)
    let identity = DoubleDoubleMatrix(.identity(directions.columns))
    let pull = (lengths.solve(identity) + identity).high + onFisher(posterior.covariance)
    let posteriorOnFisher = onFisher(posterior.matrix)
    let (agreeing, spread) = (try SymmetricEigen(of: posteriorOnFisher), try SymmetricEigen(of: pull))

    // Weights and their roots are rounded; what is off in the columns turns their span by as much over their least singular value,
    // and the forms on it by three times as much (Proofs/T27).
    let ofWeights = Double(weights.count + 8) * .ulpOfOne
    let scales = try SingularValues(of: columns.high)
    let least = (scales.values.last ?? 1) - scales.error(of: columns.high)
    var turn = (meansError + .proved([.rounding: ofWeights * columns.normBound])).scaled(
      by: least > 0 ? (1 + 0x1p-30) / least : .infinity)
    if turn.total > 0.125 { turn = turn.scaled(by: .infinity) }
    let lightest = weights.min() ?? 1
    func scaled(_ matrix: Matrix) -> Double {
      Matrix(rows: matrix.rows, columns: matrix.columns) { matrix[$0, $1] / (roots[$0] * roots[$1]) }
        .frobeniusNorm
    }
    func rounding(_ eigen: SymmetricEigen, of form: Matrix, size: Double) -> ErrorBudget {
      turn.scaled(by: 3 * size)
        + .proved([.rounding: 3 * ofWeights * size + eigen.errors(of: DoubleDoubleMatrix(form)).ofValues])
    }
    agreement = Estimate(
      agreeing.values.last ?? 0,
      budget: posterior.matrixError.scaled(by: 1 / lightest)
        + rounding(agreeing, of: posteriorOnFisher, size: scaled(posterior.matrix)))
    share =
      1
      / Estimate(
        spread.values.last ?? 1,
        budget: posterior.covarianceError.scaled(by: 1 / lightest)
          + rounding(spread, of: pull, size: pull.frobeniusNorm + scaled(posterior.covariance)))
    let top = agreeing.vectors.columns((directions.columns - 1)..<directions.columns)
    direction = (basis * turns * lengths.solve(DoubleDoubleMatrix(top))).high
  }
}

extension InfoNCE {
  /// How firmly the true minimiser holds the Fisher subspace; nil where the covariances differ or the subspace is zero.
  /// - Throws: as `posterior(at:)`.
  package func hold(of fisher: Subspace, at minimizer: Minimizer) throws -> FisherHold? {
    guard fisher.dimension > 0, let posterior = try posterior(at: minimizer) else { return nil }
    let target = try WhitenedSubspace(fisher, whitening)
    let basis = DoubleDoubleMatrix(target.basis)
    let means = whitening.solveLower(pairs.mixture.exactMeans)
    let size = means.normBound
    let ofMeans = pairs.mixture.whitenedMeansError(size: size, by: whitening)
    return try FisherHold(
      posterior, means: basis.transposed * means, weights: pairs.mixture.weights, basis: basis,
      meansError: (target.budget + .proved([.rounding: ofMeans])).scaled(by: size),
      isCentred: pairs.mixture.isExactlyCentred)
  }
}
