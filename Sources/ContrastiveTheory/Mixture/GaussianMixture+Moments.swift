import Evidence
import LinearAlgebra

extension GaussianMixture {
  /// The mean μ = Σ wₖ μₖ, d numbers.
  public var mean: [Double] { exactMean.high.storage }

  /// μ before rounding, d × 1.
  var exactMean: DoubleDoubleMatrix { exactMeans * exactShares }

  /// The weights over their sum, K × 1: of weights that are doubles, the sum is not exactly one.
  var exactShares: DoubleDoubleMatrix {
    let sum = weights.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) }
    var shares = DoubleDoubleMatrix(Matrix(columnVectors: [weights]))
    for k in weights.indices { shares[k, 0] = shares[k, 0] / sum }
    return shares
  }

  /// Weights divided by their sum, where that is not one to rounding.
  static func normalised(_ weights: [Double]) -> [Double] {
    let sum = weights.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) }
    return sum.high == 1 ? weights : weights.map { (DoubleDouble($0) / sum).high }
  }

  /// The within-class covariance W = Σ wₖ Σₖ, d × d.
  public var withinClassCovariance: Matrix { sharedCovariance ?? exactWithinClassCovariance.high }

  /// W before rounding.
  var exactWithinClassCovariance: DoubleDoubleMatrix {
    if let sharedCovariance { return DoubleDoubleMatrix(sharedCovariance) }
    var sum = DoubleDoubleMatrix(Matrix(rows: dimension, columns: dimension))
    let shares = exactShares
    for k in 0..<componentCount { sum.add(shares[k, 0], times: DoubleDoubleMatrix(covariance(of: k))) }
    return sum
  }

  /// The between-class covariance B = Σ wₖ (μₖ − μ)(μₖ − μ)ᵀ, d × d, rank at most K − 1.
  public var betweenClassCovariance: Matrix { exactBetweenClassCovariance.high.symmetricPart }

  /// B before rounding.
  var exactBetweenClassCovariance: DoubleDoubleMatrix {
    let deviations = centred.exactMeans
    var weighted = deviations.transposed
    let shares = exactShares
    for k in 0..<componentCount {
      for i in 0..<dimension { weighted[k, i] = weighted[k, i] * shares[k, 0] }
    }
    return (deviations * weighted).symmetricPart
  }

  /// The total covariance T = W + B, d × d.
  public var totalCovariance: Matrix { exactTotalCovariance.high.symmetricPart }

  /// What 106 bits leave of the moments, Frobenius (Proofs/Certificate.md, S12): of a deviation it is relative to the means as given.
  var momentError: ErrorBudget {
    let size = secondMoment.frobeniusNorm
    return .proved([
      .rounding: 0x1p-96 * Double(dimension + componentCount) * (size + givenSize * size.squareRoot())
    ])
  }

  /// A bound on the means as they were given, Frobenius.
  var givenSize: Double {
    Double(componentCount).squareRoot() * Matrix(columnVectors: [givenSizes]).frobeniusNorm
  }

  /// T before rounding.
  var exactTotalCovariance: DoubleDoubleMatrix { exactWithinClassCovariance + exactBetweenClassCovariance }

  /// The second moment E x xᵀ = T + μ μᵀ, d × d, without centring.
  public var secondMoment: Matrix { exactSecondMoment.high.symmetricPart }

  /// The second moment before rounding.
  var exactSecondMoment: DoubleDoubleMatrix {
    let mean = exactMean
    return exactTotalCovariance + mean * mean.transposed
  }
}
