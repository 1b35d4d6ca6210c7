import MixtureFamilies
import TheoremTesting

/// Let the components of a Gaussian mixture share a covariance. The posterior probabilities of the components given x are
/// those given the projection of x on the Fisher subspace F, in the mixture of the projected points; so the Bayes error,
/// the least probability of naming the wrong component, is the same for x and for its projection.
@Suite(.theorem(.proved))
struct `T03 The posterior depends on F alone` {
  @Test func `the posterior at points far and near`() throws {
    try forAll(.points) { try $0.sufficiency }
  }

  @Test func `the Bayes error of two components`() throws {
    try identity(.twoComponents) { mixture in
      let projected = try mixture.mapped(by: mixture.fisherSubspace.basis.transposed)
      let (whole, part) = (try mixture.bayesErrorOfTwo, try projected.bayesErrorOfTwo)
      // The projected covariance and means are rounded as those of all dimensions are; an angle of F counts squared.
      return (whole, Estimate(part.value, budget: part.budget + whole.budget))
    }
  }

  @Test func `twin: another subspace of the same dimension`() throws {
    try twin(dropping: "the projection on F", of: .fewPoints, breaking: { $0.projected(.principal) }) {
      try $0.sufficiency
    }
  }

  @Test func `twin: the metric of the identity`() throws {
    try twin(dropping: "the inverse of the covariance in F", of: .fewPoints) {
      $0.projected(.means)
    } _: {
      try $0.sufficiency
    }
  }

  @Test func `twin: without a shared covariance`() throws {
    try twin(dropping: "the shared covariance", of: .fewPoints) { instance in
      try PointedMixture(mixture: instance.mixture.stretchedApart, points: instance.points)
    } _: {
      try $0.sufficiency
    }
  }
}

/// A mixture, points, and the subspace that they are projected on.
private struct PointedMixture: Sendable, Codable {
  enum Target: String, Sendable, Codable { case fisher, principal, means }

  let mixture: GaussianMixture
  /// One point a list.
  let points: [[Double]]
  var target = Target.fisher

  func projected(_ target: Target) -> PointedMixture {
    PointedMixture(mixture: mixture, points: points, target: target)
  }

  var sufficiency: Verdict {
    get throws {
      let fisher = try mixture.fisherSubspace
      let subspace =
        switch target {
        case .fisher: fisher
        case .principal: try mixture.principalSubspace(dimension: fisher.dimension)
        case .means: try mixture.deviationSubspace
        }
      return try mixture.sufficiency(
        of: subspace, turnedBy: target == .fisher ? mixture.whitenedFisherError : nil,
        at: Matrix(columnVectors: points))
    }
  }
}

extension GaussianMixture {
  /// Component k with the root of the covariance stretched along a direction of its own, from 1/2 to 2.
  fileprivate var stretchedApart: GaussianMixture {
    get throws {
      let root = try Cholesky(of: withinClassCovariance).factor
      let covariances = (0..<componentCount).map { k in
        var generator = CounterBasedGenerator(key: 3, stream: UInt64(k))
        let spectrum = (0..<dimension).map { _ in generator.uniform(in: 0.5...2) }
        return (root * .symmetric(spectrum: spectrum, using: &generator)).timesTranspose(root).symmetricPart
      }
      return try GaussianMixture(weights: weights, means: means, covariances: .full(covariances))
    }
  }
}

extension Family<PointedMixture> {
  fileprivate static let points: Family<PointedMixture> = Family("mixtures and points") { generator in
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
  .covering("two components are likely at some point", 0.5) { instance in
    let densities = try ComponentDensities(
      of: instance.mixture, at: Matrix(columnVectors: instance.points))
    let posterior = densities.posterior
    return (0..<posterior.columns).contains { (posterior.column($0).max() ?? 1) < 0.9 }
  }

  fileprivate static let fewPoints: Family<PointedMixture> = Family("small mixtures and points") {
    generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 4...8
    recipe.componentShares = [0, 0.5, 0.5]
    recipe.condition = 10...100
    return try draw(recipe, using: &generator)
  }

  /// Eight points: a random mean, and noise of one to three standard deviations in every direction.
  private static func draw(
    _ recipe: MixtureFamily, using generator: inout some RandomNumberGenerator
  ) throws -> PointedMixture {
    let centred = try recipe.draw(using: &generator)
    let d = centred.dimension
    let mixture = try centred.mapped(by: .identity(d), shift: (0..<d).map { _ in generator.normal() })
    let root = try Cholesky(of: mixture.withinClassCovariance).factor
    let points = (0..<8).map { _ in
      let k = generator.integer(in: 0...(mixture.componentCount - 1))
      let size = generator.uniform(in: 1...3)
      let noise = root.times((0..<d).map { _ in size * generator.normal() })
      return zip(mixture.means.column(k), noise).map { $0 + $1 }
    }
    return PointedMixture(mixture: mixture, points: points)
  }
}

extension Family<GaussianMixture> {
  fileprivate static let twoComponents: Family<GaussianMixture> = Family("two components") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 2...24
    recipe.componentShares = [0, 1]
    recipe.condition = 1...3000
    recipe.fisherRatios = 0.1...4
    recipe.weightRatio = 8
    let mixture = try recipe.draw(using: &generator)
    let d = mixture.dimension
    return try mixture.mapped(by: .identity(d), shift: (0..<d).map { _ in generator.normal() })
  }
  .assuming("its hypotheses") { $0.componentCount == 2 && $0.sharedCovariance != nil }
  .covering("condition of the covariance at least 100", 0.3) { mixture in
    let spectrum = try SymmetricEigen(of: mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
  }
  .covering("a Bayes error above a hundredth", 0.5) { try $0.bayesErrorOfTwo.value > 0.01 }
}
