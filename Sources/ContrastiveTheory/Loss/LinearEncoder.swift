import LinearAlgebra

/// A minimiser in closed form, from an eigenproblem.
public struct LinearEncoder: Sendable {
  /// A, r × d.
  public let encoder: Matrix
  /// The loss there.
  public let value: Double
  /// The row space of A, with what rounding may have done to it.
  public let rowSpace: Subspace

  /// G = Aᵀ A, d × d.
  public var gram: Matrix { encoder.gram }
}
