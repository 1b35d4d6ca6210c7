import LinearAlgebra

extension DescentState {
  /// The Hessian along a direction, both in units of the rows, by a difference of gradients; nil where the loss cannot be
  /// computed.
  /// - Parameter base: the gradient at the encoder for a forward difference, nil for a central one.
  private mutating func hessian(
    along direction: Matrix, units: [Double], base: Matrix?, on model: some EncoderLoss
  ) -> Matrix? {
    let step = direction.dividingRows(by: units)
    if let base {
      let size = 1.5e-8 * max(encoder.frobeniusNorm, 1) / direction.frobeniusNorm
      guard let ahead = probe(encoder + size * step, on: model) else { return nil }
      return (1 / size) * (ahead - base).dividingRows(by: units)
    }
    // No row may change by much of its length.
    let change = units.indices.map { i in step.rowNorm(i) / units[i] }.max() ?? 0
    let size = 1e-3 / change
    guard let ahead = probe(encoder + size * step, on: model),
      let behind = probe(encoder - size * step, on: model)
    else { return nil }
    return (0.5 / size) * (ahead - behind).dividingRows(by: units)
  }

  /// Steihaug's conjugate gradients: a step inside the radius that lowers the quadratic model, and the Hessian times it.
  /// - Parameters:
  ///   - model: what gives the Hessian; nil takes the loss, whose gradient at the encoder is known.
  ///   - goal: a norm of the quadratic model's gradient that is small enough.
  mutating func truncatedNewtonStep<Loss: EncoderLoss>(
    on loss: Loss, model: Loss?, radius: Double, units: [Double], central: Bool, goal: Double
  ) -> (step: Matrix, product: Matrix) {
    let scaled = gradient.dividingRows(by: units)
    var iteration = ConjugateGradients(gradient: scaled)
    var base: Matrix?
    if !central, let model {
      base = probe(encoder, on: model)
      guard base != nil else { return (iteration.step, iteration.step) }
    } else if !central {
      base = gradient
    }
    let precision = central ? 1e-9 : 1e-6
    let start = iteration.squaredResidual.squareRoot()
    var largest = central ? 0 : steepest
    // The forcing sequence min(1/10, |g|) makes the outer convergence quadratic, as far as the differences carry it.
    let goal = max(start * max(precision, min(0.1, start)), goal)
    for index in 0..<(8 * encoder.rows + 30) {
      let direction = iteration.direction
      if index == images.count {
        guard let image = hessian(along: direction, units: units, base: base, on: model ?? loss) else {
          break
        }
        images.append(image)
      }
      let image = images[index]
      let square = direction.inner(direction)
      let slope = image.frobeniusNorm / square.squareRoot()
      // In units of the rows curvatures are those of other directions.
      if !central { steepest = max(steepest, slope) }
      largest = max(largest, slope)
      // Turning the rows of B among themselves changes nothing, so that there are always flat directions; along them a
      // difference of gradients is noise of either sign, and following it would be a long step to nowhere.
      let visible = precision * largest * square
      var curvature = direction.inner(image)
      if abs(curvature) < visible {
        if iteration.step.frobeniusNorm > 0 { break }
        curvature = visible
      }
      let whole = curvature > 0 ? iteration.wholeLength(curvature: curvature) : .infinity
      if curvature <= 0 || (iteration.step + whole * direction).frobeniusNorm >= radius {
        iteration.advance(by: Self.toBoundary(iteration.step, direction, radius), image: image)
        break
      }
      iteration.advance(by: whole, image: image)
      if iteration.squaredResidual.squareRoot() <= goal { break }
    }
    return (iteration.step, iteration.residual - scaled)
  }

  /// The t ≥ 0 with |step + t direction| = radius.
  private static func toBoundary(_ step: Matrix, _ direction: Matrix, _ radius: Double) -> Double {
    let a = direction.inner(direction)
    let b = step.inner(direction)
    let c = step.inner(step) - radius * radius
    return (-b + max(b * b - a * c, 0).squareRoot()) / a
  }
}

extension Matrix {
  /// Row i divided by unit i.
  consuming func dividingRows(by units: [Double]) -> Matrix {
    let rows = rows
    withUnsafeMutableEntries { entries in
      for index in entries.indices { entries[index] /= units[index % rows] }
    }
    return self
  }
}
