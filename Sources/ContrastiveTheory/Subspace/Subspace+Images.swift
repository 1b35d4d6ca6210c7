import Evidence
import LinearAlgebra

// Images of subspaces, with what they were off by and the map may have widened. A matrix is taken for one that was rounded to doubles,
// as the covariances of a mixture are: half a unit in the last place of each entry is in the error.

extension Subspace {
  /// The image of the subspace under an invertible matrix, d × d. O(d³).
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func mapped(by map: Matrix) throws(LinearAlgebraError) -> Subspace {
    guard dimension > 0 else { return self }
    let image = DoubleDoubleMatrix(map) * exactBasis
    let scales = try SingularValues(of: map)
    let widest = (scales.values.first ?? 1) + scales.error(of: map)
    return try Subspace(
      spannedBy: image, budget: budget.scaled(by: widest),
      rounding: 0x1p-98 * Double(map.rows) * widest + Self.rounded * map.frobeniusNorm)
  }

  /// The image of the subspace under the inverse of a positive definite matrix, d × d. O(d³).
  /// - Throws: `LinearAlgebraError` when the matrix is not positive definite to rounding.
  public func mapped(byInverseOf matrix: Matrix) throws(LinearAlgebraError) -> Subspace {
    guard dimension > 0 else { return self }
    let image = try DoubleDoubleCholesky(of: matrix).solve(exactBasis)
    let spectrum = try SymmetricEigen(of: matrix)
    let exact = DoubleDoubleMatrix(matrix)
    let narrowest = (spectrum.values.first ?? 1) - spectrum.errors(of: exact).ofValues
    let widest = narrowest > 0 ? (1 + 0x1p-30) / narrowest : .infinity
    let residual =
      (exact * image - exactBasis).normBound
      + (0x1p-98 * Double(matrix.rows) + Self.rounded) * matrix.frobeniusNorm * image.normBound
    return try Subspace(spannedBy: image, budget: budget.scaled(by: widest), rounding: residual * widest)
  }

  /// What rounding to doubles does to a matrix, relative to its Frobenius norm.
  private static var rounded: Double { .ulpOfOne / 2 }

  /// The span of independent columns.
  /// - Parameters:
  ///   - budget: what they may be off by, as images of orthonormal ones.
  ///   - rounding: what their computation added, Frobenius.
  private init(
    spannedBy columns: DoubleDoubleMatrix, budget: ErrorBudget, rounding: Double
  ) throws(LinearAlgebraError) {
    let lengths = try SingularValues(of: columns.high)
    let shortest = (lengths.values.last ?? 1) - lengths.error(of: columns.high)
    let moved = budget + .proved([.rounding: rounding])
    self.init(
      exactBasis: columns.orthonormalised,
      // An angle of a span is what its columns are off by over their smallest singular value.
      budget: moved.scaled(by: shortest > 0 ? (1 + 0x1p-30) / shortest : .infinity))
  }
}
