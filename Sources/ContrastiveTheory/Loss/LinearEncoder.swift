import LinearAlgebra

/// A computed minimiser with the error of its row space: in closed form, from an eigenproblem, or where a descent ends.
public struct LinearEncoder: Sendable {
  /// A, r × d.
  public let encoder: Matrix
  /// The loss there.
  public let value: Double
  /// The row space of A, with what it may be wrong by.
  public let rowSpace: Subspace

  /// G = Aᵀ A, d × d.
  public var gram: Matrix { encoder.gram }
}
