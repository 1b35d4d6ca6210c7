import LinearAlgebra

/// Two flat components side by side, the textbook case in which principal components look along the pancakes and not
/// across them (theory: T31).
///
/// In coordinates where the first axis runs across: means ±a e₁ before centring, covariance diag(thin², wide², …).
public struct ParallelPancakes: Sendable, Codable, Equatable {
  /// The weight of the component at +a, in (0, 1).
  public var weight: Double
  /// a > 0, half of the distance of the two means.
  public var halfDistance: Double
  /// The standard deviation across the pancakes.
  public var thin: Double
  /// The standard deviations along them, at least one.
  public var wide: [Double]

  public init(weight: Double, halfDistance: Double, thin: Double, wide: [Double]) {
    (self.weight, self.halfDistance, self.thin, self.wide) = (weight, halfDistance, thin, wide)
  }

  /// The variance across the pancakes, components and means together: thin² + 4 w₁ w₂ a².
  public var varianceAcross: Double {
    thin * thin + 4 * weight * (1 - weight) * halfDistance * halfDistance
  }

  /// The mixture, d = 1 + the number of widths, centred.
  /// - Throws: ``MixtureError`` for parameters out of range.
  public var mixture: GaussianMixture {
    get throws(MixtureError) {
      let along = Array(repeating: 0.0, count: wide.count)
      return try GaussianMixture(
        weights: [weight, 1 - weight],
        means: Matrix(columnVectors: [[halfDistance] + along, [-halfDistance] + along]),
        covariances: .tied(.diagonal(([thin] + wide).map { $0 * $0 }))
      ).centred
    }
  }
}
