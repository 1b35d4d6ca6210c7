import Evidence
import LinearAlgebra

// What two computed subspaces say of each other. All numbers are sines of principal angles, so between 0 and 1.

extension Subspace {
  /// "The two subspaces are equal": the sine of the largest principal angle against what rounding did to both.
  ///
  /// Subspaces of different dimension are not equal; one that may have more dimensions than are known may be. O(d q²).
  /// - Parameter other: of the same surrounding space.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func equality(with other: Subspace) throws(LinearAlgebraError) -> Verdict {
    guard dimension == other.dimension else {
      if (dimension < other.dimension ? self : other).mayHaveMore {
        return .inconclusive(
          "of the \(max(dimension, other.dimension)) dimensions of one, only \(min(dimension, other.dimension)) are known of the other"
        )
      }
      return .vanishes(measured: 1, budget: .exact)
        .because("a subspace of dimension \(dimension) is not one of dimension \(other.dimension)")
    }
    return try containment(of: other)
  }

  /// "This subspace contains the other one": the sine of the largest angle between a vector of the other and this.
  /// O(d q²).
  /// - Parameter other: of the same surrounding space.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func containment(of other: Subspace) throws(LinearAlgebraError) -> Verdict {
    let sine = try sine(of: other)
    return .vanishes(measured: sine.value, budget: sine.budget)
  }

  /// "The two subspaces are orthogonal": the cosine of the smallest principal angle. O(d q²).
  /// - Parameter other: of the same surrounding space.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func orthogonality(to other: Subspace) throws(LinearAlgebraError) -> Verdict {
    let cosine = try cosine(with: other) { $0.first }
    return .vanishes(measured: cosine.value, budget: cosine.budget)
  }
}
