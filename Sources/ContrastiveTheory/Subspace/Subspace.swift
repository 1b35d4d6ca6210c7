import LinearAlgebra

/// A linear subspace of ℝᵈ, held as an orthonormal basis.
public struct Subspace: Sendable {
  /// An orthonormal basis, d × dimension.
  public var basis: Matrix { exactBasis.high }

  /// A bound on the sine of the largest angle between the span of ``basis`` and the exact subspace that rounding may have caused.
  public let error: Double

  /// The basis before it was rounded to doubles, where it was.
  let exactBasis: DoubleDoubleMatrix

  /// What is known of the error in other coordinates, where a covariance is the identity.
  struct WhitenedError: Equatable {
    /// That covariance, d × d.
    let covariance: Matrix
    /// A bound on the sine of the largest angle of the span of ``exactBasis`` to the exact subspace there.
    let error: Double
  }
  let whitened: WhitenedError?

  /// The dimension d of the surrounding space.
  public var ambientDimension: Int { basis.rows }
  /// The dimension of the subspace, 0 … d.
  public var dimension: Int { basis.columns }

  /// The subspace with the given orthonormal basis, d × q.
  /// - Parameters:
  ///   - orthonormalBasis: d × q, orthonormal to rounding.
  ///   - error: what rounding did to it before; the rounding of the basis itself is added.
  public init(orthonormalBasis: Matrix, error: Double = 0) {
    exactBasis = DoubleDoubleMatrix(orthonormalBasis)
    self.error = error + 8 * Double(orthonormalBasis.rows) * .ulpOfOne
    whitened = nil
  }

  /// A subspace whose basis is known beyond doubles, and its error where a covariance is the identity.
  init(exactBasis: DoubleDoubleMatrix, whitened: WhitenedError) throws(LinearAlgebraError) {
    self.exactBasis = exactBasis
    self.whitened = whitened
    let spectrum = try SymmetricEigen(of: whitened.covariance).values
    let condition = ((spectrum.last ?? 1) / max(spectrum.first ?? 1, .leastNormalMagnitude)).squareRoot()
    error = condition * whitened.error + 2 * Double(exactBasis.rows) * .ulpOfOne
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
