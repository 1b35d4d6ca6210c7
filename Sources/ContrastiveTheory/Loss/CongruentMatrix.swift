import LinearAlgebra

/// The symmetric matrix Z C Zᵀ, d × d, kept as its factors.
struct CongruentMatrix: Sendable {
  /// Z, d × m.
  let factor: Matrix
  /// C, m × m, symmetric.
  let core: Matrix

  /// The product; O(d² m).
  var matrix: Matrix { (factor * core).timesTranspose(factor).symmetricPart }
}
