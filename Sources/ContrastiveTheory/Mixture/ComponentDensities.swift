import Foundation
import LinearAlgebra

/// The densities of a mixture's components at points, and the posterior probabilities of the components there.
public struct ComponentDensities: Sendable {
  /// log N(x; μₖ, Σₖ), K × n, one column a point.
  public let logarithms: Matrix
  /// What rounding may have done to the logarithms of each point, n numbers, and to the logarithm of a weighted sum of densities
  /// (Proofs/T03_PosteriorDependsOnF.md).
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

  /// Factors each covariance in 106 bits; O(K d³ + K n d²).
  /// - Parameters:
  ///   - mixture: of dimension d.
  ///   - points: d × n.
  /// - Throws: `LinearAlgebraError` when a covariance has no Cholesky factor to rounding.
  public init(of mixture: GaussianMixture, at points: Matrix) throws(LinearAlgebraError) {
    precondition(points.rows == mixture.dimension, "points of the mixture's dimension")
    try self.init(of: mixture, along: DoubleDoubleMatrix(.identity(mixture.dimension)), at: points)
  }

  /// The densities of Vᵀx, V orthonormal, d × q: those of the projections on its span.
  init(
    of mixture: GaussianMixture, along basis: DoubleDoubleMatrix, at points: Matrix
  ) throws(LinearAlgebraError) {
    let (d, q, count) = (Double(basis.rows), Double(basis.columns), Double(mixture.componentCount))
    let (means, images) = (
      basis.transposed * mixture.exactMeans, basis.transposed * DoubleDoubleMatrix(points)
    )
    // What 106 bits leave of a point less a mean, relative to both as they were given.
    let given = Matrix(columnVectors: [mixture.givenSizes]).frobeniusNorm
    let coordinates = (0..<points.columns).map {
      0x1p-98 * (d + count) * d.squareRoot() * (points.columns($0..<($0 + 1)).frobeniusNorm + given)
    }
    var logarithms = Matrix(rows: mixture.componentCount, columns: points.columns)
    var errors = [Double](repeating: 0, count: points.columns)
    for k in 0..<mixture.componentCount {
      let covariance = mixture.covariance(of: k)
      let factor = try DoubleDoubleCholesky(
        of: (basis.transposed * DoubleDoubleMatrix(covariance) * basis).symmetricPart)
      let deviations = factor.solveLower(images.addingToColumns(-1, times: means.columns(k..<(k + 1))))
      let scales = factor.factor.diagonal.map { log($0) }
      let constant = -scales.reduce(0, +) - q / 2 * log(2 * Double.pi)
      let inverse = factor.solveLower(Matrix.identity(basis.columns)).frobeniusNorm
      // By how much, relatively, the covariance may differ from that which was factored.
      let relative = 0x1p-97 * d * d * covariance.frobeniusNorm * inverse * inverse
      let ofConstant = .ulpOfOne * (q + 3) * (q + scales.reduce(0) { $0 + abs($1) })
      for point in 0..<points.columns {
        let column = deviations.columns(point..<(point + 1))
        let square = column.gram[0, 0].high
        logarithms[k, point] = constant - square / 2
        let moved = inverse * coordinates[point]
        let error =
          relative * (2 * square + q) + moved * (square.squareRoot() + moved)
          + ofConstant + .ulpOfOne * square
        errors[point] = max(errors[point], relative < 0.5 ? error : .infinity)
      }
    }
    let lightest = mixture.weights.reduce(0) { max($0, -log($1)) }
    for point in 0..<points.columns {
      let size = logarithms.columns(point..<(point + 1)).largestEntry + lightest
      errors[point] += .ulpOfOne * (count * count + 8) * (1 + size)
    }
    self.logarithms = logarithms
    self.errors = errors
    weights = mixture.weights
  }
}
