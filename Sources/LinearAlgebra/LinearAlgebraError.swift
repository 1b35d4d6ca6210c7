/// Why a factorisation could not be computed. Wrong shapes are programmer errors and trap instead.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  /// The matrix has no Cholesky factor: its leading minor of this order is not positive.
  case notPositiveDefinite(leadingMinor: Int)
  /// The matrix of a linear system is exactly singular.
  case singular
  /// An iterative LAPACK driver gave up.
  case notConverged(routine: String)
  /// An entry is NaN or infinite.
  case notFinite
}

extension LinearAlgebraError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notPositiveDefinite(let order): "the matrix is not positive definite (leading minor \(order))"
    case .singular: "the matrix is singular"
    case .notConverged(let routine): "LAPACK's \(routine) did not converge"
    case .notFinite: "the matrix has an entry that is NaN or infinite"
    }
  }
}
