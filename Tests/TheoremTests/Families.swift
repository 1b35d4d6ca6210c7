import MixtureFamilies
import TheoremTesting

// The families that several theorems draw from.

/// A mixture, how its pairs are drawn, and the size of the encoder: one problem that InfoNCE solves.
struct Problem: Sendable, Codable {
  var mixture: GaussianMixture
  /// δ in [0, 1].
  var bias: Double
  /// The number of rows r of the encoder.
  var rank: Int
  /// How the loss is integrated: over the scores, or over the encoder's coordinates.
  var route: InfoNCE.Route?

  var loss: InfoNCE {
    get throws { try InfoNCE(mixture.pairs(bias: bias), route: route) }
  }

  /// "The row space of the minimiser equals F."
  var spanning: Verdict {
    get throws {
      let fisher = try mixture.fisherSubspace
      let minimizer = try loss.minimizer(rank: rank)
      return try minimizer.spanning(of: fisher, contained: minimizer.containment(in: fisher))
    }
  }

  /// The problem with its mean moved off zero, to (1, 2, …, d).
  var shifted: Problem {
    get throws {
      var shifted = self
      let d = mixture.dimension
      shifted.mixture = try mixture.mapped(by: .identity(d), shift: (1...d).map(Double.init))
      return shifted
    }
  }
}

extension Problem: Illustrated {
  var drawing: Drawing? { get throws { try Drawing(of: mixture, bias: bias, rank: rank) } }
}

extension Family<Problem> {
  /// Centred mixtures with a shared covariance, any bias, ranks from q to q + 2. A quarter goes through the integral over
  /// the encoder's coordinates, which knows nothing of a shared covariance; it has at most three components, mostly two,
  /// because its integral starts with as many dimensions.
  static let centredSharedCovariance = Family("centred mixtures with a shared covariance") { draw in
    var recipe = MixtureFamily()
    // A third by the other route.
    let route =
      draw.integer("route", in: 0...1, shares: [0.68, 0.32]) == 1 ? InfoNCE.Route.coordinates : .scores
    if route == .coordinates { recipe.componentShares = [0.1, 0.6, 0.3] }
    let mixture = try recipe.draw(&draw)
    let q = min(mixture.componentCount - 1, mixture.dimension)
    let rank = max(q + draw.integer("spare rows", in: 0...2), 1)
    return Problem(
      mixture: mixture, bias: draw.real("bias", in: 0...1, atEnds: 0.05), rank: rank, route: route)
  }
  .coveringHardProblems
  .covering("integrated over the encoder's coordinates", 0.25) { $0.route == .coordinates }
  .covering("the encoder has spare rows", 0.3) { try $0.rank > $0.mixture.fisherSubspace.dimension }

  /// Centred mixtures with a shared covariance and fewer rows than the Fisher subspace has dimensions.
  static let fewerRows = Family("centred mixtures with fewer rows than dimensions of F") { draw in
    var recipe = MixtureFamily()
    recipe.dimensions = 2...24
    recipe.componentShares = [0, 0, 0.5, 0.35, 0.12, 0.03]
    let mixture = try recipe.draw(&draw)
    let q = min(mixture.componentCount - 1, mixture.dimension)
    return Problem(
      mixture: mixture, bias: draw.real("bias", in: 0...1, atEnds: 0.05),
      rank: draw.integer("rank", in: 1...max(q - 1, 1)),
      route: nil)
  }
  .coveringHardProblems

  /// Centred mixtures with a shared covariance whose Fisher subspace is a line, and a bias above zero: two components, or
  /// more whose means lie on a line, some of which coincide.
  static let fisherLine = Family("centred mixtures whose Fisher subspace is a line") { draw in
    var recipe = MixtureFamily()
    recipe.componentShares = [0, 0.6, 0.25, 0.15]
    recipe.fisherDimension = 1
    let mixture = try recipe.draw(&draw)
    return Problem(
      mixture: mixture, bias: draw.real("bias", in: 0.02...1), rank: draw.integer("rank", in: 1...3),
      route: nil)
  }
  .assuming("centring") { $0.mixture.isCentred }
  .coveringHardProblems

  /// Centred mixtures of two or three components with a shared covariance, and a bias above a fifth: for families that
  /// change them further.
  static let fewComponents = Family("centred mixtures of two or three components") { draw in
    var recipe = MixtureFamily()
    recipe.dimensions = 1...16
    recipe.componentShares = [0, 0.6, 0.4]
    recipe.condition = 1...1000
    recipe.fisherRatios = 0.3...10
    let mixture = try recipe.draw(&draw)
    return Problem(
      mixture: mixture, bias: draw.real("bias", in: 0.2...1), rank: mixture.componentCount, route: nil)
  }

  /// A few easy problems of two or three components, for twins: what breaks them is the hypothesis that is dropped.
  static let small = Family("small centred mixtures with a shared covariance") { draw in
    var recipe = MixtureFamily()
    recipe.dimensions = 2...6
    recipe.componentShares = [0, 0.6, 0.4]
    recipe.condition = 1...100
    recipe.fisherRatios = 0.5...4
    let mixture = try recipe.draw(&draw)
    return Problem(mixture: mixture, bias: draw.real("bias", in: 0.3...1), rank: 2, route: nil)
  }

  /// Requires the shares of anisotropic, noisy and high-dimensional instances, and that PCA misses F.
  var coveringHardProblems: Family {
    coveringHardMixtures { $0.mixture }
      .covering("noisy bias, inside (.05, .95)", 0.3) { $0.bias > 0.05 && $0.bias < 0.95 }
  }
}

extension Family {
  /// Requires the shares of instances whose mixture is anisotropic and high-dimensional, and that PCA misses F.
  func coveringHardMixtures(_ mixture: @escaping @Sendable (Instance) throws -> GaussianMixture) -> Family {
    covering("condition of the covariance at least 100", 0.3) { instance in
      let spectrum = try SymmetricEigen(of: mixture(instance).withinClassCovariance).values
      return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
    }
    .covering("PCA at least 10 degrees off F", 0.3) { instance in
      let mixture = try mixture(instance)
      let fisher = try mixture.fisherSubspace
      let principal = try mixture.principalSubspace(dimension: fisher.dimension)
      return try principal.largestAngle(to: fisher).map { $0 >= 10 * .pi / 180 } ?? false
    }
    .covering("more dimensions than F has", 0.3) { instance in
      let mixture = try mixture(instance)
      return try mixture.dimension > mixture.fisherSubspace.dimension
    }
  }
}

extension GaussianMixture {
  /// The mixture with its d × K means changed, and centred again.
  func withMeans(_ change: (Matrix) -> Matrix) throws -> GaussianMixture {
    try GaussianMixture(weights: weights, means: change(means), covariances: covariances).centred
  }
}
