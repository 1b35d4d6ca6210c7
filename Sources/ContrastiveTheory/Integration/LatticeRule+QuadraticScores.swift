import Foundation
import LinearAlgebra

// Differences of quadratic scores grow with the distance from the origin, and the tube of their softmax narrows with it: at
// the distance r it is t(r) = θ / (ω + Q r) wide. The contour is shifted by as much (Proofs/LatticeRule.md, S9).

extension LatticeRule {
  /// |rule − integral| of a function that is at most Σ_l |p_l| times `growth` of |z|.
  ///
  /// It is the mean, over the distance of a normal vector from the origin, of the bound with the tube at that distance.
  /// - Parameter growth: a product of at most two functions a + b ρ with a, b ≥ 0, or a sum of such products.
  func error(growth: (Double) -> Double) -> Double {
    guard tube > 0 else { return .infinity }
    guard dimension > 0 else { return 0 }
    // A power of the distance falls from there on faster than the nodes' weight rises.
    guard radius * radius >= Double(dimension) + 2 else { return .infinity }
    // Of more dimensions the bound beyond the farthest shell is none.
    guard 2 * Double(dimension) < Self.farthest * Self.farthest else { return .infinity }
    // The best shift where the tube has room for it; no rule of a use needs more than 12, which the rest beyond the farthest shell
    // is small for.
    let (n, widest) = (Double(dimension), min(2 * .pi * Self.shortest(dimension) / step, 12))
    let normalisation = pow(2, n / 2 - 1) * tgamma(n / 2)
    func shift(_ r: Double) -> Double { min(widest, 1 / (1 / tube + narrowing * r)) }
    /// What stands under the mean, its decreasing factors at one end of a shell and its increasing ones at the other.
    func term(from inner: Double, to outer: Double, sum: Double) -> Double {
      let (least, most) = (shift(outer), shift(inner))
      return exp(least * least / 2) * sum * (1 + narrowing * most * most)
        * growth((outer * outer + most * most).squareRoot())
    }
    var mean = 0.0
    let width = 0.125
    for inner in stride(from: 0, to: Self.farthest, by: width) {
      let outer = inner + width
      let sum = Self.dualSum(dimension, 2 * .pi * shift(outer) / step)
      let weight = width * pow(outer, n - 1) * exp(-inner * inner / 2) / normalisation
      mean += weight * term(from: inner, to: outer, sum: sum)
    }
    let r = Self.farthest
    let sum = pow(1 + n.squareRoot() * step / (.pi * shift(r)), n)
    let weight = pow(r, n - 2) * exp(-r * r / 2) / (normalisation * (1 - 2 * n / (r * r)))
    mean += weight * term(from: r, to: r, sum: sum)
    let crowding = exp(widest * widest / 2) * Self.dualSum(dimension, 2 * .pi * widest / step)
    let outside = (1 + crowding) * Self.tail(dimension: dimension, radius: radius) * growth(radius)
    return 1.001 * (mean / cos(Self.tubeAngle / 2) + outside)
  }

  /// The distance beyond which the mean is bounded by a power of it.
  private static let farthest = 16.0

  /// The length of the shortest vectors of Dₙ without 0.
  private static func shortest(_ n: Int) -> Double { n == 1 ? 2 : 2.0.squareRoot() }

  /// Σ over Dₙ without 0 of exp(−a |κ|), at most: the shells that are counted, and for the others exp(−a ρ / 2) times the sum of
  /// exp(−a |κ| / 2) over ℤⁿ, ρ their least length.
  private static func dualSum(_ n: Int, _ a: Double) -> Double {
    let counted = shells(n).reduce(0) { $0 + $1.count * exp(-a * $1.squaredNorm.squareRoot()) }
    let others = pow(1 / tanh(a / (4 * Double(n).squareRoot())), Double(n))
    return counted + exp(-a * 98.0.squareRoot() / 2) * others
  }

  /// The step at which the shortest dual vectors contribute about the target at every distance, weighted by how rare that
  /// distance is. Any step has its bound, ``error(growth:)``.
  static func step(dimension n: Int, tube: Double, narrowing: Double, target: Double) -> Double {
    let typical = 1 / (1 / tube + narrowing * Double(n).squareRoot())
    let atTypical = step(dimension: n, tube: typical, target: target)
    guard narrowing > 0 else { return atTypical }
    let normalisation = pow(2, Double(n) / 2 - 1) * tgamma(Double(n) / 2)
    return stride(from: 0.25, to: farthest, by: 0.25).reduce(atTypical) { best, r in
      let density = pow(r, Double(n) - 1) * exp(-r * r / 2) / normalisation
      guard density > target else { return best }
      return min(best, step(dimension: n, tube: 1 / (1 / tube + narrowing * r), target: target / density))
    }
  }

  /// The distance at which quadratic scores are taken to vary as fast as they do where the error comes from.
  static let typicalReach = 4.0

  /// The differences of all pairs.
  static func differences(of forms: [Matrix]) -> [Matrix] {
    forms.indices.flatMap { l in (0..<l).map { m in forms[l] - forms[m] } }
  }

  /// The largest norm of a row of the matrices.
  static func steepest(_ bends: [Matrix], along axis: Int) -> Double {
    bends.reduce(0) { max($0, $1.rowNorm(axis)) }
  }

  /// At least the largest spectral norm of the matrices, their columns multiplied by the factors.
  static func widest(_ bends: [Matrix], _ factors: [Double]) -> Double {
    bends.reduce(0) { max($0, $1.scalingColumns(by: factors).spectralNormBound) }
  }
}

extension Matrix {
  /// The length of row i.
  func rowNorm(_ i: Int) -> Double { row(i).reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// At least the largest singular value: |X|₂ ≤ |(Xᵀ X)⁴|^(1/8).
  var spectralNormBound: Double {
    let size = frobeniusNorm
    guard size > 0 else { return 0 }
    // By the definition of a product: no BLAS has a part in a bound.
    func gram(_ matrix: Matrix) -> Matrix { .plainProduct(matrix, matrix, transposesA: true) }
    let fourth = gram(gram((1 / size) * self))
    return size * pow(gram(fourth).frobeniusNorm, 0.125)
  }
}
