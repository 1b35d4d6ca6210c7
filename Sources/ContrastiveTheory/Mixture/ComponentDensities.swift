import Foundation
import LinearAlgebra

/// The densities of a mixture's components at points, and the posterior probabilities of the components there.
public struct ComponentDensities: Sendable {
  /// log N(x; μₖ, Σₖ), K × n, one column a point.
  public let logarithms: Matrix
  /// What rounding may have done to the logarithms of each point, n numbers.
  public let errors: [Double]
  private let weights: [Double]

  /// The posterior probabilities of the components, K × n; each column sums to one. A logarithm that is wrong by e moves
  /// a column by at most e in the total variation distance.
  public var posterior: Matrix {
    var result = logarithms
    for point in 0..<logarithms.columns {
      let scores = weights.indices.map { log(weights[$0]) + logarithms[$0, point] }
      let total = logSumExp(scores)
      for k in weights.indices { result[k, point] = exp(scores[k] - total) }
    }
    return result
  }

  /// Factors each covariance; O(K d³ + K n d²).
  /// - Parameters:
  ///   - mixture: of dimension d.
  ///   - points: d × n.
  /// - Throws: `LinearAlgebraError` when a covariance has no Cholesky factor to rounding.
  public init(of mixture: GaussianMixture, at points: Matrix) throws(LinearAlgebraError) {
    precondition(points.rows == mixture.dimension, "points of the mixture's dimension")
    let d = Double(mixture.dimension)
    var logarithms = Matrix(rows: mixture.componentCount, columns: points.columns)
    var errors = [Double](repeating: 0, count: points.columns)
    for k in 0..<mixture.componentCount {
      let covariance = mixture.covariance(of: k)
      let factor = try Cholesky(of: covariance)
      let spectrum = try SymmetricEigen(of: covariance).values
      let (narrowest, widest) = (spectrum[0], spectrum[spectrum.count - 1])
      let mean = mixture.means.column(k)
      let deviations = factor.solveLower(
        Matrix(rows: points.rows, columns: points.columns) { points[$0, $1] - mean[$0] })
      let constant =
        -factor.factor.diagonal.reduce(0) { $0 + log($1) } - d / 2 * log(2 * Double.pi)
      // The factor is that of a covariance that is off by about 2 d u |Σ|, which changes the squared distance relatively,
      // and the determinant, by the condition number times as much; and the difference x − μ is rounded.
      let relative = 4 * d * .ulpOfOne * widest / narrowest
      let size = mixture.means.columns(k..<(k + 1)).frobeniusNorm
      for point in 0..<points.columns {
        let column = deviations.columns(point..<(point + 1))
        let distance = column.frobeniusNorm
        let coordinates = points.columns(point..<(point + 1)).frobeniusNorm + size
        logarithms[k, point] = constant - distance * distance / 2
        let error =
          relative * (d + distance * distance)
          + 2 * .ulpOfOne * distance * coordinates / narrowest.squareRoot()
        errors[point] = max(errors[point], error)
      }
    }
    self.logarithms = logarithms
    self.errors = errors
    weights = mixture.weights
  }
}
