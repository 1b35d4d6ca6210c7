import LinearAlgebra

extension GaussianMixture {
  /// The Fisher subspace F = W⁻¹ span{μₖ − μ} (theory: section 1, T01), what supervised LDA finds.
  ///
  /// Its dimension q ≤ min(K − 1, d) is the numerical rank of the deviations of the means measured in standard
  /// deviations, L⁻¹(μₖ − μ) with W = L Lᵀ, so that it depends neither on units nor on weights. Cost O(d³ + d K²).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when W is singular to rounding.
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
      let basis = try QR(of: directions).q
      guard rank > 0 else { return Subspace(orthonormalBasis: basis) }
      let orthonormal = try QR(of: centred.means * decomposition.right.columns(0..<rank))
      let smallest = try SingularValues(of: orthonormal.r).values[rank - 1]
      let ofMeans = Double(componentCount + 2) * .ulpOfOne * means.frobeniusNorm / smallest
      let error = try Subspace.errorOfSolution(
        within.solve(orthonormal.q), of: withinClassCovariance, basisError: ofMeans)
      return Subspace(orthonormalBasis: basis, error: error)
    }
  }

  /// A bound on the sine of the largest angle between the computed and the exact Fisher subspace in coordinates where W is
  /// the identity (Proofs/T03_PosteriorDependsOnF.md): there the error of the factor counts once, not by the condition
  /// number of what the angle is measured with. Zero where F is everything or nothing. O(d³ + d K²).
  /// - Throws: `LinearAlgebraError` when W is singular to rounding.
  public var whitenedFisherError: Double {
    get throws(LinearAlgebraError) {
      let rank = try fisherSubspace.dimension
      guard rank > 0, rank < dimension else { return 0 }
      let within = withinClassCovariance
      let deviations = try Cholesky(of: within).solveLower(centred.means)
      let smallest = try SingularValues(of: deviations).values[rank - 1]
      let spectrum = try SymmetricEigen(of: within).values
      let (narrowest, widest) = (spectrum[0], spectrum[dimension - 1])
      let condition = widest / narrowest
      let ofSolves = condition + condition.squareRoot() * (1 + deviations.frobeniusNorm / smallest)
      let ofMeans = means.frobeniusNorm / (narrowest.squareRoot() * smallest)
      return 4 * Double(dimension) * .ulpOfOne * ofSolves + Double(componentCount + 2) * .ulpOfOne * ofMeans
    }
  }

  /// The span of the means' deviations μₖ − μ: F = W⁻¹ of it. O(d K²), LAPACK dgesdd.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public var deviationSubspace: Subspace {
    get throws(LinearAlgebraError) { try span(of: centred.means) }
  }

  /// The span of the means themselves. O(d K²), LAPACK dgesdd.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
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
