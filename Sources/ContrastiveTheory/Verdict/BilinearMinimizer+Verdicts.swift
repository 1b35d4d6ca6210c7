import Evidence
import LinearAlgebra

// What the certified minimiser of CLIP says of subspaces and ranks. All numbers are in whitened coordinates, where both
// covariances are the identity.

extension BilinearMinimizer {
  /// "The range of the true minimiser M* lies in the subspace of x." Measured: |(I − Q) M| / |M|, Q the projector on the
  /// whitened subspace, which is at most |M − M*| / |M| if it does.
  ///
  /// Where M* is zero to the resolution its range is too, and the leak is compared in absolute terms.
  /// - Parameters:
  ///   - subspace: of the original coordinates of x.
  ///   - resolution: the largest relative bound that still says something.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func rangeContainment(
    in subspace: Subspace, resolution: Double = Verdict.resolution
  ) throws(LinearAlgebraError) -> Verdict {
    leak(of: whitenedForm, out: try WhitenedSubspace(subspace, whitening.x), resolution)
  }

  /// "The row space of the true minimiser, the range of M*ᵀ, lies in the subspace of y"; as for the range.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func rowSpaceContainment(
    in subspace: Subspace, resolution: Double = Verdict.resolution
  ) throws(LinearAlgebraError) -> Verdict {
    leak(of: whitenedForm.transposed, out: try WhitenedSubspace(subspace, whitening.y), resolution)
  }

  /// "The true minimiser has rank at least r": by Weyl, each singular value above the distance is that of a nonzero one.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func rankAtLeast(_ rank: Int) throws(LinearAlgebraError) -> Verdict {
    let values = try SingularValues(of: whitenedForm).values
    precondition(rank >= 1 && rank <= values.count, "a rank between 1 and the smaller dimension")
    return .positive(values[rank - 1], budget: distance)
  }

  /// "The true minimiser has rank at most r": the next singular value is zero, as far as the distance tells. Refuted by
  /// a singular value above the distance.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func rankAtMost(
    _ rank: Int, resolution: Double = Verdict.resolution
  ) throws(LinearAlgebraError) -> Verdict {
    let values = try SingularValues(of: whitenedForm).values
    precondition(rank >= 0, "a rank is at least 0")
    let next = rank < values.count ? values[rank] : 0
    return .vanishes(measured: next, budget: distance, resolution: resolution)
  }

  /// "The true minimiser is zero: nothing is learned."
  public func vanishing(resolution: Double = Verdict.resolution) -> Verdict {
    .vanishes(measured: whitenedForm.frobeniusNorm, budget: distance, resolution: resolution)
  }

  /// "The true minimiser has the singular vectors of the cross-covariance", both in coordinates where the second moments
  /// S of the two modalities are the identity: those of canonical correlations. Measured: what of Uᵀ M V is off its
  /// diagonal, U and V the singular vectors of the cross-covariance, over |M|.
  ///
  /// It takes nonzero singular values of the cross-covariance that all differ; the bound grows where they come close.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func canonicalDirections(
    of loss: CLIP, resolution: Double = Verdict.resolution
  ) throws(LinearAlgebraError) -> Verdict {
    let (x, y) = (
      try SymmetricEigen(of: loss.whitenedSecondMoments.x),
      try SymmetricEigen(of: loss.whitenedSecondMoments.y)
    )
    let form = x.map { $0.squareRoot() } * whitenedForm * y.map { $0.squareRoot() }
    let moment = x.map { 1 / $0.squareRoot() } * loss.whitenedCrossMoment * y.map { 1 / $0.squareRoot() }
    let amplification = ((x.values.last ?? 1) * (y.values.last ?? 1)).squareRoot()
    let canonical = try SingularValues(of: moment)
    let largest = canonical.values.first ?? 0
    let noise = 8 * Double(moment.rows + moment.columns) * .ulpOfOne * amplification * largest
    let rank = canonical.values.prefix { $0 > noise }.count
    let gap = (0..<rank).reduce(Double.infinity) { gap, i in
      min(gap, canonical.values[i] - (i + 1 < rank ? canonical.values[i + 1] : 0))
    }
    let (u, v) = (canonical.left.columns(0..<rank), canonical.right.columns(0..<rank))
    let diagonal = u.scalingColumns(by: u.transposeTimes(form * v).diagonal).timesTranspose(v)
    let size = form.frobeniusNorm
    // Wedin: rounding turns a singular vector by at most noise / gap.
    let turn = ErrorBudget.computed([.rounding: 4 * Double(max(rank, 1)).squareRoot() * noise / gap * size])
    return .vanishes(
      measured: (form - diagonal).frobeniusNorm / size,
      budget: (distance.scaled(by: amplification) + turn).scaled(by: 1 / size), resolution: resolution)
  }

  /// The distance of the true minimiser to a form in whitened coordinates, d_x × d_y.
  public func distance(to whitened: Matrix) -> Estimate {
    Estimate((whitenedForm - whitened).frobeniusNorm, budget: distance)
  }

  private func leak(of form: Matrix, out target: WhitenedSubspace, _ resolution: Double) -> Verdict {
    let outside = (form - target.basis * target.basis.transposeTimes(form)).frobeniusNorm
    let size = form.frobeniusNorm
    // A projector that is turned by α moves the leak by up to α |M|.
    let budget = distance + ErrorBudget.computed([.rounding: target.error * size])
    let scale = size + distance.total <= resolution ? 1 : size
    return .vanishes(measured: outside / scale, budget: budget.scaled(by: 1 / scale), resolution: resolution)
  }
}
