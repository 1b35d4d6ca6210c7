import MixtureFamilies
import TheoremTesting

/// What the minimiser of population InfoNCE on a centred mixture is for small bias δ: H/δ → Y = S⁻¹ B S⁻¹ in whitened
/// coordinates, S = I + B the total and B the between-class covariance, with |H/δ − Y| ≤ C δ for a shared covariance (T15).
struct SmallBias {
  /// Y, d × d, whitened coordinates; in the original ones T⁻¹ B T⁻¹.
  let limit: Matrix
  /// What Y may be wrong by, Frobenius norm (Proofs/T15_SmallBias.md).
  let limitError: ErrorBudget
  /// C = max |νₖ − ν_l|³ √(|S|₂ E|Y x|⁴) / 8.
  let remainder: Estimate
  /// The smallest eigenvalue of Y on the Fisher subspace, over C: for every bias below it the minimiser spans F. Infinite
  /// where the means coincide.
  let spanningBias: Double

  init(of mixture: GaussianMixture) throws {
    let weights = mixture.weights
    let (means, error) = try mixture.whitenedDeviations
    let weighted = DoubleDoubleMatrix(.diagonal(weights)) * means.transposed
    let between = (means * weighted).symmetricPart
    let total = try DoubleDoubleCholesky(of: DoubleDoubleMatrix(.identity(mixture.dimension)) + between)
    let exact = total.solve(total.solve(between).transposed).symmetricPart
    limit = exact.high
    let (size, d) = (means.normBound, Double(mixture.dimension))
    let ofWeights = Double(weights.count + 4) * .ulpOfOne
    let ofBetween = 2 * error * (size + error)
    let rounding =
      1.6 * ofBetween + 3 * ofWeights * exact.high.trace + 0x1p-96 * d * d * (1 + size * size) * size * size
    limitError = .proved([.rounding: rounding + .ulpOfOne * limit.frobeniusNorm])

    let widest =
      weights.indices.flatMap { k in
        (0...k).map { (means.columns(k..<(k + 1)) - means.columns($0..<($0 + 1))).high.frobeniusNorm }
      }.max() ?? 0
    let diameter = Estimate(widest, budget: .proved([.rounding: 2 * error + (d + 4) * .ulpOfOne * widest]))
    let spectrum = try SymmetricEigen(of: between.high)
    let secondMoment = Estimate(
      1 + (spectrum.values.last ?? 0),
      budget: .proved([
        .rounding: spectrum.errors(of: between).ofValues + ofBetween + 2 * ofWeights * between.high.trace
      ]))
    // E|Y x|⁴ = Σ w [(|m|² + tr V)² + 2 tr V² + 4 mᵀ V m] with m = Y ν and V = Y².
    let (square, images) = ((exact * exact).high, (exact * means).high)
    let moved = (exact * exact * exact * means).high
    let fourthMoment = weights.indices.reduce(0) { sum, k in
      let column = k..<(k + 1)
      let mean = images.columns(column)
      let energy = mean.inner(mean) + square.trace
      return sum + weights[k]
        * (energy * energy + 2 * square.inner(square) + 4 * mean.inner(moved.columns(column)))
    }
    // The root of the fourth moment of |Y x| is a norm.
    let root = fourthMoment.squareRoot().squareRoot()
    let ofRoot =
      limitError.total * (size + (d * (d + 2)).squareRoot().squareRoot()) + error * limit.frobeniusNorm
      + (d * d + Double(weights.count) + 16) * .ulpOfOne * root
    let energy = Estimate(root, budget: .proved([.rounding: ofRoot])).squared
    remainder = diameter.power(3) * secondMoment.squareRoot() * energy / 8
    let dimension = try mixture.fisherSubspace.dimension
    spanningBias =
      dimension > 0
      ? try SymmetricEigen(of: limit).values[mixture.dimension - dimension] / remainder.value : .infinity
  }
}
