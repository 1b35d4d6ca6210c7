import LinearAlgebra

extension GaussianMixture {
  /// The Fisher subspace F = W⁻¹ span{μₖ − μ} (theory: section 1, T01), what supervised LDA finds.
  ///
  /// Its dimension q ≤ min(K − 1, d) is the numerical rank of the deviations of the means measured in standard
  /// deviations, L⁻¹(μₖ − μ) with W = L Lᵀ, so that it depends neither on units nor on weights: a direction that the rounding of
  /// the means to doubles could have made is none. Cost O(d³ + d K²).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when W is singular to rounding.
  public var fisherSubspace: Subspace {
    get throws(LinearAlgebraError) {
      let root = try whitening
      let (deviations, error) = whitenedDeviations(by: root)
      // The means are rounded decimals: what that rounding becomes after whitening, entry for entry, is no direction of its own.
      let noise = Double(dimension + componentCount) * whitenedGivenSize(by: root) * .ulpOfOne
      let (directions, least) = try Self.directions(of: deviations, above: noise)
      guard directions.columns < dimension else { return Subspace(orthonormalBasis: .identity(dimension)) }
      guard directions.columns > 0 else { return Subspace(orthonormalBasis: directions.high) }
      return Subspace(
        exactBasis: root.solveTransposedLower(directions).orthonormalised, off: error / least,
        whitenedBy: root)
    }
  }

  /// Whether the means as they are differ along more directions than the Fisher subspace has: by what rounding may have done to them.
  /// O(d³ + d K²).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when W is singular to rounding.
  package var meansDifferByRounding: Bool {
    get throws(LinearAlgebraError) {
      let (deviations, error) = try whitenedDeviations
      let lengths = try SingularValues(of: deviations.high)
      return try lengths.values.dropFirst(fisherSubspace.dimension).contains {
        $0 > error + lengths.error(of: deviations.high)
      }
    }
  }

  /// A bound on the sine of the largest angle between the computed and the exact Fisher subspace in coordinates where W is
  /// the identity (Proofs/T03_PosteriorDependsOnF.md). Zero where F is everything or nothing. O(d³ + d K²).
  /// - Throws: `LinearAlgebraError` when W is singular to rounding.
  public var whitenedFisherError: Double {
    get throws(LinearAlgebraError) {
      let fisher = try fisherSubspace
      guard fisher.dimension > 0, fisher.dimension < dimension else { return 0 }
      return try WhitenedSubspace(fisher, whitening).error
    }
  }

  /// An orthonormal basis of the Fisher subspace in coordinates where W is the identity, d × q, as far off as ``whitenedFisherError``
  /// says.
  package var whitenedFisherBasis: Matrix {
    get throws(LinearAlgebraError) { try WhitenedSubspace(fisherSubspace, whitening).basis }
  }

  /// The span of the means' deviations μₖ − μ: F = W⁻¹ of it. O(d K²), LAPACK dgesdd.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public var deviationSubspace: Subspace {
    get throws(LinearAlgebraError) { try span(of: centred.exactMeans) }
  }

  /// The span of the means themselves. O(d K²), LAPACK dgesdd.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public var meanSubspace: Subspace { get throws(LinearAlgebraError) { try span(of: exactMeans) } }

  /// The span of vectors that are known to the rounding of the means, as wide as these may turn it: by the rounding over the least
  /// singular value.
  private func span(of vectors: DoubleDoubleMatrix) throws(LinearAlgebraError) -> Subspace {
    let noise = Double(dimension + componentCount) * means.frobeniusNorm * .ulpOfOne
    let (directions, least) = try Self.directions(of: vectors, above: noise)
    return Subspace(
      exactBasis: directions.orthonormalised, budget: .proved([.rounding: (1 + 0x1p-30) * noise / least]))
  }

  /// The directions in which vectors are longer than noise, as columns that are orthonormal to rounding, and a bound below their
  /// least length, not negative; one for no directions.
  private static func directions(
    of vectors: DoubleDoubleMatrix, above noise: Double
  ) throws(LinearAlgebraError) -> (DoubleDoubleMatrix, least: Double) {
    let decomposition = try SingularValues(of: vectors.high)
    let lengths = decomposition.values.prefix { $0 > noise }
    let coordinates = decomposition.right.columns(0..<lengths.count)
      .scalingColumns(by: lengths.map { 1 / $0 })
    return (
      vectors * DoubleDoubleMatrix(coordinates),
      least: lengths.last.map { max($0 - decomposition.error(of: vectors.high), 0) } ?? 1
    )
  }
}
