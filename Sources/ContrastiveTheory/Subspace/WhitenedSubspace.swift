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
    let image = try QR(of: whitening.factor.transposeTimes(subspace.basis))
    basis = image.q
    let scales = try SingularValues(of: whitening.factor).values
    let widest = scales.first ?? 1
    let root = widest / (scales.last ?? 1)
    // A vector of F that is off by an error is longer than the smallest singular value of Lᵀ on F, and its error at most
    // the largest singular value of Lᵀ times as long as it was.
    let stretch = widest / (try SingularValues(of: image.r).values.last ?? widest)
    error = stretch * subspace.error + 8 * Double(basis.rows) * .ulpOfOne * root * root
  }
}
