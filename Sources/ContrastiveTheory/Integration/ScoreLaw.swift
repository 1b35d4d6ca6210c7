import LinearAlgebra

/// The law of the scores of the K components, up to a constant added to all: under component k they are means[·, k] + C z, z
/// standard normal.
struct ScoreLaw {
  /// K × K.
  let means: Matrix
  /// C, K × n.
  let directions: Matrix
  /// What the rounding of both does to a mean of the softmax's entries, in their sum; to that of their products at most four times
  /// as much (Proofs/Certificate.md, S10).
  let error: Double

  /// The scores of encoded points at encoded means.
  init(
    encoder: DoubleDoubleMatrix, means: DoubleDoubleMatrix, weights: [Double]
  ) throws(LinearAlgebraError) {
    let images = encoder * means
    let deviations = images.deviations(weights: weights)
    let covariance = deviations.transposed * (encoder * encoder.transposed) * deviations
    try self.init(means: deviations.transposed * images, covariance: covariance, rank: encoder.rows)
  }

  /// The scores of points whose covariance is the identity, at images that stand in their space.
  init(
    images: DoubleDoubleMatrix, of points: DoubleDoubleMatrix, weights: [Double]
  ) throws(LinearAlgebraError) {
    let deviations = images.deviations(weights: weights)
    try self.init(
      means: deviations.transposed * points, covariance: deviations.transposed * deviations, rank: images.rows
    )
  }

  /// - Parameters:
  ///   - means: scores × components.
  ///   - covariance: of the scores, whose rank is at most `rank`.
  init(means: DoubleDoubleMatrix, covariance: DoubleDoubleMatrix, rank: Int) throws(LinearAlgebraError) {
    self.means = means.high
    directions = try ScoreDirections.principal(covariance: covariance.high.symmetricPart, rank: rank)
    let exact = DoubleDoubleMatrix(directions)
    let left = (covariance - exact * exact.transposed).high.frobeniusNorm
    error = .ulpOfOne * self.means.largestEntry + Double(means.rows).squareRoot() * left
  }
}

extension DoubleDoubleMatrix {
  /// The columns less their weighted mean: a constant added to all scores leaves the softmax alone, so that they have one dimension
  /// fewer.
  func deviations(weights: [Double]) -> DoubleDoubleMatrix {
    addingToColumns(-1, times: self * DoubleDoubleMatrix(Matrix(columnVectors: [weights])))
  }
}
