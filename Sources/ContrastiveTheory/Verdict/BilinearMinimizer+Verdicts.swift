import Evidence
import LinearAlgebra

// What the certified minimiser of CLIP says of subspaces and ranks. All numbers are in whitened coordinates, where both
// covariances are the identity.

extension BilinearMinimizer {
  /// "The range of the true minimiser M* lies in the subspace of x." Measured: |(I − Q) M| / |M|, Q the projector on the
  /// whitened subspace, which is at most |M − M*| / |M| if it does.
  ///
  /// Where M* is zero to the resolution its range is too, and the leak is compared in absolute terms.
  /// - Parameter subspace: of the original coordinates of x.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func rangeContainment(in subspace: Subspace) throws(LinearAlgebraError) -> Verdict {
    leak(ofRows: whitenedForm.transposed, out: try WhitenedSubspace(subspace, whitening.x))
  }

  /// "The row space of the true minimiser, the range of M*ᵀ, lies in the subspace of y"; as for the range.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func rowSpaceContainment(in subspace: Subspace) throws(LinearAlgebraError) -> Verdict {
    leak(ofRows: whitenedForm, out: try WhitenedSubspace(subspace, whitening.y))
  }

  /// "The true minimiser has rank at most r": the next singular value is zero, as far as the distance tells. Refuted by
  /// a singular value above the distance.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func rankAtMost(_ rank: Int) throws(LinearAlgebraError) -> Verdict {
    let next = try singularValue(rank)
    return .vanishes(measured: next.value, budget: next.budget)
  }

  /// The singular value at an index, 0 behind the last one, as that of the true minimiser (Weyl).
  private func singularValue(_ index: Int) throws(LinearAlgebraError) -> Estimate {
    precondition(index >= 0, "a rank is at least 0")
    let values = try SingularValues(of: whitenedForm)
    return Estimate(
      index < values.values.count ? values.values[index] : 0,
      budget: distance + .proved([.rounding: values.error(of: whitenedForm)]))
  }

  /// "The true minimiser is zero: nothing is learned."
  public func vanishing() -> Verdict {
    let size = estimate.norm
    return .vanishes(measured: size.value, budget: size.budget)
  }

  /// The true minimiser, d_x × d_y, as far as it is known.
  package var estimate: MatrixEstimate { MatrixEstimate(DoubleDoubleMatrix(whitenedForm), budget: distance) }

  /// The distance of the true minimiser to a form in whitened coordinates, d_x × d_y.
  public func distance(to whitened: Matrix) -> Estimate { distance(to: MatrixEstimate(whitened)) }

  /// The same to a form that is known to an error.
  package func distance(to whitened: MatrixEstimate) -> Estimate { (estimate - whitened).norm }

  private func leak(ofRows rows: Matrix, out target: WhitenedSubspace) -> Verdict {
    let outside = target.outside(of: rows).high.frobeniusNorm
    let size = rows.frobeniusNorm
    // A projector that is turned by α moves the leak by up to α |M*|; the norm is rounded.
    let budget =
      distance + target.budget.scaled(by: size + distance.total)
      + .roundedProducts(rows.rows * rows.columns, size: size)
    let scale = size + distance.total <= Verdict.resolution ? 1 : size
    return .vanishes(measured: outside / scale, budget: budget.scaled(by: 1 / scale))
  }
}
