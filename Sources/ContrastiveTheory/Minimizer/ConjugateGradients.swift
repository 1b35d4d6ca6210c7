import Matrices

/// The method of conjugate gradients for a step s with H s = −g, H symmetric: where it stands.
///
/// Whoever iterates has the Hessian's product with ``direction``, and says how far to go along it.
struct ConjugateGradients {
  /// The step so far, from zero.
  private(set) var step: Matrix
  /// g + H s.
  private(set) var residual: Matrix
  /// Where to go next, conjugate to the directions before.
  private(set) var direction: Matrix
  /// |residual|².
  private(set) var squaredResidual: Double

  init(gradient: Matrix) {
    step = Matrix(rows: gradient.rows, columns: gradient.columns)
    (residual, direction) = (gradient, -gradient)
    squaredResidual = gradient.inner(gradient)
  }

  /// The length along the direction that minimises the quadratic model, for a curvature above 0.
  func wholeLength(curvature: Double) -> Double { squaredResidual / curvature }

  /// Goes along the direction.
  /// - Parameter image: the Hessian times the direction.
  mutating func advance(by length: Double, image: Matrix) {
    step += length * direction
    residual += length * image
    let squared = residual.inner(residual)
    direction = -residual + (squared / squaredResidual) * direction
    squaredResidual = squared
  }
}
