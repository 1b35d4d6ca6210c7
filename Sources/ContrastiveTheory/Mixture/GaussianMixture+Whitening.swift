import LinearAlgebra

extension GaussianMixture {
  /// W = L Lᵀ, with the factor exact far beyond doubles; O(d³).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when W is singular to rounding.
  var whitening: DoubleDoubleCholesky {
    get throws(LinearAlgebraError) { try DoubleDoubleCholesky(of: exactWithinClassCovariance) }
  }

  /// N = L⁻¹(μₖ − μ) in 106 bits, and what they may be off by, Frobenius. O(d³).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when W is singular to rounding.
  package var whitenedDeviations: (exact: DoubleDoubleMatrix, error: Double) {
    get throws(LinearAlgebraError) { try whitenedDeviations(by: whitening) }
  }

  /// The same with the factor of W at hand.
  func whitenedDeviations(
    by root: DoubleDoubleCholesky
  ) throws(LinearAlgebraError) -> (exact: DoubleDoubleMatrix, error: Double) {
    let deviations = root.solveLower(centred.exactMeans)
    let size = deviations.normBound
    return (deviations, try whitenedMeansError(size: size) * size)
  }

  /// What centring and whitening in 106 bits may have done to the whitened means N, Frobenius, over |N|
  /// (Proofs/Certificate.md, S12). O(d³).
  /// - Parameter size: |N|.
  func whitenedMeansError(size: Double) throws(LinearAlgebraError) -> Double {
    guard size > 0 else { return 0 }
    let root = try inverseRootOfCorrelation
    let ofCentring = Double(dimension + componentCount) * whitenedGivenSize(root) / size
    return whiteningError(root) + 0x1p-98 * ofCentring
  }

  /// What whitening in 106 bits may have done to a whitened covariance and to a root of it, Frobenius, over its norm
  /// (Proofs/Certificate.md, S12). O(d³).
  var whitenedCovariancesError: Double {
    get throws(LinearAlgebraError) {
      8 * whiteningError(try inverseRootOfCorrelation) + 0x1p-96 * Double(dimension * dimension)
    }
  }

  /// What a change of each given mean by its own size becomes in whitened coordinates, Frobenius. O(d³).
  var whitenedGivenSize: Double {
    get throws(LinearAlgebraError) { whitenedGivenSize(try inverseRootOfCorrelation) }
  }

  private func whitenedGivenSize(_ inverseRootOfCorrelation: Matrix) -> Double {
    let scales = withinClassCovariance.diagonal.map { $0.squareRoot() }
    let sizes = Matrix(columnVectors: [zip(givenSizes, scales).map { $0 / $1 }])
    return Double(componentCount).squareRoot() * (inverseRootOfCorrelation.absolute * sizes).frobeniusNorm
  }

  /// What whitening in 106 bits may have done to a whitened vector, over its length.
  private func whiteningError(_ inverseRootOfCorrelation: Matrix) -> Double {
    0x1p-98 * Double(dimension * dimension) * inverseRootOfCorrelation.inner(inverseRootOfCorrelation)
  }

  /// L⁻¹ D, D the standard deviations: it does not depend on units. O(d³).
  private var inverseRootOfCorrelation: Matrix {
    get throws(LinearAlgebraError) {
      let scales = withinClassCovariance.diagonal.map { $0.squareRoot() }
      return try Cholesky(of: withinClassCovariance).inverseFactor.scalingColumns(by: scales)
    }
  }
}
