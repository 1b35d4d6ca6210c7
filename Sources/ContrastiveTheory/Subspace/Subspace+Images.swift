import Evidence
import LinearAlgebra

// Images of subspaces, with what they were off by and the map may have widened. A matrix is taken for one that was rounded to doubles,
// as the covariances of a mixture are: half a unit in the last place of each entry is in the error.

extension Subspace {
  /// The image of the subspace under an invertible matrix, d × d. O(d³).
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func mapped(by map: Matrix) throws(LinearAlgebraError) -> Subspace {
    try mapped(by: Self.rounded(map))
  }

  /// The same under a matrix that is known beyond doubles.
  package func mapped(by map: MatrixEstimate) throws(LinearAlgebraError) -> Subspace {
    guard dimension > 0 else { return self }
    let widest = try map.singularValues.first?.interval.upper ?? 1
    var image = try Subspace(spannedBy: map * MatrixEstimate(exactBasis), off: budget.scaled(by: widest))
    image.mayHaveMore = mayHaveMore
    return image
  }

  /// The image of the subspace under the inverse of a positive definite matrix, d × d. O(d³).
  /// - Throws: `LinearAlgebraError` when the matrix is not positive definite to rounding.
  public func mapped(byInverseOf matrix: Matrix) throws(LinearAlgebraError) -> Subspace {
    guard dimension > 0 else { return self }
    let matrix = Self.rounded(matrix)
    var image = try Subspace(
      spannedBy: matrix.solve(MatrixEstimate(exactBasis)), off: budget.scaled(by: matrix.inverseBound))
    image.mayHaveMore = mayHaveMore
    return image
  }

  /// A matrix that was computed in 106 bits and rounded to doubles.
  private static func rounded(_ matrix: Matrix) -> MatrixEstimate {
    let rounding = 0x1.001p-53 * matrix.frobeniusNorm
    return MatrixEstimate(DoubleDoubleMatrix(matrix), budget: .proved([.rounding: rounding]))
  }

  /// The span of independent columns.
  /// - Parameter moved: what they may be off by besides, in the spectral norm.
  package init(
    spannedBy columns: MatrixEstimate, off moved: ErrorBudget = .exact
  ) throws(LinearAlgebraError) {
    // An angle of a span is what its columns are off by over their smallest singular value.
    let shortest = try columns.singularValues.last?.interval.lower ?? 1
    let ofBasis = 0x1p-96 * Double(columns.rows * columns.columns) * columns.value.normBound
    self.init(
      exactBasis: columns.value.orthonormalised,
      budget: (columns.budget + moved + .proved([.rounding: ofBasis]))
        .scaled(by: shortest > 0 ? (1 + 0x1p-30) / shortest : .infinity))
  }
}
