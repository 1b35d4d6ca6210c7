import LinearAlgebra

/// A Fisher subspace in whitened coordinates: the image of F under Lᵀ, where W = L Lᵀ.
struct WhitenedSubspace {
  /// V, d × q, orthonormal.
  let basis: Matrix
  /// A bound on the sine of the largest angle to the exact image.
  let error: Double

  /// - Parameters:
  ///   - subspace: F, in the original coordinates.
  ///   - whitening: of W.
  init(_ subspace: Subspace, _ whitening: Cholesky) throws(LinearAlgebraError) {
    basis = try QR(of: whitening.factor.transposeTimes(subspace.basis)).q
    let scales = try SingularValues(of: whitening.factor).values
    let root = (scales.first ?? 1) / (scales.last ?? 1)
    error = subspace.error + 8 * Double(basis.rows) * .ulpOfOne * root * root
  }
}
