import LinearAlgebra

/// A smooth function of an encoder B (r × d) that depends on B only through its Gram matrix Bᵀ B: all that the
/// minimiser knows of a problem.
public protocol EncoderLoss: Sendable {
  /// The number of columns d of an encoder.
  var dimension: Int { get }

  /// The value and the gradient (r × d) at an encoder (r × d), for any r ≥ 0.
  /// - Throws: an error where the loss cannot be computed (as for overflowing scores); the minimiser then steps back.
  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix)

  /// The gradient alone, where that is cheaper.
  func gradient(_ encoder: Matrix) throws -> Matrix
}

extension EncoderLoss {
  public func gradient(_ encoder: Matrix) throws -> Matrix { try evaluate(encoder).gradient }
}
