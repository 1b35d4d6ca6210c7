import Evidence
import LinearAlgebra

/// The canonical correlations of the two draws of a pair: the pencil (C, T0) of their cross-moment against their second
/// moment (theory: T35). Both draws have the same law, so that the canonical directions of both are the same.
///
/// The moments are not centred: for a mixture that is not centred neither is this, which T35 shows to matter.
public struct CanonicalCorrelations: Sendable {
  /// The leading correlations by descending absolute value, in [−1, 1], each with what rounding may have done to it.
  public let values: [Estimate]
  /// The span of their directions, with what rounding may have done to it.
  public let subspace: Subspace

  /// Solves the pencil (LAPACK dsyevd, O(d³)).
  /// - Parameters:
  ///   - pairs: of a mixture in d dimensions.
  ///   - dimension: how many, 0 … d; at most the rank of C is meaningful.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when T0 is singular to rounding.
  public init(of pairs: AugmentedPairs, dimension: Int) throws(LinearAlgebraError) {
    precondition(dimension >= 0 && dimension <= pairs.mixture.dimension, "a dimension between 0 and d")
    self.init(try pairs.eigenpairs(dimension, by: abs))
  }

  /// Those that are certainly not zero. Where the next one is not known to be, the true ones may span more.
  /// - Throws: as ``init(of:dimension:)``.
  package init(ofDependent pairs: AugmentedPairs) throws(LinearAlgebraError) {
    self.init(try pairs.certainEigenpairs(atMost: pairs.mixture.dimension, by: abs))
  }

  private init(_ eigenspace: PencilEigenspace) {
    values = eigenspace.estimates
    subspace = eigenspace.subspace
  }
}

extension AugmentedPairs {
  /// The leading eigenpairs of the pencil (C, T0) that are certainly larger than zero, at most so many. What their vectors span may have
  /// more dimensions, unless C is zero.
  func certainEigenpairs(
    atMost limit: Int, by size: (Double) -> Double = { $0 }
  ) throws(LinearAlgebraError) -> PencilEigenspace {
    let all = try eigenpairs(mixture.dimension, by: size)
    let known = all.values.prefix { size($0) > all.valueError }.count
    var found = try eigenpairs(min(limit, known), by: size)
    found.subspace.mayHaveMore = known < min(limit, mixture.dimension) && !momentIsZero
    return found
  }

  /// So many leading eigenpairs of the pencil (C, T0).
  fileprivate func eigenpairs(
    _ dimension: Int, by size: (Double) -> Double
  ) throws(LinearAlgebraError) -> PencilEigenspace {
    try PencilEigenspace(
      exactPairMoment, against: mixture.exactSecondMoment, off: mixture.whitenedMomentError,
      dimension: dimension, by: size)
  }

  /// The span of the leading eigenvectors of the pair moment C: what PCA of the cross-covariance finds (theory: T35).
  /// It lies in the span of the means, whatever the covariances are. O(d³).
  /// - Parameter dimension: 0 … d.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func principalSubspaceOfPairMoment(dimension: Int) throws(LinearAlgebraError) -> Subspace {
    try Subspace.leadingEigenspace(of: pairMomentEstimate, dimension: dimension)
  }
}
