import Foundation
import LinearAlgebra

/// The law of the direction of a normal vector of r dimensions.
struct ProjectedNormal {
  let mean: Matrix
  /// Σ⁻¹.
  let precision: Matrix
  /// Σ⁻¹ m, mᵀ Σ⁻¹ m, 1 / √det 2πΣ, and the normal density at zero.
  private let pulled: Matrix
  private let square: Double
  private let scale: Double
  private let end: Double

  /// - Parameters:
  ///   - mean: m, r × 1.
  ///   - covariance: Σ, r × r.
  init(mean: Matrix, covariance: Matrix) throws(LinearAlgebraError) {
    let factor = try Cholesky(of: covariance)
    self.mean = mean
    precision = factor.solve(.identity(mean.rows))
    pulled = factor.solve(mean)
    square = mean.inner(pulled)
    scale = factor.factor.diagonal.reduce(1) { $0 / ((2 * Double.pi).squareRoot() * $1) }
    end = scale * exp(-square / 2)
  }

  /// The integrals of a power times the normal density along a ray, ∫ ρˢ exp(−(a ρ² − 2 b ρ + mᵀΣ⁻¹m)/2) dρ / √det 2πΣ with
  /// a = uᵀΣ⁻¹u and b = uᵀΣ⁻¹m, for s = r − 1, which is the direction's density, r and r + 1.
  /// - Parameters:
  ///   - points: r × n, unit vectors.
  ///   - i: the column that is u.
  func rays(_ points: Matrix, _ i: Int) -> (density: Double, first: Double, second: Double) {
    let r = points.rows
    var (a, b) = (0.0, 0.0)
    for row in 0..<r {
      b += pulled[row, 0] * points[row, i]
      for column in 0..<r { a += precision[row, column] * points[row, i] * points[column, i] }
    }
    let c = b / a.squareRoot()
    let zeroth =
      scale * (Double.pi / (2 * a)).squareRoot() * erfc(-c / 2.0.squareRoot()) * exp((c * c - square) / 2)
    // By parts, a Jₛ₊₁ = b Jₛ + s Jₛ₋₁, and a J₁ = b J₀ + the density at the ray's end.
    let first = (b * zeroth + end) / a
    var powers = (zeroth, first, (b * first + zeroth) / a)
    for s in 1..<r { powers = (powers.1, powers.2, (b * powers.2 + Double(s + 1) * powers.1) / a) }
    return (max(powers.0, 0), powers.1, powers.2)
  }
}
