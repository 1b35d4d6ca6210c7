import MixtureFamilies
import TheoremTesting

// The families that several theorems draw from.

/// A mixture, how its pairs are drawn, and the size of the encoder: one problem that InfoNCE solves.
struct Problem: Sendable, Changeable {
  var mixture: GaussianMixture
  /// δ in [0, 1].
  var bias: Double
  /// The number of rows r of the encoder.
  var rank: Int
  /// How the loss is integrated: over the scores, or over the encoder's coordinates.
  var route: InfoNCE.Route?

  var pairs: AugmentedPairs { get throws { try mixture.pairs(bias: bias) } }

  var loss: InfoNCE { get throws { try InfoNCE(pairs, route: route) } }

  var minimizer: Minimizer { get throws { try loss.minimizer(rank: rank) } }

  /// "The row space of the minimiser equals F."
  var spanning: Verdict { get throws { try minimizer.spanning(of: mixture.fisherSubspace) } }

  /// "The row space of the minimiser lies in F."
  var staysInF: Verdict { get throws { try minimizer.containment(in: mixture.fisherSubspace) } }

  /// The problem with its mean moved off zero, to (1, 2, …, d).
  var shifted: Problem { get throws { with(\.mixture, try mixture.shifted) } }
}

extension Problem: Illustrated {
  var drawing: Drawing? { get throws { try Drawing(of: mixture, bias: bias, rank: rank) } }

  /// What another method finds, beside F.
  func drawing(of found: Subspace, by method: String) throws -> Drawing? {
    Drawing(
      of: mixture, found: found, by: method, beside: try mixture.fisherSubspace, named: "the Fisher subspace")
  }
}

extension Family<Problem> {
  /// Problems of centred mixtures.
  /// - Parameters:
  ///   - bias: the range of δ; each end has a probability of a twentieth of its own.
  ///   - spareRows: how many rows the encoder has beyond min(K − 1, d); it has at least one.
  static func problems(
    _ name: String, _ recipe: MixtureFamily = .init(), bias: ClosedRange<Double> = 0...1,
    spareRows: ClosedRange<Int> = 0...0
  ) -> Family {
    Family(name) { draw in
      let mixture = try recipe.draw(&draw)
      let bias = draw.real("bias", in: bias, atEnds: 0.05)
      let rows = mixture.fisherDimensionAtMost + draw.integer("spare rows", in: spareRows)
      return Problem(mixture: mixture, bias: bias, rank: max(rows, 1))
    }
    .assuming("centring") { $0.mixture.isCentred }
    .withoutTinyBiases
  }

  /// Centred mixtures with a shared covariance, any bias, ranks from q to q + 2. A third goes through the integral over the
  /// encoder's coordinates, which knows nothing of a shared covariance; it has at most three components, mostly two, because its
  /// integral starts with as many dimensions.
  static let centredSharedCovariance = Family("centred mixtures with a shared covariance") { draw in
    let isOverCoordinates = draw.integer("route", in: 0...1, shares: [0.68, 0.32]) == 1
    let recipe = isOverCoordinates ? MixtureFamily(componentShares: [0.1, 0.6, 0.3]) : MixtureFamily()
    let mixture = try recipe.draw(&draw)
    let rank = max(mixture.fisherDimensionAtMost + draw.integer("spare rows", in: 0...2), 1)
    return Problem(
      mixture: mixture, bias: draw.real("bias", in: 0...1, atEnds: 0.05), rank: rank,
      route: isOverCoordinates ? .coordinates : .scores)
  }
  .withoutTinyBiases
  .coveringHardProblems
  .covering("integrated over the encoder's coordinates", 0.25) { $0.route == .coordinates }
  .covering("the encoder has spare rows", 0.3) { try $0.rank > $0.mixture.fisherSubspace.dimension }

  /// Centred mixtures with a shared covariance and fewer rows than the Fisher subspace has dimensions.
  static let fewerRows = Family("centred mixtures with fewer rows than dimensions of F") { draw in
    let recipe = MixtureFamily(dimensions: 2...24, componentShares: [0, 0, 0.5, 0.35, 0.12, 0.03])
    let mixture = try recipe.draw(&draw)
    return Problem(
      mixture: mixture, bias: draw.real("bias", in: 0...1, atEnds: 0.05),
      rank: draw.integer("rank", in: 1...max(mixture.fisherDimensionAtMost - 1, 1)))
  }
  .withoutTinyBiases
  .coveringHardProblems

  /// Centred mixtures with a shared covariance whose Fisher subspace is a line, and a bias above zero: two components, or
  /// more whose means lie on a line, some of which coincide.
  static let fisherLine = Family("centred mixtures whose Fisher subspace is a line") { draw in
    let recipe = MixtureFamily(componentShares: [0, 0.6, 0.25, 0.15], fisherDimension: 1)
    return Problem(
      mixture: try recipe.draw(&draw), bias: draw.real("bias", in: 0.02...1),
      rank: draw.integer("rank", in: 1...3))
  }
  .assuming("centring") { $0.mixture.isCentred }
  .coveringHardProblems

  /// A few easy problems of two or three components, to drop a hypothesis of.
  static let small = Family<GaussianMixture>.small.map("small centred mixtures with a shared covariance") {
    mixture, draw in
    Problem(mixture: mixture, bias: draw.real("bias", in: 0.3...1), rank: 2)
  }
  .assuming("centring") { $0.mixture.isCentred }

  /// The minimiser is as small as the bias, and what rounding does to it is not: below some hundred-thousandths of a bias it is no
  /// longer known to a millionth of its size. T15 goes to the limit of small biases.
  private var withoutTinyBiases: Family {
    assuming("a bias of zero, or of a thousandth and more") { $0.bias == 0 || $0.bias >= 0.001 }
  }

  /// Requires the shares of anisotropic, noisy and high-dimensional instances, and that PCA misses F.
  var coveringHardProblems: Family { coveringHardMixtures { $0.mixture }.coveringNoisyBias { $0.bias } }
}

extension Family {
  func coveringNoisyBias(_ bias: @escaping @Sendable (Instance) -> Double) -> Family {
    covering("noisy bias, inside (.05, .95)", 0.3) { bias($0) > 0.05 && bias($0) < 0.95 }
  }
}

extension Minimizer {
  /// "The row space equals the subspace."
  func spanning(of subspace: Subspace) throws -> Verdict {
    try spanning(of: subspace, contained: containment(in: subspace))
  }
}

extension GaussianMixture {
  /// The mixture with the identity for the covariance of its components.
  init(weights: [Double], whitenedMeans: Matrix) throws {
    try self.init(weights: weights, means: whitenedMeans, covariances: .tied(.identity(whitenedMeans.rows)))
  }

  /// That of the within-class covariance, which whitens.
  var root: Cholesky { get throws { try Cholesky(of: withinClassCovariance) } }

  /// As many as the means can span dimensions, off the centre too.
  var rowsThatSuffice: Int { min(componentCount, dimension) }

  /// One for each component.
  var allCovariances: [Matrix] { (0..<componentCount).map(covariance) }

  func with(covariances: [Matrix]) throws -> GaussianMixture {
    try GaussianMixture(weights: weights, means: means, covariances: .full(covariances))
  }

  /// The mixture with its d × K means changed, and centred again.
  func withMeans(_ change: (Matrix) -> Matrix) throws -> GaussianMixture {
    try GaussianMixture(weights: weights, means: change(means), covariances: covariances).centred
  }

  /// The mixture with a covariance for each component: L D Lᵀ with W = L Lᵀ and 1/2, 1, 2 in turn on the diagonal of D, the k-th
  /// of these first.
  var tornApart: GaussianMixture {
    get throws {
      let root = try self.root.factor
      return try with(
        covariances: (0..<componentCount).map { k in
          let factors = (0..<dimension).map { [0.5, 1, 2][($0 + k) % 3] }
          return root.scalingColumns(by: factors).timesTranspose(root).symmetricPart
        })
    }
  }
}

extension [Double] {
  /// Each over the sum of all.
  var normalised: [Double] {
    let sum = reduce(0, +)
    return map { $0 / sum }
  }
}

extension Verdict {
  /// "A number is at most its bound."
  static func atMost(_ sides: (number: Estimate, bound: Estimate)) -> Verdict {
    .atMost(sides.number, sides.bound)
  }

  /// All of them, of which there are some.
  static func all(_ verdicts: [Verdict]) -> Verdict {
    verdicts.dropFirst().reduce(verdicts[0]) { $0.and($1) }
  }
}
