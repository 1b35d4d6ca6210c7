import Evidence
import LinearAlgebra

/// A subspace in whitened coordinates: its image under Lᵀ, where W = L Lᵀ.
struct WhitenedSubspace {
  /// V, d × q, orthonormal.
  let basis: Matrix
  /// What the sine of the largest angle to the exact image may be.
  let budget: ErrorBudget

  /// A bound on that sine.
  var error: Double { budget.total }

  /// - Parameters:
  ///   - subspace: of the original coordinates.
  ///   - whitening: of W.
  init(_ subspace: Subspace, _ whitening: DoubleDoubleCholesky) throws(LinearAlgebraError) {
    basis = whitening.transposeTimes(subspace.exactBasis).orthonormalised.high
    let ofBasis = ErrorBudget.proved([.rounding: 2 * Double(basis.rows) * .ulpOfOne])
    budget = ofBasis + subspace.budget(whitenedBy: whitening)
  }

  /// The part of some rows, r × d, that is orthogonal to the subspace, in 106 bits: not to be wrong where a BLAS is.
  func outside(of rows: Matrix) -> DoubleDoubleMatrix {
    let (b, v) = (DoubleDoubleMatrix(rows), DoubleDoubleMatrix(basis))
    return b - b * v * v.transposed
  }
}

extension Subspace {
  /// What the sine of the largest angle between the exact subspace and the span of ``exactBasis`` may be where W is the identity.
  func budget(whitenedBy root: DoubleDoubleCholesky) -> ErrorBudget {
    // Everything and nothing are what they are.
    guard dimension > 0, dimension < ambientDimension else { return .exact }
    if let known = whitened, known.covariance == root.matrix { return .proved([.rounding: known.error]) }
    return budget.scaled(by: root.stretch)
  }
}
