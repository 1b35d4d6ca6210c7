import LinearAlgebra

extension SampledPairs {
  /// The span of the leading canonical directions of the batch: the pencil of its pair moment against its second moment, for pairs
  /// of one modality, as in ``CanonicalCorrelations``. O(d² n + d³).
  /// - Parameter dimension: 1 … d.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when the second moment is singular to rounding.
  public func canonicalSubspace(dimension: Int) throws(LinearAlgebraError) -> Subspace {
    precondition(dimension >= 1 && dimension <= first.rows, "a dimension between 1 and d")
    let pencil = try SymmetricDefinitePencil(pairMoment, secondMoment)
    let order = pencil.values.indices.sorted { abs(pencil.values[$0]) > abs(pencil.values[$1]) }
    let directions = pencil.vectors.columns(Array(order.prefix(dimension)))
    return Subspace(orthonormalBasis: try QR(of: directions).q)
  }
}
