import LinearAlgebra

/// A linear subspace of ℝᵈ, held as an orthonormal basis.
public struct Subspace: Sendable {
  /// An orthonormal basis, d × dimension.
  public let basis: Matrix

  /// A bound on the sine of the largest angle to the exact subspace that rounding may have caused.
  public let error: Double

  /// The dimension d of the surrounding space.
  public var ambientDimension: Int { basis.rows }
  /// The dimension of the subspace, 0 … d.
  public var dimension: Int { basis.columns }

  /// The subspace with the given orthonormal basis, d × q.
  /// - Parameter error: what rounding did to it before; the rounding of the basis itself is added.
  public init(orthonormalBasis: Matrix, error: Double = 0) {
    basis = orthonormalBasis
    self.error = error + 8 * Double(basis.rows) * .ulpOfOne
  }

  /// The orthogonal projector on the subspace, d × d.
  public var projector: Matrix { basis.timesTranspose(basis).symmetricPart }
}
