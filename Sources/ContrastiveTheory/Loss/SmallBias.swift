import Evidence
import Foundation
import LinearAlgebra

/// What the minimiser of population InfoNCE on a centred mixture is for small bias δ: H/δ → Y = S⁻¹ B S⁻¹ in whitened
/// coordinates, S = I + B the total and B the between-class covariance, with |H/δ − Y| ≤ C δ for a shared covariance
/// (T15).
public struct SmallBias: Sendable {
  /// Y, d × d, whitened coordinates; in the original ones T⁻¹ B T⁻¹.
  public let limit: Matrix
  /// What Y may be wrong by, Frobenius norm: rounding of the whitening and of the two solves.
  public let limitError: ErrorBudget
  /// tr Y.
  public let trace: Estimate
  /// C = max |νₖ − ν_l|³ √(|S|₂ E|Y x|⁴) / 8.
  public let remainder: Estimate
  /// The smallest eigenvalue of Y on the Fisher subspace, over C: for every bias below it the minimiser spans F. Infinite
  /// where the means coincide.
  public let spanningBias: Double

  fileprivate init(_ loss: InfoNCE) throws(LinearAlgebraError) {
    let mixture = loss.pairs.mixture
    let means = loss.whitening.solveLower(mixture.centred.means)
    let between = means.scalingColumns(by: mixture.weights).timesTranspose(means).symmetricPart
    let total = try Cholesky(of: Matrix.identity(mixture.dimension) + between)
    let limit = total.solve(total.solve(between).transposed).symmetricPart
    let square = limit * limit
    let secondMoment = 1 + (try SymmetricEigen(of: between).values.last ?? 0)
    let diameter = try loss.meanSpread.widest.squareRoot()
    // E|Y x|⁴ = Σ w [(|m|² + tr V)² + 2 tr V² + 4 mᵀ V m] with m = Y ν and V = Y².
    let fourthMoment = mixture.weights.indices.reduce(0) { sum, k in
      let mean = limit * means.columns(k..<(k + 1))
      let energy = mean.inner(mean) + square.trace
      let spread = 2 * square.inner(square) + 4 * mean.inner(square * mean)
      return sum + mixture.weights[k] * (energy * energy + spread)
    }
    let remainder = pow(diameter, 3) * (secondMoment * fourthMoment).squareRoot() / 8
    // The condition number of S is |S|₂, and N = L⁻¹ [μₖ] is wrong by the condition number of L times the unit roundoff.
    let roots = try SingularValues(of: loss.whitening.factor).values
    let condition = (roots.first ?? 1) / (roots.last ?? 1)
    let rounding =
      4 * Double(mixture.dimension + mixture.componentCount) * .ulpOfOne * secondMoment * condition
    let dimension = try mixture.fisherSubspace.dimension
    let spectrum = try SymmetricEigen(of: limit).values
    self.limit = limit
    limitError = ErrorBudget.computed([.rounding: rounding * limit.frobeniusNorm])
    self.remainder = Estimate(remainder, budget: ErrorBudget.computed([.rounding: rounding * remainder]))
    trace = Estimate(
      limit.trace, budget: limitError.scaled(by: Double(mixture.dimension).squareRoot()))
    spanningBias = dimension > 0 ? spectrum[mixture.dimension - dimension] / remainder : .infinity
  }
}

extension InfoNCE {
  /// The limit for small bias, and how far the minimiser is from it; the bias of the pairs themselves does not matter. For
  /// a centred mixture; the bound is proved for a shared covariance. O(d³ + d K²).
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public var smallBias: SmallBias {
    get throws(LinearAlgebraError) { try SmallBias(self) }
  }
}
