import Foundation
import MixtureFamilies
import TheoremTesting

// Families of pairs for the theorems of second moments, which allow any covariances.

extension Family<Problem> {
  /// Centred mixtures of two or more components, half of them with a covariance each, a bias above zero, and as many rows as
  /// F has dimensions.
  static let anyCovariances = withAnyCovariances(
    MixtureFamily(dimensions: 3...24, componentShares: [0, 0.3, 0.3, 0.25, 0.15]), bias: 0.02...1
  )
  .coveringHardProblems

  /// Those whose directions a solver in doubles can find to a millionth.
  static let steadyPairs = anyCovariances.assuming(steadiness) { try $0.pairs.isSteady }

  /// Some of them, well conditioned, to drop a hypothesis of.
  static let easyPairs = withAnyCovariances(
    MixtureFamily(
      dimensions: 4...6, componentShares: [0, 0.5, 0.5], condition: 10...100, fisherRatios: 0.5...4),
    bias: 0.3...1)

  static func withAnyCovariances(_ recipe: MixtureFamily, bias: ClosedRange<Double>) -> Family {
    Family<GaussianMixture>.sharedOrUnequal(recipe)
      .map("centred mixtures with any covariances, a bias above zero") { mixture, draw in
        Problem(mixture: mixture, bias: draw.real("bias", in: bias), rank: mixture.fisherDimensionAtMost)
      }
      .assuming("centring") { $0.mixture.isCentred }
  }
}

let steadiness = "directions that rounding does not turn by a millionth"

extension AugmentedPairs {
  /// Whether F is known well, and the directions are: their error is 4 d u (cond T)^1.5 ρ₁ / ρ_q.
  var isSteady: Bool {
    get throws {
      let spectrum = try SymmetricEigen(of: secondMoment).values
      let fisher = try mixture.fisherSubspace
      let ρ = try CanonicalCorrelations(of: self, dimension: fisher.dimension).values.map(\.value)
      let stretch = pow(spectrum[spectrum.count - 1] / spectrum[0], 1.5)
      return fisher.error <= Verdict.resolution / 2 && stretch * (ρ.first ?? 0) <= 10_000_000 * (ρ.last ?? 0)
    }
  }
}

extension Family<GaussianMixture> {
  /// Centred mixtures of two or more components, half of them with a covariance each.
  static let sharedOrUnequal = sharedOrUnequal(
    MixtureFamily(dimensions: 3...24, componentShares: [0, 0.3, 0.3, 0.25, 0.15])
  )
  .coveringMoreDimensionsThanF(0.3) { $0 }

  /// Centred mixtures of a recipe, half of them with a covariance each.
  static func sharedOrUnequal(_ recipe: MixtureFamily) -> Family {
    Family("centred mixtures with any covariances") { draw in
      var recipe = recipe
      recipe.shape = draw.element("covariances", of: [.shared, .unequal]) ?? .shared
      return try recipe.draw(&draw)
    }
    .covering("a covariance each", 0.3) { $0.sharedCovariance == nil }
  }
}

extension Problem {
  /// Two equal components at ±(1, 1) with the covariance diag(1, 4): F is spanned by (4, 1), the means by (1, 1).
  static var slanted: Problem {
    get throws {
      let mixture = try GaussianMixture(
        weights: [0.5, 0.5], means: Matrix(columnVectors: [[1, 1], [-1, -1]]),
        covariances: .tied(.diagonal([1, 4])))
      return Problem(mixture: mixture, bias: 1, rank: 1)
    }
  }
}
