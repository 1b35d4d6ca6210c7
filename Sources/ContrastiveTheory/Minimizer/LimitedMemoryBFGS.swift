import LinearAlgebra

/// Finds a stationary point of a smooth function of a matrix by the limited-memory method of Broyden, Fletcher, Goldfarb
/// and Shanno (Nocedal and Wright 2006, algorithm 7.5), steps halved until the value falls enough. For functions that
/// are neither convex nor of a Gram matrix.
struct LimitedMemoryBFGS {
  /// The number of steps after which the method gives up.
  var stepLimit = 2000
  /// The gradient's norm that is small enough to stop.
  var gradientGoal = 0.0
  /// How many steps the approximation of the Hessian remembers.
  private static let memory = 12
  /// How many steps in a row may gain nothing: along a flat valley the gradient rises for a while before it falls.
  private static let patience = 60

  /// The point of the smallest gradient, among those whose values rounding cannot tell from the least: near a minimum the gradient
  /// still falls where the value no longer does.
  func minimize(
    from start: Matrix, _ evaluate: (Matrix) -> (value: Double, gradient: Matrix)
  ) -> (point: Matrix, value: Double, gradient: Matrix) {
    var point = start
    var (value, gradient) = evaluate(point)
    var best = (point: point, value: value, gradient: gradient)
    var stepsWithoutGain = 0
    var pairs: [(step: Matrix, change: Matrix, curvature: Double)] = []
    for _ in 0..<stepLimit {
      guard gradient.frobeniusNorm > gradientGoal else { break }
      let direction = -1 * Self.inverseHessian(pairs, times: gradient)
      let slope = gradient.inner(direction)
      guard slope < 0 else { break }
      var length = 1.0
      if pairs.isEmpty { length = 1 / gradient.frobeniusNorm }
      var trial = evaluate(point + length * direction)
      let noise = 16 * Double.ulpOfOne * max(abs(best.value), 1)
      // Not `>`: a value that is NaN is no decrease.
      while !(trial.value <= value + 1e-4 * length * slope + noise), length > 1e-14 {
        length /= 2
        trial = evaluate(point + length * direction)
      }
      guard trial.value <= best.value + noise else { break }
      let step = length * direction
      let change = trial.gradient - gradient
      let curvature = change.inner(step)
      if curvature > 1e-12 * change.frobeniusNorm * step.frobeniusNorm {
        pairs.append((step, change, curvature))
        if pairs.count > Self.memory { pairs.removeFirst() }
      }
      (point, value, gradient) = (point + step, trial.value, trial.gradient)
      if value < best.value - noise || gradient.frobeniusNorm < best.gradient.frobeniusNorm {
        best = (point, value, gradient)
        stepsWithoutGain = 0
      } else {
        stepsWithoutGain += 1
        guard stepsWithoutGain < Self.patience else { break }
      }
    }
    return best
  }

  /// The two-loop recursion.
  private static func inverseHessian(
    _ pairs: [(step: Matrix, change: Matrix, curvature: Double)], times gradient: Matrix
  ) -> Matrix {
    var result = gradient
    var shares: [Double] = []
    for pair in pairs.reversed() {
      let share = pair.step.inner(result) / pair.curvature
      shares.append(share)
      result += -share * pair.change
    }
    if let last = pairs.last { result = last.curvature / last.change.inner(last.change) * result }
    for (pair, share) in zip(pairs, shares.reversed()) {
      result += (share - pair.change.inner(result) / pair.curvature) * pair.step
    }
    return result
  }
}
