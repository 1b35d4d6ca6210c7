import Foundation
import MixtureFamilies
import TheoremTesting

/// What the minimiser of population InfoNCE on a centred mixture is for small bias δ: H/δ → Y = S⁻¹ B S⁻¹ in whitened
/// coordinates, S = I + B the total and B the between-class covariance, with |H/δ − Y| ≤ C δ for a shared covariance (T15).
struct SmallBias {
  /// Y, d × d, whitened coordinates; in the original ones T⁻¹ B T⁻¹.
  let limit: Matrix
  /// What Y may be wrong by, Frobenius norm: rounding of the whitening and of the two solves.
  let limitError: ErrorBudget
  /// C = max |νₖ − ν_l|³ √(|S|₂ E|Y x|⁴) / 8.
  let remainder: Estimate
  /// The smallest eigenvalue of Y on the Fisher subspace, over C: for every bias below it the minimiser spans F. Infinite
  /// where the means coincide.
  let spanningBias: Double

  init(of mixture: GaussianMixture) throws {
    let (weights, whitening) = (mixture.weights, try Cholesky(of: mixture.withinClassCovariance))
    let means = whitening.solveLower(mixture.centred.means)
    let between = means.scalingColumns(by: weights).timesTranspose(means).symmetricPart
    let total = try Cholesky(of: Matrix.identity(mixture.dimension) + between)
    limit = total.solve(total.solve(between).transposed).symmetricPart
    let secondMoment = 1 + (try SymmetricEigen(of: between).values.last ?? 0)
    let diameter = weights.indices.flatMap { k in
      (0...k).map { (means.columns(k..<(k + 1)) - means.columns($0..<($0 + 1))).frobeniusNorm }
    }.max()
    // E|Y x|⁴ = Σ w [(|m|² + tr V)² + 2 tr V² + 4 mᵀ V m] with m = Y ν and V = Y².
    let (limit, square) = (limit, limit * limit)
    let fourthMoment = weights.indices.reduce(0) { sum, k in
      let mean = limit * means.columns(k..<(k + 1))
      let energy = mean.inner(mean) + square.trace
      return sum + weights[k]
        * (energy * energy + 2 * square.inner(square) + 4 * mean.inner(square * mean))
    }
    let constant = pow(diameter ?? 0, 3) * (secondMoment * fourthMoment).squareRoot() / 8
    // The condition number of S is |S|₂, and N = L⁻¹ [μₖ] is wrong by the condition number of L times the unit roundoff.
    let rounding =
      try 4 * Double(mixture.dimension + weights.count) * .ulpOfOne * secondMoment
      * mixture.condition.squareRoot()
    limitError = ErrorBudget.computed([.rounding: rounding * limit.frobeniusNorm])
    remainder = Estimate(constant, budget: ErrorBudget.computed([.rounding: rounding * constant]))
    let dimension = try mixture.fisherSubspace.dimension
    spanningBias =
      dimension > 0
      ? try SymmetricEigen(of: limit).values[mixture.dimension - dimension] / constant : .infinity
  }
}
