import Evidence
import LinearAlgebra

/// The gradient of a loss with respect to the Gram matrix, Λ = Z core Zᵀ, in a basis Z that also holds H.
struct GramGradient: Sendable {
  /// Z, d × m with orthonormal columns.
  let basis: Matrix
  /// Zᵀ Λ Z, m × m, symmetric; Λ and H vanish off the range of Z.
  let exactCore: DoubleDoubleMatrix
  /// B Z, r × m: Zᵀ H Z is its Gram matrix.
  let encoder: DoubleDoubleMatrix
  /// Zᵀ S Z, S = E x xᵀ, m × m.
  let moment: Matrix
  /// What that may be wrong by, Frobenius.
  let momentError: Double
  /// What Λ may be wrong by in the Frobenius norm: integration and rounding.
  let error: ErrorBudget
  /// What S^(-1/2) Λ may be wrong by in the Frobenius norm.
  let weightedError: ErrorBudget
  /// How far H, of the encoder as it is, may be from Z (B Z)ᵀ (B Z) Zᵀ in the Frobenius norm, and what underflows.
  let displacement: Double

  /// More than what underflows, in the gradient, its errors and the norms of both, makes of a distance to a minimiser
  /// (Proofs/Certificate.md, S11).
  static let underflow = 0x1p-500

  /// Zᵀ Λ Z to the nearest double.
  var core: Matrix { exactCore.high }
  /// Zᵀ H Z, m × m.
  var gram: Matrix { encoder.gram.high }

  /// Λ, d × d.
  var lambda: CongruentMatrix { CongruentMatrix(factor: basis, core: core) }

  /// The gradient with respect to an encoder B, 2 B Λ, r × d, in 106 bits: not to be wrong where a BLAS is.
  func encoderGradient(at encoder: Matrix) -> Matrix {
    let z = DoubleDoubleMatrix(basis)
    return 2 * (DoubleDoubleMatrix(encoder) * z * exactCore * z.transposed).high
  }
}
