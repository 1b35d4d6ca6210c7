import Evidence
import LinearAlgebra

/// A linear subspace of ℝᵈ, held as an orthonormal basis.
public struct Subspace: Sendable {
  /// An orthonormal basis, d × dimension.
  public var basis: Matrix { exactBasis.high }

  /// What rounding may have done to it: the sine of the largest angle between the exact subspace and the span of ``basis``, before that was
  /// rounded to doubles.
  public let budget: ErrorBudget

  /// A bound on that sine.
  public var error: Double { budget.total }

  /// The basis before it was rounded to doubles, where it was.
  let exactBasis: DoubleDoubleMatrix

  /// Of coordinates where a covariance, d × d, is the identity, where it is known: a proved bound on the sine of the largest angle of
  /// the span of ``exactBasis`` to the exact subspace there.
  let whitened: (covariance: Matrix, error: Double)?

  /// Whether the exact subspace may have more dimensions: those of eigenvalues that are not known to be zero.
  var mayHaveMore = false

  /// The dimension d of the surrounding space.
  public var ambientDimension: Int { basis.rows }
  /// The dimension of the subspace, 0 … d.
  public var dimension: Int { basis.columns }

  /// The subspace with the given orthonormal basis, d × q, as it comes out of a computation with doubles: the rounding of such a
  /// one is added, estimated, as it is that of a computation that is not known here. Everything, nothing and what is spanned by an
  /// exactly orthonormal basis, as coordinate axes are, have no error.
  /// - Parameters:
  ///   - orthonormalBasis: d × q, orthonormal to rounding.
  ///   - error: what rounding did to it before, as the author says; leave it out for none.
  ///   - file: leave it out.
  ///   - line: leave it out.
  public init(
    orthonormalBasis: Matrix, error: Double = 0, file: String = #fileID, line: Int = #line
  ) {
    let (d, q) = (orthonormalBasis.rows, orthonormalBasis.columns)
    let basis = DoubleDoubleMatrix(orthonormalBasis)
    let isExact = q == 0 || q == d || basis.gram == DoubleDoubleMatrix(.identity(q))
    let ofBasis = isExact ? ErrorBudget.exact : .computed([.rounding: 8 * Double(d) * .ulpOfOne])
    self.init(
      exactBasis: basis,
      budget: error == 0 ? ofBasis : ofBasis + ErrorBudget([.rounding: error], file: file, line: line))
  }

  /// A subspace whose basis is known beyond doubles.
  init(exactBasis: DoubleDoubleMatrix, budget: ErrorBudget) {
    (self.exactBasis, self.budget, whitened) = (exactBasis, budget, nil)
  }

  /// The same basis, for a subspace that may be turned against this one, by a sine.
  package func turned(by sine: ErrorBudget) -> Subspace {
    var turned = Subspace(exactBasis: exactBasis, budget: budget + sine)
    turned.mayHaveMore = mayHaveMore
    return turned
  }

  /// A subspace whose basis is known beyond doubles, and its error where a covariance is the identity.
  /// - Parameters:
  ///   - error: see ``whitened``.
  ///   - root: of that covariance.
  init(exactBasis: DoubleDoubleMatrix, off error: Double, whitenedBy root: DoubleDoubleCholesky) {
    self.exactBasis = exactBasis
    whitened = (root.matrix, error)
    budget = .proved([.rounding: root.stretch * error])
  }

  /// The numerical span of the columns of a matrix (LAPACK dgesdd): the left singular vectors whose singular value is
  /// above `tolerance` times the largest. The error is estimated: what lies below the tolerance may be a direction that is meant.
  /// - Parameters:
  ///   - matrix: d × n.
  ///   - tolerance: relative, in [0, 1); singular values below it are taken for rounding.
  /// - Throws: `LinearAlgebraError` when an entry is not finite.
  public init(spannedBy matrix: Matrix, tolerance: Double) throws(LinearAlgebraError) {
    let decomposition = try SingularValues(of: matrix)
    let largest = decomposition.values.first ?? 0
    let rank = decomposition.values.prefix { $0 > tolerance * largest && $0 > 0 }.count
    self.init(
      exactBasis: DoubleDoubleMatrix(decomposition.left.columns(0..<rank)),
      budget: .computed([.rounding: tolerance + 8 * Double(matrix.rows) * .ulpOfOne]))
  }

  /// The orthogonal projector on the subspace, d × d.
  public var projector: Matrix { basis.timesTranspose(basis).symmetricPart }
}
