import LinearAlgebra

/// Minimises a strongly convex function of a matrix by Newton steps with conjugate gradients, Hessian products by central
/// differences of gradients, and halving of steps (Nocedal and Wright 2006, algorithm 7.1). Where the loss cannot be computed it
/// steps back.
struct ConvexNewton {
  /// The number of Newton steps after which the method gives up; the certificate then says so.
  var stepLimit = 60

  /// From a start, until the gradient has reached its rounding level, where steps stop making it smaller.
  /// - Parameters:
  ///   - start: where the loss can be computed.
  ///   - model: the gradient of a function whose Hessian serves as that of the loss: most gradients are taken for it.
  /// - Throws: what the loss throws at the start.
  func minimize(
    from start: Matrix, model: (Matrix) throws -> Matrix,
    _ evaluate: (Matrix) throws -> (value: Double, gradient: Matrix)
  ) throws -> (point: Matrix, steps: Int) {
    var point = start
    var (value, gradient) = try evaluate(point)
    for step in 0..<stepLimit {
      let norm = gradient.frobeniusNorm
      guard norm > 0 else { return (point, step) }
      let direction = try newtonStep(model, at: point, gradient)
      let slope = gradient.inner(direction)
      var length = 1.0
      var accepted = false
      while length > 1e-10, !accepted {
        let trial = point + length * direction
        if let (newValue, newGradient) = try? evaluate(trial), newValue.isFinite {
          // Below rounding of the value the gradient's norm is the judge.
          let noise = 64 * Double.ulpOfOne * max(abs(value), 1)
          let decreases =
            -slope * length > noise
            ? newValue <= value + 1e-4 * length * slope : newGradient.frobeniusNorm < 0.9 * norm
          if decreases {
            (point, value, gradient) = (trial, newValue, newGradient)
            accepted = true
          }
        }
        // Near the optimum the full step is right or rounding has been reached.
        if !accepted, -slope <= 1e-12 * max(abs(value), 1) { return (point, step) }
        length /= 2
      }
      guard accepted else { return (point, step) }
    }
    return (point, stepLimit)
  }

  private func newtonStep(
    _ model: (Matrix) throws -> Matrix, at point: Matrix, _ gradient: Matrix
  ) throws -> Matrix {
    var iteration = ConjugateGradients(gradient: gradient)
    let start = iteration.squaredResidual.squareRoot()
    let goal = start * max(1e-8, min(0.1, start))
    for _ in 0..<(2 * point.storage.count + 20) {
      let direction = iteration.direction
      let size = 1e-4 * max(point.frobeniusNorm, 0.1) / direction.frobeniusNorm
      let image = (0.5 / size) * (try model(point + size * direction) - model(point - size * direction))
      let curvature = direction.inner(image)
      guard curvature > 0 else { break }
      iteration.advance(by: iteration.wholeLength(curvature: curvature), image: image)
      if iteration.squaredResidual.squareRoot() <= goal { break }
    }
    return iteration.step
  }
}
