import LinearAlgebra

/// The symmetric matrix Z C Zᵀ, d × d, kept as its factors, which are multiplied in 106 bits: not to be wrong where a BLAS is.
struct CongruentMatrix: Sendable {
  /// Z, d × m.
  let factor: Matrix
  /// C, m × m, symmetric.
  let core: Matrix

  /// The product; O(d² m).
  var matrix: Matrix { compressed(by: DoubleDoubleMatrix(factor)).high }

  /// Vᵀ Z C Zᵀ V for a matrix V, d × q; O(d m q).
  func compressed(to basis: Matrix) -> DoubleDoubleMatrix {
    compressed(by: DoubleDoubleMatrix(basis).transposed * DoubleDoubleMatrix(factor))
  }

  private func compressed(by turned: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    (turned * DoubleDoubleMatrix(core) * turned.transposed).symmetricPart
  }
}
