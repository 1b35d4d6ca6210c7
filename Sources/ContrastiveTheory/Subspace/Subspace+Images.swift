import LinearAlgebra

// Images of subspaces, with what rounding may have done to them.

extension Subspace {
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
