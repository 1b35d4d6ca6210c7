/// Why a factorisation could not be computed. Wrong shapes are programmer errors and trap instead.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  /// The matrix has no Cholesky factor: its leading minor of this order, counted from 1, is not positive.
  case notPositiveDefinite(leadingMinor: Int)
  /// The matrix of a linear system is exactly singular.
  case singular
  /// An iterative LAPACK driver gave up.
  case notConverged(routine: String)
  /// An entry of an argument is NaN or infinite, or an entry of the result overflowed.
  case notFinite
}

extension LinearAlgebraError: CustomStringConvertible {
  /// The error as an English clause, without a full stop.
  public var description: String {
    switch self {
    case .notPositiveDefinite(let order): "the matrix is not positive definite (leading minor \(order))"
    case .singular: "the matrix is singular"
    case .notConverged(let routine): "LAPACK's \(routine) did not converge"
    case .notFinite: "an entry of the matrix or of its result is NaN or infinite"
    }
  }
}
