import LinearAlgebra

/// A subspace in whitened coordinates: its image under Lᵀ, where W = L Lᵀ.
struct WhitenedSubspace {
  /// V, d × q, orthonormal.
  let basis: Matrix
  /// A bound on the sine of the largest angle to the exact image.
  let error: Double

  /// - Parameters:
  ///   - subspace: of the original coordinates.
  ///   - whitening: of W.
  init(_ subspace: Subspace, _ whitening: DoubleDoubleCholesky) throws(LinearAlgebraError) {
    basis = whitening.transposeTimes(subspace.exactBasis).orthonormalised.high
    let ofBasis = 2 * Double(basis.rows) * .ulpOfOne
    guard subspace.dimension > 0, subspace.dimension < basis.rows else {
      error = 0
      return
    }
    if let known = subspace.whitened, known.covariance == whitening.matrix {
      error = known.error + ofBasis
      return
    }
    // An angle grows at most by the condition number of what the space is mapped by.
    let scales = try SingularValues(of: whitening.factor).values
    error = subspace.error * (scales.first ?? 1) / (scales.last ?? 1) + ofBasis
  }
}
