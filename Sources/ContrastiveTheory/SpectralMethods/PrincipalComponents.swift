import LinearAlgebra

extension GaussianMixture {
  /// The span of the leading eigenvectors of the total covariance: what PCA finds. O(d³), LAPACK dsyevd.
  /// - Parameter dimension: 0 … d. Where eigenvalues tie at the cut, the subspace is one of many.
  public func principalSubspace(dimension: Int) throws(LinearAlgebraError) -> Subspace {
    precondition(dimension >= 0 && dimension <= self.dimension, "a dimension between 0 and d")
    return try Subspace.leadingEigenspace(of: totalCovariance, dimension: dimension)
  }

  /// The span of the leading eigenvectors of the second moment E x xᵀ = T + μ μᵀ, without centring.
  /// - Parameter dimension: 0 … d.
  public func principalSubspaceOfSecondMoment(dimension: Int) throws(LinearAlgebraError) -> Subspace {
    precondition(dimension >= 0 && dimension <= self.dimension, "a dimension between 0 and d")
    let mean = Matrix(columnVectors: [self.mean])
    return try Subspace.leadingEigenspace(
      of: totalCovariance + mean.timesTranspose(mean), dimension: dimension)
  }

  /// Of all subspaces that are spanned by principal components, eigenvectors of T, the one closest to a given subspace:
  /// the components with the largest projections on it, as many as it has dimensions. O(d³).
  ///
  /// The distance of projectors is least for it, because ‖P − P_S‖² = 2q − 2 Σ |P vᵢ|² over the chosen components i.
  /// - Throws: `LinearAlgebraError` when LAPACK's dsyevd fails.
  public func nearestPrincipalSubspace(to target: Subspace) throws(LinearAlgebraError) -> Subspace {
    let covariance = totalCovariance
    let eigen = try SymmetricEigen(of: covariance)
    let projections = target.basis.transposeTimes(eigen.vectors)
    let shares = (0..<dimension).map { i in projections.column(i).reduce(0) { $0 + $1 * $1 } }
    let order = shares.indices.sorted { shares[$0] > shares[$1] }
    let (chosen, others) = (order.prefix(target.dimension), order.dropFirst(target.dimension))
    let basis = Matrix(columnVectors: chosen.map { eigen.vectors.column($0) })
    let gap = chosen.reduce(Double.infinity) { gap, i in
      others.reduce(gap) { min($0, abs(eigen.values[i] - eigen.values[$1])) }
    }
    let rounding = 4 * Double(dimension) * .ulpOfOne * covariance.frobeniusNorm
    return Subspace(orthonormalBasis: basis, error: rounding / gap)
  }
}
