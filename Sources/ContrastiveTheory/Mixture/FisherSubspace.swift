import LinearAlgebra

extension GaussianMixture {
  /// The Fisher subspace F = W⁻¹ span{μₖ − μ} (theory: section 1, T01), what supervised LDA finds.
  ///
  /// Its dimension q ≤ min(K − 1, d) is the numerical rank of the deviations of the means measured in standard
  /// deviations, L⁻¹(μₖ − μ) with W = L Lᵀ, so that it depends neither on units nor on weights. Cost O(d³ + d K²).
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(leadingMinor:)`` when W is singular to rounding.
  public var fisherSubspace: Subspace {
    get throws(LinearAlgebraError) {
      let within = try Cholesky(of: withinClassCovariance)
      let decomposition = try SingularValues(of: within.solveLower(centred.means))
      // The means are rounded decimals: what that rounding becomes after whitening, entry for entry, is no
      // direction of its own.
      let inverse = within.solveLower(.identity(dimension))
      let noise = (inverse.absolute * means.absolute).frobeniusNorm * .ulpOfOne
      let rank = decomposition.values.prefix { $0 > Double(dimension + componentCount) * noise }.count
      let directions = within.solveTransposedLower(decomposition.left.columns(0..<rank))
      return Subspace(orthonormalBasis: try QR(of: directions).q)
    }
  }

  /// Fisher's criterion vᵀ B v / vᵀ W v along a direction of d numbers; NaN along the zero vector.
  public func fisherRatio(along direction: [Double]) -> Double {
    let v = Matrix(columnVectors: [direction])
    return v.inner(betweenClassCovariance * v) / v.inner(withinClassCovariance * v)
  }
}
