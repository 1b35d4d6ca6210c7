import TheoremTesting

extension Family<GaussianMixture> {
  /// Centred mixtures with a shared covariance: of up to 24 dimensions and 6 components.
  public static var centred: Family { centred(MixtureFamily()) }

  /// Small ones of two or three components in up to six dimensions, which cost little.
  public static var small: Family {
    centred(
      MixtureFamily(
        dimensions: 2...6, componentShares: [0, 0.6, 0.4], condition: 1...100, fisherRatios: 0.5...4))
  }

  /// Centred mixtures of a recipe, which must share a covariance for their name to be true.
  public static func centred(_ recipe: MixtureFamily) -> Family {
    Family("centred mixtures with a shared covariance") { try recipe.draw(&$0) }
      .assuming("centring") { $0.isCentred }
  }

  /// Mixtures of a recipe with their means moved off the centre: in every direction by a normal deviate of so many standard
  /// deviations of a component.
  public static func offCentre(
    _ name: String, _ recipe: MixtureFamily = .init(), by size: Double = 0.5
  ) -> Family {
    Family(name) { draw in
      let mixture = try recipe.draw(&draw)
      return try mixture.movedOff(by: draw.normals("shift", mixture.dimension, scale: size))
    }
  }
}

extension Family<Double> {
  /// A bias δ, uniform in [0, 1], where each end has a probability of a twentieth.
  public static var bias: Family { Family("biases") { $0.real("bias", in: 0...1, atEnds: 0.05) } }

  /// A bias that is large enough for its effects to be seen, from .3 to 1.
  public static var largeBias: Family { Family("large biases") { $0.real("bias", in: 0.3...1) } }
}

extension GaussianMixture {
  /// Whether the mean is zero, to rounding.
  public var isCentred: Bool {
    let size = means.frobeniusNorm
    return mean.allSatisfy { abs($0) <= 1e-9 * size }
  }

  /// The dimension of F where the means are in general position: min(K − 1, d).
  public var fisherDimensionAtMost: Int { min(componentCount - 1, dimension) }

  /// The mixture with its mean moved by a vector of whitened coordinates.
  /// - Parameter shift: d numbers, in standard deviations of a component.
  public func movedOff(by shift: [Double]) throws -> GaussianMixture {
    try mapped(by: .identity(dimension), shift: Cholesky(of: withinClassCovariance).factor.times(shift))
  }

  /// The mixture with its mean moved off zero, by (1, 2, …, d).
  public var shifted: GaussianMixture {
    get throws { try mapped(by: .identity(dimension), shift: (1...dimension).map(Double.init)) }
  }
}

extension Draw {
  /// A random symmetric coupling of components, K × K, with the weights for both marginals: that of a bias, and something that no
  /// bias gives for K ≥ 3.
  ///
  /// δ diag(w) + (1 − δ)(w wᵀ + S) with δ uniform and S symmetric, of zero row sums, as large as the entries allow up to a
  /// uniform factor: it may be indefinite.
  /// - Parameters:
  ///   - name: what it is about.
  ///   - weights: K of them, above 0, of sum 1.
  public mutating func coupling(_ name: String, weights: [Double]) -> Matrix {
    let bias = real("\(name)'s bias", in: 0...1)
    let entries = normals("\(name)'s entries", weights.count * weights.count)
    let strength = real("\(name)'s strength", in: 0...1)
    let raw = Matrix(rows: weights.count, columns: weights.count, storage: entries).symmetricPart
    let coupling = Matrix.coupling(weights, bias: bias, raw: raw, strength: strength)
    show(name, coupling, inPlaceOf: ["\(name)'s entries", "\(name)'s strength"])
    return coupling
  }
}

extension Matrix {
  /// - Parameters:
  ///   - raw: symmetric, K × K: the direction away from what a bias gives.
  ///   - strength: in [0, 1], of the way that the entries allow.
  fileprivate static func coupling(_ weights: [Double], bias: Double, raw: Matrix, strength: Double) -> Matrix
  {
    let count = weights.count
    // P X Pᵀ with P = I − w 1ᵀ has zero row and column sums in the sense of both marginals.
    let keep = Matrix(rows: count, columns: count) { ($0 == $1 ? 1 : 0) - weights[$0] }
    let shift = (keep * raw).timesTranspose(keep).symmetricPart
    // The entries stay at least 0 up to this factor.
    var largest = Double.infinity
    for k in 0..<count {
      for l in 0..<count where shift[k, l] < 0 {
        largest = min(largest, weights[k] * weights[l] / -shift[k, l])
      }
    }
    let factor = largest.isFinite ? strength * largest : 0
    return Matrix(rows: count, columns: count) { k, l in
      max((1 - bias) * (weights[k] * weights[l] + factor * shift[k, l]), 0) + (k == l ? bias * weights[k] : 0)
    }
  }
}
