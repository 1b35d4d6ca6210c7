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
  ///   - resolution: the largest relative bound that still says something.
  /// - Throws: `LinearAlgebraError` when the map is singular or LAPACK fails.
  public func agreement(
    with other: Minimizer, mappedBy map: Matrix, resolution: Double = Verdict.resolution
  ) throws(LinearAlgebraError) -> Verdict {
    // W = L Lᵀ and W = K W′ Kᵀ, so that L⁻¹ K L′ is a rotation.
    let factor = DoubleDoubleMatrix(map) * other.whitening.exactFactor
    let rotation = whitening.solveLower(factor).high
    // Where the coordinates are the same, the rotation is the identity.
    let isSame =
      map == .identity(map.rows) && whitening.exactFactor == other.whitening.exactFactor
    let moved =
      isSame ? other.whitenedGram : (rotation * other.whitenedGram).timesTranspose(rotation)
    let size = max(whitenedGram.frobeniusNorm, other.whitenedGram.frobeniusNorm)
    let spectrum = try SingularValues(of: whitening.factor).values
    let condition = (spectrum.first ?? 1) / (spectrum.last ?? 1)
    let mapping = try SingularValues(of: map).values
    let stretch = (mapping.first ?? 1) / (mapping.last ?? 1)
    // The rotation is computed from factors that are rounded relative to their size.
    let rounding = 8 * Double(map.rows) * .ulpOfOne * condition * condition * stretch
    let budget =
      certificate.budget + other.certificate.budget + .roundedProducts(map.rows * map.rows, size: size)
      + (isSame ? .exact : .computed([.rounding: rounding * size]))
    let scale = size * moment <= resolution ? 1 / moment : size
    return .vanishes(
      measured: (whitenedGram - moved).frobeniusNorm / scale, budget: budget.scaled(by: 1 / scale),
      resolution: resolution)
  }
}
