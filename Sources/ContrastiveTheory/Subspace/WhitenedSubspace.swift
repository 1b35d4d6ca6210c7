import LinearAlgebra

/// A subspace in whitened coordinates: its image under Lᵀ, where W = L Lᵀ.
struct WhitenedSubspace {
  /// V, d × q, orthonormal.
  let basis: Matrix
  /// A bound on the sine of the largest angle to the exact image.
  let error: Double
  /// Whether the error is a bound: of everything, of nothing, and of a Fisher subspace in its own coordinates.
  let isProved: Bool

  /// - Parameters:
  ///   - subspace: of the original coordinates.
  ///   - whitening: of W.
  init(_ subspace: Subspace, _ whitening: DoubleDoubleCholesky) throws(LinearAlgebraError) {
    basis = whitening.transposeTimes(subspace.exactBasis).orthonormalised.high
    let ofBasis = 2 * Double(basis.rows) * .ulpOfOne
    // Everything and nothing are what they are.
    guard subspace.dimension > 0, subspace.dimension < basis.rows else {
      (error, isProved) = (ofBasis, true)
      return
    }
    if let known = subspace.whitened, known.covariance == whitening.matrix {
      (error, isProved) = (known.error + ofBasis, true)
      return
    }
    // An angle grows at most by the condition number of what the space is mapped by.
    let scales = try SingularValues(of: whitening.factor).values
    (error, isProved) = (subspace.error * (scales.first ?? 1) / (scales.last ?? 1) + ofBasis, false)
  }
}
