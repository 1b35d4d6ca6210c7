import Evidence
import LinearAlgebra

extension EmpiricalMinimizer {
  /// The largest principal angle from the row space to a subspace, in radians, with the error of what the solver left over.
  ///
  /// Another batch changes the gradient by its standard error and so the angle to the population's row space by about
  /// the angle itself; the gradient that is left changes it by as small a part. This is an estimate of first order, not a
  /// bound. An angle to the zero subspace is zero.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func largestAngle(to subspace: Subspace) throws(LinearAlgebraError) -> Estimate {
    var angle = try rowSpace.largestAngle(to: subspace) ?? 0
    let left = gradientNorm / gradientStandardError * angle.value
    angle.budget = angle.budget + ErrorBudget([.certificate: left], grade: .estimated)
    return angle
  }
}
