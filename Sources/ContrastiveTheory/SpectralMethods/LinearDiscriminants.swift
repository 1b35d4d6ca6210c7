import LinearAlgebra

/// The linear discriminants of a mixture: the generalised eigenvectors of the between-class covariance B against a
/// covariance M (theory: T01). A second route to the Fisher subspace.
///
/// Against M = W the eigenvalues are Fisher's ratios λ ≥ 0, against M = T the correlation ratios ρ = λ / (1 + λ).
public struct LinearDiscriminants: Sendable {
  /// The leading eigenvalues, descending.
  public let values: [Double]
  /// A bound on the rounding error of each of them.
  public let valueError: Double
  /// The span of their eigenvectors, with what rounding may have done to it.
  public let subspace: Subspace

  /// Solves the pencil (B, M) for its leading eigenvectors (LAPACK dsygvd, O(d³)).
  /// - Parameters:
  ///   - mixture: in d dimensions.
  ///   - covariance: M, d × d; nil takes T.
  ///   - dimension: how many, 0 … d; at most the dimension of the Fisher subspace is meaningful.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when M is singular to rounding.
  public init(
    of mixture: GaussianMixture, against covariance: Matrix? = nil, dimension: Int
  ) throws(LinearAlgebraError) {
    let d = mixture.dimension
    precondition(dimension >= 0 && dimension <= d, "a dimension between 0 and d")
    let deviations = mixture.centred.means.absolute
    let roots = mixture.weights.map { $0.squareRoot() }
    let eigenspace = try PencilEigenspace(
      mixture.betweenClassCovariance, against: covariance ?? mixture.totalCovariance, dimension: dimension
    ) { inverseRoot in
      let spread = (inverseRoot.absolute * deviations).scalingColumns(by: roots)
      return Double(mixture.componentCount + 4) * .ulpOfOne * spread.timesTranspose(spread).frobeniusNorm
    }
    values = eigenspace.values
    valueError = eigenspace.valueError
    subspace = eigenspace.subspace
  }
}
