import LinearAlgebra

extension GaussianMixture {
  /// The mean μ = Σ wₖ μₖ, d numbers.
  public var mean: [Double] { means.times(weights) }

  /// The within-class covariance W = Σ wₖ Σₖ, d × d.
  public var withinClassCovariance: Matrix {
    if let sharedCovariance { return sharedCovariance }
    var sum = Matrix(rows: dimension, columns: dimension)
    for k in 0..<componentCount { sum += weights[k] * covariance(of: k) }
    return sum
  }

  /// The between-class covariance B = Σ wₖ (μₖ − μ)(μₖ − μ)ᵀ, d × d, rank at most K − 1.
  public var betweenClassCovariance: Matrix {
    let deviations = centred.means
    return deviations.scalingColumns(by: weights).timesTranspose(deviations).symmetricPart
  }

  /// The total covariance T = W + B, d × d.
  public var totalCovariance: Matrix { withinClassCovariance + betweenClassCovariance }

  /// The second moment E x xᵀ = T + μ μᵀ, d × d, without centring.
  public var secondMoment: Matrix {
    let mean = Matrix(columnVectors: [self.mean])
    return (totalCovariance + mean.timesTranspose(mean)).symmetricPart
  }
}
