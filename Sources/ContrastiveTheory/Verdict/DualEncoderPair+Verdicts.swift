import Evidence
import LinearAlgebra

extension DualEncoderPair {
  /// "The row space of A lies in the subspace of x." Measured: the sine of the largest angle of a row to it, in whitened
  /// coordinates.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func rowContainment(
    in subspace: Subspace, resolution: Double = Verdict.resolution
  ) throws(LinearAlgebraError) -> Verdict {
    let target = try WhitenedSubspace(subspace, whitening)
    let rows = x.rows > 0 ? try QR(of: x.transposed).q : Matrix(rows: x.columns, columns: 0)
    let outside = rows - target.basis * target.basis.transposeTimes(rows)
    return .vanishes(
      measured: try SingularValues(of: outside).values.first ?? 0,
      budget: error + ErrorBudget.computed([.rounding: target.error]), resolution: resolution)
  }
}

extension BilinearMinimizer {
  /// "The true minimiser is another one's with rows of zeros below", as when coordinates are added to x. Measured: the norm
  /// of the difference, whitened coordinates.
  ///
  /// Both covariances of x must have the same Cholesky factor on the coordinates that they share.
  public func extends(_ other: BilinearMinimizer, resolution: Double = Verdict.resolution) -> Verdict {
    precondition(
      whitenedForm.rows >= other.whitenedForm.rows && whitenedForm.columns == other.whitenedForm.columns,
      "the form has at least the rows, and the columns, of the other")
    let difference = Matrix(rows: whitenedForm.rows, columns: whitenedForm.columns) { i, j in
      whitenedForm[i, j] - (i < other.whitenedForm.rows ? other.whitenedForm[i, j] : 0)
    }
    return .vanishes(
      measured: difference.frobeniusNorm, budget: distance + other.distance, resolution: resolution)
  }
}
