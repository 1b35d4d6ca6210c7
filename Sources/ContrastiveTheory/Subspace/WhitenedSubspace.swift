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
    // Everything and nothing are what they are.
    guard subspace.dimension > 0, subspace.dimension < basis.rows else {
      budget = ofBasis
      return
    }
    if let known = subspace.whitened, known.covariance == whitening.matrix {
      budget = ofBasis + .proved([.rounding: known.error])
      return
    }
    budget = ofBasis + subspace.budget.scaled(by: whitening.stretch)
  }

  /// The part of some rows, r × d, that is orthogonal to the subspace, in 106 bits: not to be wrong where a BLAS is.
  func outside(of rows: Matrix) -> DoubleDoubleMatrix {
    let (b, v) = (DoubleDoubleMatrix(rows), DoubleDoubleMatrix(basis))
    return b - b * v * v.transposed
  }
}
