import MixtureFamilies
import TheoremTesting

/// For a Gaussian mixture with a shared covariance and any bias δ, the critic that minimises population InfoNCE among all
/// functions of x and x′ is the logarithm of the density ratio of a pair, up to a function of x; it depends on x and x′
/// only through their projections on the Fisher subspace F, and its loss is −I(x; x′). If δ > 0 and dim F ≥ 1, every
/// bilinear critic, so every pair of linear encoders, has a loss strictly above that.
@Suite(.theorem(.proved))
struct `T23 The best critic` {
  @Test func `it depends on the projections on F alone`() throws {
    try forAll(.pairedPoints) { try $0.sufficiency }
  }

  @Test func `the ratio for another bias does worse`() throws {
    try forAll(.otherBias) { instance in
      let pairs = try instance.problem.pairs
      let other = try instance.problem.mixture.pairs(bias: instance.otherBias)
      let (best, worse) = (
        try pairs.mutualInformation(), try pairs.information(ofCriticFor: other.coupling)
      )
      return .less(worse, than: best)
    }
  }

  @Test func `the best bilinear critic does strictly worse`() throws {
    try forAll(
      .informative,
      observing: [
        .init(
          "what a bilinear critic misses", x: ("bias", { $0.bias }),
          y: (
            "−L∗ / I(x; x′)", { try $0.loss.found(rank: $0.rank).value / $0.pairs.mutualInformation().value }
          ))
      ]
    ) { try $0.missing }
  }

  @Test func `twin: at zero bias no critic finds anything`() throws {
    try forAll(.informative, count: 200) { problem in
      var blind = problem
      blind.bias = 0
      return try blind.nothing
    }
  }

  @Test func `twin: with equal means no critic finds anything`() throws {
    try forAll(.informative, count: 200) { problem in
      var equal = problem
      equal.mixture = try problem.mixture.withMeans { Matrix(rows: $0.rows, columns: $0.columns) }
      return try equal.nothing
    }
  }

  @Test func `twin: without a shared covariance`() throws {
    try twin(dropping: "the shared covariance", of: .fewPairedPoints) { instance in
      try instance.stretchedApart
    } _: {
      try $0.sufficiency
    }
  }

  @Test func `twin: another subspace`() throws {
    try twin(dropping: "the projection on F", of: .fewPairedPoints) { instance in
      var broken = instance
      broken.isPrincipal = true
      return broken
    } _: {
      try $0.sufficiency
    }
  }
}

extension Problem {
  /// "The information of a pair is larger than what the best encoder finds."
  fileprivate var missing: Verdict {
    get throws {
      let (found, information) = (try loss.found(rank: rank), try pairs.mutualInformation())
      return .less(found, than: information)
    }
  }

  /// "The information is zero and so is the minimiser."
  fileprivate var nothing: Verdict {
    get throws {
      let information = try pairs.mutualInformation()
      return try Verdict.vanishes(measured: abs(information.value), budget: information.budget)
        .and(loss.minimizer(rank: rank).vanishing())
    }
  }
}

/// A problem and a bias that is not its own.
private struct OtherBias: Sendable, Codable {
  let problem: Problem
  let otherBias: Double
}

extension Family<OtherBias> {
  /// Below one, so that the ratio is positive wherever the pairs are.
  fileprivate static let otherBias: Family<OtherBias> = Family<Problem>.informative.map("another bias") {
    problem, generator in
    OtherBias(problem: problem, otherBias: generator.uniform(in: 0.05...0.95))
  }
  .assuming("its hypotheses") { (drawn: OtherBias) -> Bool in
    let change = drawn.otherBias - drawn.problem.bias
    return change * change > 0.0025 && drawn.problem.bias > 0
  }
  .covering("pairs that share their component", 0.02) { $0.problem.bias == 1 }
  .covering("a larger bias", 0.2) { $0.otherBias > $0.problem.bias }
}

/// A mixture, a bias, and pairs of points.
private struct PairedPoints: Sendable, Codable {
  let mixture: GaussianMixture
  let bias: Double
  /// One point a list.
  let first: [[Double]]
  let second: [[Double]]
  /// Whether the points are projected on principal components instead of F.
  var isPrincipal = false

  var sufficiency: Verdict {
    get throws {
      let fisher = try mixture.fisherSubspace
      return try mixture.pairs(bias: bias).sufficiency(
        of: isPrincipal ? mixture.principalSubspace(dimension: fisher.dimension) : fisher,
        turnedBy: isPrincipal ? nil : mixture.whitenedFisherError,
        at: Matrix(columnVectors: first), Matrix(columnVectors: second))
    }
  }

  /// A covariance for each component, with factors from 1/2 to 2 in every direction of its own.
  var stretchedApart: PairedPoints {
    get throws {
      let root = try Cholesky(of: mixture.withinClassCovariance).factor
      let covariances = (0..<mixture.componentCount).map { k in
        var generator = CounterBasedGenerator(key: 23, stream: UInt64(k))
        let spectrum = (0..<mixture.dimension).map { _ in generator.uniform(in: 0.5...2) }
        return (root * .symmetric(spectrum: spectrum, using: &generator)).timesTranspose(root).symmetricPart
      }
      return PairedPoints(
        mixture: try GaussianMixture(
          weights: mixture.weights, means: mixture.means, covariances: .full(covariances)),
        bias: bias, first: first, second: second)
    }
  }
}

extension Family<PairedPoints> {
  fileprivate static let pairedPoints = Family("pairs of points") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 2...24
    recipe.componentShares = [0, 0.25, 0.3, 0.2, 0.15, 0.1]
    return try draw(recipe, using: &generator)
  }
  .covering("condition of the covariance at least 100", 0.3) { instance in
    let spectrum = try SymmetricEigen(of: instance.mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
  }
  .covering("more dimensions than F has", 0.5) {
    try $0.mixture.dimension > $0.mixture.fisherSubspace.dimension
  }

  fileprivate static let fewPairedPoints = Family("few pairs of points") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 4...8
    recipe.componentShares = [0, 0.5, 0.5]
    recipe.condition = 10...100
    return try draw(recipe, using: &generator)
  }

  /// Six pairs, each point a random mean and noise of one to three standard deviations in every direction.
  private static func draw(
    _ recipe: MixtureFamily, using generator: inout some RandomNumberGenerator
  ) throws -> PairedPoints {
    let mixture = try recipe.draw(using: &generator)
    let root = try Cholesky(of: mixture.withinClassCovariance).factor
    func points() -> [[Double]] {
      (0..<6).map { _ in
        let k = generator.integer(in: 0...(mixture.componentCount - 1))
        let size = generator.uniform(in: 1...3)
        let noise = root.times((0..<mixture.dimension).map { _ in size * generator.normal() })
        return zip(mixture.means.column(k), noise).map { $0 + $1 }
      }
    }
    return PairedPoints(
      mixture: mixture, bias: randomBias(using: &generator), first: points(), second: points())
  }
}
