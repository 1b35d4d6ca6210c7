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
  /// - Parameters:
  ///   - orthonormalBasis: d × q, orthonormal to rounding.
  ///   - error: what rounding did to it before; the rounding of the basis itself is added.
  public init(orthonormalBasis: Matrix, error: Double = 0) {
    basis = orthonormalBasis
    self.error = error + 8 * Double(basis.rows) * .ulpOfOne
  }

  /// The numerical span of the columns of a matrix (LAPACK dgesdd): the left singular vectors whose singular value is
  /// above `tolerance` times the largest.
  /// - Parameters:
  ///   - matrix: d × n.
  ///   - tolerance: relative, in [0, 1); singular values below it are taken for rounding.
  /// - Throws: `LinearAlgebraError` when an entry is not finite.
  public init(spannedBy matrix: Matrix, tolerance: Double) throws(LinearAlgebraError) {
    let decomposition = try SingularValues(of: matrix)
    let largest = decomposition.values.first ?? 0
    let rank = decomposition.values.prefix { $0 > tolerance * largest && $0 > 0 }.count
    self.init(orthonormalBasis: decomposition.left.columns(0..<rank), error: tolerance)
  }

  /// The orthogonal projector on the subspace, d × d.
  public var projector: Matrix { basis.timesTranspose(basis).symmetricPart }
}
