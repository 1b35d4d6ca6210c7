import ContrastiveTheory
import LinearAlgebra
import TheoremTesting

extension Family<GaussianMixture> {
  /// Centred mixtures with a shared covariance: of up to 24 dimensions and 6 components.
  public static var centred: Family { centred(MixtureFamily()) }

  /// Small ones of two or three components in up to six dimensions, which cost little.
  public static var small: Family {
    var recipe = MixtureFamily()
    recipe.dimensions = 2...6
    recipe.componentShares = [0, 0.6, 0.4]
    recipe.condition = 1...100
    recipe.fisherRatios = 0.5...4
    return centred(recipe)
  }

  /// Centred mixtures of a recipe, which must share a covariance for their name to be true.
  public static func centred(_ recipe: MixtureFamily) -> Family {
    Family("centred mixtures with a shared covariance") { try recipe.draw(&$0) }
      .assuming("centring") { $0.isCentred }
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

  /// The mixture with its mean moved off zero, by (1, 2, …, d).
  public var shifted: GaussianMixture {
    get throws { try mapped(by: .identity(dimension), shift: (1...dimension).map(Double.init)) }
  }
}

extension Draw {
  /// A random symmetric coupling of components, K × K, with the weights for both marginals: that of a bias, and something that no
  /// bias gives for K ≥ 3; see ``randomCoupling(_:using:)``.
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
