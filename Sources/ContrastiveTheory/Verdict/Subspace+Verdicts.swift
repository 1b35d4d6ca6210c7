import Evidence
import LinearAlgebra

// What two computed subspaces say of each other. All numbers are sines of principal angles, so between 0 and 1.

extension Subspace {
  /// "The two subspaces are equal": the sine of the largest principal angle against what rounding did to both.
  ///
  /// Subspaces of different dimension are not equal. O(d q²).
  /// - Parameters:
  ///   - other: of the same surrounding space.
  ///   - resolution: the largest error, as a sine, that still says something.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func equality(
    with other: Subspace, resolution: Double = Verdict.resolution
  ) throws(LinearAlgebraError) -> Verdict {
    guard dimension == other.dimension else {
      return Verdict(
        .refuted, measured: 1, bound: 0, budget: ErrorBudget(), violation: 1,
        reason: "a subspace of dimension \(dimension) is not one of dimension \(other.dimension)")
    }
    return try containment(of: other, resolution: resolution)
  }

  /// "This subspace contains the other one": the sine of the largest angle between a vector of the other and this.
  /// O(d q²).
  /// - Parameters:
  ///   - other: of the same surrounding space.
  ///   - resolution: the largest error, as a sine, that still says something.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func containment(
    of other: Subspace, resolution: Double = Verdict.resolution
  ) throws(LinearAlgebraError) -> Verdict {
    let outside = other.basis - basis * basis.transposeTimes(other.basis)
    let sine = try SingularValues(of: outside).values.first ?? 0
    return .vanishes(
      measured: sine, budget: ErrorBudget([.rounding: error + other.error]), resolution: resolution)
  }

  /// "The two subspaces are orthogonal": the cosine of the smallest principal angle. O(d q²).
  /// - Parameters:
  ///   - other: of the same surrounding space.
  ///   - resolution: the largest error, as a sine, that still says something.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func orthogonality(
    to other: Subspace, resolution: Double = Verdict.resolution
  ) throws(LinearAlgebraError) -> Verdict {
    let cosine = try SingularValues(of: basis.transposeTimes(other.basis)).values.first ?? 0
    return .vanishes(
      measured: cosine, budget: ErrorBudget([.rounding: error + other.error]), resolution: resolution)
  }

  /// The image of the subspace under an invertible matrix, d × d. O(d³).
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func mapped(by map: Matrix) throws(LinearAlgebraError) -> Subspace {
    let image = map * basis
    guard dimension > 0, let widest = try SingularValues(of: map).values.first,
      let narrowest = try SingularValues(of: image).values.last
    else { return self }
    let rounding = Double(ambientDimension) * .ulpOfOne
    return Subspace(orthonormalBasis: try QR(of: image).q, error: widest / narrowest * (error + rounding))
  }

  /// The image of the subspace under the inverse of a positive definite matrix, d × d. O(d³).
  /// - Throws: `LinearAlgebraError` when the matrix is not positive definite to rounding.
  public func mapped(byInverseOf matrix: Matrix) throws(LinearAlgebraError) -> Subspace {
    guard dimension > 0 else { return self }
    let images = try Cholesky(of: matrix).solve(basis)
    return Subspace(
      orthonormalBasis: try QR(of: images).q,
      error: try Self.errorOfSolution(images, of: matrix, basisError: error))
  }

  /// A bound on the sine of the largest angle that the columns X = A⁻¹ B span with the exact ones, for orthonormal columns B that
  /// are off by an angle themselves.
  static func errorOfSolution(
    _ solution: Matrix, of matrix: Matrix, basisError: Double
  ) throws(LinearAlgebraError) -> Double {
    let lengths = try SingularValues(of: solution).values
    let spectrum = try SymmetricEigen(of: matrix).values
    guard let longest = lengths.first, let shortest = lengths.last, let narrowest = spectrum.first,
      let widest = spectrum.last
    else { return basisError }
    // A backward stable solution has A + E for A, |E| ≤ n ε |A|, and moves X by A⁻¹ E X; what B is off by moves it by A⁻¹ of
    // that. An angle of span X is |δX| over the smallest singular value of X.
    let ofFactor = 4 * Double(matrix.rows) * .ulpOfOne * widest * longest
    return (ofFactor + basisError) / (narrowest * shortest)
  }
}
