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
      let noise =
        Double(dimension + componentCount) * (inverse.absolute * means.absolute).frobeniusNorm * .ulpOfOne
      let rank = decomposition.values.prefix { $0 > noise }.count
      let directions = within.solveTransposedLower(decomposition.left.columns(0..<rank))
      // Rounding of the factorisation moves the directions by n ε cond(W), that of the means by their noise over the
      // smallest deviation; the way back from whitened coordinates costs a factor √cond(W).
      let root = within.factor.frobeniusNorm * inverse.frobeniusNorm
      let smallest = rank > 0 ? decomposition.values[rank - 1] : 1
      let rounding = 4 * Double(dimension) * .ulpOfOne * root * root
      return Subspace(orthonormalBasis: try QR(of: directions).q, error: root * (rounding + noise / smallest))
    }
  }

  /// The span of the means' deviations μₖ − μ: F = W⁻¹ of it. O(d K²), LAPACK dgesdd.
  /// - Throws: ``LinearAlgebraError`` when LAPACK fails.
  public var deviationSubspace: Subspace {
    get throws(LinearAlgebraError) { try span(of: centred.means) }
  }

  /// The span of the means themselves. O(d K²), LAPACK dgesdd.
  /// - Throws: ``LinearAlgebraError`` when LAPACK fails.
  public var meanSubspace: Subspace {
    get throws(LinearAlgebraError) { try span(of: means) }
  }

  private func span(of vectors: Matrix) throws(LinearAlgebraError) -> Subspace {
    let decomposition = try SingularValues(of: vectors)
    let noise = Double(dimension + componentCount) * means.frobeniusNorm * .ulpOfOne
    let rank = decomposition.values.prefix { $0 > noise }.count
    let error = rank > 0 ? noise / decomposition.values[rank - 1] : 0
    return Subspace(orthonormalBasis: decomposition.left.columns(0..<rank), error: error)
  }

  /// Fisher's criterion vᵀ B v / vᵀ W v along a direction of d numbers; NaN along the zero vector.
  public func fisherRatio(along direction: [Double]) -> Double {
    let v = Matrix(columnVectors: [direction])
    return v.inner(betweenClassCovariance * v) / v.inner(withinClassCovariance * v)
  }
}
