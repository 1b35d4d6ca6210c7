import MixtureFamilies
import TheoremTesting

// Families of pairs for the theorems of second moments, which allow any covariances.

extension Problem {
  var pairs: AugmentedPairs {
    get throws { try mixture.pairs(bias: bias) }
  }
}

extension Family<Problem> {
  /// Centred mixtures of two or more components, half of them with a covariance each, a bias above zero, and as many rows as
  /// F has dimensions.
  static let anyCovariances = Family("centred mixtures with any covariances, a bias above zero") {
    generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 3...24
    recipe.componentShares = [0, 0.3, 0.3, 0.25, 0.15]
    recipe.shape = generator.uniform() < 0.5 ? .shared : .unequal
    let mixture = try recipe.draw(using: &generator)
    let rank = min(mixture.componentCount - 1, mixture.dimension)
    return Problem(mixture: mixture, bias: generator.uniform(in: 0.02...1), rank: rank, route: nil)
  }
  // Shrinking changes the bias and the rows too.
  .assuming("its hypotheses") { try $0.bias > 0 && $0.rank == $0.mixture.fisherSubspace.dimension }
  .coveringHardProblems
  .covering("a covariance each", 0.3) { $0.mixture.sharedCovariance == nil }

  /// Some of them, well conditioned, for twins.
  static let easyPairs = Family("small centred mixtures with any covariances") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 4...6
    recipe.componentShares = [0, 0.5, 0.5]
    recipe.shape = generator.uniform() < 0.5 ? .shared : .unequal
    recipe.condition = 10...100
    recipe.fisherRatios = 0.5...4
    let mixture = try recipe.draw(using: &generator)
    return Problem(
      mixture: mixture, bias: generator.uniform(in: 0.3...1), rank: mixture.componentCount - 1, route: nil)
  }
}
