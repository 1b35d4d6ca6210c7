import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Subspace {
  /// The principal angles to another subspace of the same space, in radians, ascending, in [0, π/2]; as many as the
  /// smaller of the two dimensions.
  ///
  /// Small angles come from sines and large ones from cosines (Björck and Golub 1973), so that 1e-12 is not lost
  /// beside 1. Cost O(d q²).
  /// - Throws: `LinearAlgebraError` when LAPACK's dgesdd fails.
  public func principalAngles(to other: Subspace) throws(LinearAlgebraError) -> [Double] {
    precondition(ambientDimension == other.ambientDimension, "subspaces of different spaces")
    let (small, large) = dimension <= other.dimension ? (self, other) : (other, self)
    guard small.dimension > 0 else { return [] }
    let cosineMatrix = large.basis.transposeTimes(small.basis)
    let cosines = try SingularValues(of: cosineMatrix).values
    let sines = try SingularValues(of: small.basis - large.basis * cosineMatrix).values.reversed()
    return zip(cosines, sines).map { cosine, sine in
      sine * sine < 0.5 ? asin(min(sine, 1)) : acos(min(cosine, 1))
    }
  }

  /// The largest principal angle in radians, or nil when one of the two is the zero subspace.
  public func largestAngle(to other: Subspace) throws(LinearAlgebraError) -> Double? {
    try principalAngles(to: other).last
  }
}
