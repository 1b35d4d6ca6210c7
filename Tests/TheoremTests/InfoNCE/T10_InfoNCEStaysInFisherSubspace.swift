import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance. For every number of rows r, every bias δ in [0, 1] and all
/// weights, every critical point of the population InfoNCE loss, saddles included, has its row space in the Fisher
/// subspace F; and at every encoder ⟨∇L, B₂⟩ ≥ 2 |Bᵀ B₂|², where B is the whitened encoder and B₂ its part outside F.
@Suite(.theorem(.proved))
struct `T10 InfoNCE stays in the Fisher subspace` {
  @Test func `every minimiser with enough rows`() throws {
    try forAll(.centredSharedCovariance) { problem in
      try problem.loss.minimizer(rank: problem.rank).containment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `every minimiser for pairs of any coupling`() throws {
    try forAll(.couplings) { pairs in
      let mixture = pairs.mixture
      return try InfoNCE(pairs).minimizer(rank: mixture.dimension).containment(in: mixture.fisherSubspace)
    }
  }

  @Test func `every critical point that fewer rows reach, from random starts`() throws {
    try forAll(.fewerRows) { problem in
      try problem.loss.minimizer(rank: problem.rank).stationaryContainment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `saddle points: rows that start at zero`() throws {
    try forAll(.saddles) { problem, start in
      // One row, and the others held at zero: a critical point for every number of rows.
      let saddle = try problem.loss.minimizer(
        rank: problem.rank + 1, start: start, solver: TrustRegionNewton(escapesSaddles: false))
      return try saddle.stationaryContainment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `the inequality at random encoders`() throws {
    try forAll(.randomEncoders) { $0.verdict }
  }

  @Test func `twin: without centring`() throws {
    try cannotDrop("centring", of: .small, .largeBias, replacing: { try $0.shifted }, holds: contained)
  }

  @Test func `twin: without a shared covariance`() throws {
    try cannotDrop(
      "the shared covariance", of: .sharedOrNot, .largeBias, count: 10, replacing: { try $0.torn }
    ) { try contained($0.mixture, $1) }
  }

  private func contained(_ mixture: GaussianMixture, _ bias: Double) throws -> Verdict {
    try InfoNCE(mixture.pairs(bias: bias)).minimizer(rank: mixture.dimension)
      .containment(in: mixture.fisherSubspace)
  }
}

extension Family<AugmentedPairs> {
  fileprivate static let couplings = Family("centred mixtures with random couplings") { draw in
    var recipe = MixtureFamily()
    recipe.dimensions = 1...16
    recipe.componentShares = [0, 0.2, 0.4, 0.4]
    let mixture = try recipe.draw(&draw)
    return try AugmentedPairs(
      mixture: mixture, coupling: draw.coupling("coupling", weights: mixture.weights))
  }
  .covering("no coupling by a bias", 0.3) { pairs in
    // By a bias, an entry off the diagonal is 1 − δ times the product of the weights.
    let w = pairs.mixture.weights
    let ratios = w.indices.flatMap { k in
      w.indices.filter { $0 != k }.map { pairs.coupling[k, $0] / (w[k] * w[$0]) }
    }
    return (ratios.max() ?? 1) - (ratios.min() ?? 1) > 0.1
  }
  .covering("more dimensions than F has", 0.3) {
    try $0.mixture.dimension > $0.mixture.fisherSubspace.dimension
  }
}

extension Family<(Problem, Matrix)> {
  /// A problem of fewer rows, and one row to start from.
  fileprivate static let saddles = Family<Problem>.fewerRows.map("problems of fewer rows, and a row") {
    problem, draw in
    let row = draw.normals("row", problem.mixture.dimension, scale: 0.3)
    return (problem, Matrix(rowVectors: [row]))
  }
}

extension Family<RestoringForce> {
  /// Encoders of every size between a hundredth and one, and of one row up to two more than needed.
  fileprivate static let randomEncoders = Family("random encoders") { draw in
    var recipe = MixtureFamily()
    // With d = q nothing lies outside F.
    recipe.dimensions = 6...24
    recipe.componentShares = [0.05, 0.3, 0.45, 0.2]
    let mixture = try recipe.draw(&draw)
    let rank = draw.integer("rank", in: 1...(mixture.componentCount + 1))
    let size = draw.logarithmic("size", in: 0.01...1) / Double(rank * mixture.dimension).squareRoot()
    let encoder = Matrix(rowVectors: (0..<rank).map { _ in draw.normals("encoder", mixture.dimension) })
    let problem = Problem(mixture: mixture, bias: draw.real("bias", in: 0...1), rank: rank, route: nil)
    return try problem.loss.restoringForce(atWhitened: size * encoder, towards: mixture.fisherSubspace)
  }
  .covering("at least a hundredth of the encoder lies outside F", 0.3) { $0.outsideShare > 0.01 }
}

/// A mixture, and what tears its components' covariances apart.
private struct SharedOrNot {
  var mixture: GaussianMixture
  let factors: [Matrix]

  var torn: SharedOrNot {
    get throws {
      let covariances = factors.enumerated().map { k, factor in
        (factor * mixture.covariance(of: k) * factor).symmetricPart
      }
      return SharedOrNot(
        mixture: try GaussianMixture(
          weights: mixture.weights, means: mixture.means, covariances: .full(covariances)), factors: factors)
    }
  }
}

extension Family<SharedOrNot> {
  fileprivate static let sharedOrNot = Family<GaussianMixture>.small.map(
    "small mixtures, and a factor a component"
  ) {
    mixture, draw in
    let factors = (0..<mixture.componentCount).map { k in
      draw.symmetric(
        "factor \(k + 1)",
        spectrum: (0..<mixture.dimension).map { _ in draw.real("factor's eigenvalue", in: 0.5...2) })
    }
    return SharedOrNot(mixture: mixture, factors: factors)
  }
  .assuming("the shared covariance") { $0.mixture.sharedCovariance != nil }
}
