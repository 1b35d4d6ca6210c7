import Evidence
import LinearAlgebra

extension Minimizer {
  /// "The true minimiser is that of another problem, moved by a linear map": G = K⁻ᵀ G′ K⁻¹, where G′ is the other's Gram
  /// matrix and K the map of its points to ours (T02); the identity for the same problem, minimised twice.
  ///
  /// Measured: the norm of the difference in whitened coordinates, over the norm of H. Both certificates bound it.
  /// - Parameters:
  ///   - other: the minimiser of the other problem.
  ///   - map: K, d × d, regular.
  /// - Throws: `LinearAlgebraError` when the map is singular or LAPACK fails.
  public func agreement(with other: Minimizer, mappedBy map: Matrix) throws(LinearAlgebraError) -> Verdict {
    let (moved, mapping) = try image(of: other, mappedBy: map)
    let size = max(whitenedGram.frobeniusNorm, other.whitenedGram.frobeniusNorm)
    let budget =
      certificate.budget + other.certificate.budget + .roundedProducts(map.rows * map.rows, size: size)
      + mapping.scaled(by: size)
    let scale = size * moment <= Verdict.resolution ? 1 / moment : size
    return .vanishes(
      measured: (whitenedGram - moved).frobeniusNorm / scale, budget: budget.scaled(by: 1 / scale))
  }

  /// The other's H in our whitened coordinates, and the error of that relative to its size.
  ///
  /// W = L Lᵀ and W = K W′ Kᵀ, so that L⁻¹ K L′ is a rotation: the identity where the coordinates are the same. Elsewhere it is
  /// computed from factors that are rounded relative to their size, and the error is estimated from their conditions: a proved
  /// bound on what the rounding of a mixture's image does to its optimum grows with the fourth power of the means and would leave
  /// most instances undecided.
  private func image(of other: Minimizer, mappedBy map: Matrix) throws(LinearAlgebraError) -> (
    gram: Matrix, error: ErrorBudget
  ) {
    if map == .identity(map.rows) && whitening.exactFactor == other.whitening.exactFactor {
      return (other.whitenedGram, .exact)
    }
    let rotation = whitening.solveLower(DoubleDoubleMatrix(map) * other.whitening.exactFactor).high
    func condition(of matrix: Matrix) throws(LinearAlgebraError) -> Double {
      let spectrum = try SingularValues(of: matrix).values
      return (spectrum.first ?? 1) / (spectrum.last ?? 1)
    }
    let conditions = (whitening: try condition(of: whitening.factor), map: try condition(of: map))
    let rounding =
      8 * Double(map.rows) * .ulpOfOne * conditions.whitening * conditions.whitening * conditions.map
    return ((rotation * other.whitenedGram).timesTranspose(rotation), .computed([.rounding: rounding]))
  }
}
