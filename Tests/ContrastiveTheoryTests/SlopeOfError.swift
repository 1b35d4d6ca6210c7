import Foundation
import LinearAlgebra

/// The slope of log |f(x + t v) − f(x) − t ⟨∇f, v⟩| against log t, which is 2 when the gradient is right and 1 when it
/// is not: a check of a gradient that depends on no step size (Boumal 2023, section 4.8; Manopt's checkgradient).
func slopeOfError(
  at point: Matrix, along direction: Matrix, value: (Matrix) throws -> Double,
  gradient: (Matrix) throws -> Matrix
) rethrows -> Double {
  let base = try value(point)
  let slope = try gradient(point).inner(direction)
  // Steps at which the quadratic term stands well above rounding.
  let steps = stride(from: -1.0, through: -3.0, by: -0.25).map { pow(10, $0) }
  let logs = try steps.map { step in
    (log(step), log(abs(try value(point + step * direction) - base - step * slope)))
  }
  let meanX = logs.map(\.0).reduce(0, +) / Double(logs.count)
  let meanY = logs.map(\.1).reduce(0, +) / Double(logs.count)
  let covariance = logs.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
  let variance = logs.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
  return covariance / variance
}
