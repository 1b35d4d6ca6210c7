import MixtureFamilies
import TheoremTesting

/// For a Gaussian mixture with a shared covariance, centred or not, let L∗(δ) be the minimum of population InfoNCE over the
/// encoders with at least as many rows as the means span dimensions. L∗ is concave and non-increasing in the bias δ, at
/// δ = 0 the minimiser is zero and L∗(0) = 0, and −L∗(δ) ≤ I(x; x′) ≤ I(k; l) ≤ H(w), for x and x′ a pair, k and l their
/// components and H(w) the entropy of the weights.
@Suite(.theorem(.proved))
struct `T21 The minimum and the information of a pair` {
  @Test func `concave and non-increasing in the bias`() throws {
    try forAll(.biases, count: 200) { try $0.shape }
  }

  @Test func `nothing is learned at zero bias`() throws {
    try forAll(.biases) { instance in
      try instance.problem(bias: 0).loss.minimizer(rank: instance.rank).vanishing()
    }
  }

  @Test func `at most the information of the pair, of its components, of a component`() throws {
    try forAll(.informative) { problem in
      let pairs = try problem.pairs
      let (found, information) = (
        try problem.loss.found(rank: problem.rank), try pairs.mutualInformation()
      )
      let components = pairs.componentInformation
      return Verdict.atMost(found, information).and(.atMost(information, components))
        .and(.atMost(components, pairs.componentEntropy))
    }
  }

  @Test func `twin: a bias that the coupling is not affine in`() throws {
    try twin(dropping: "a coupling that is affine in the bias", of: .biases) {
      $0.along(.fourthRoot)
    } _: {
      try $0.shape
    }
  }

  @Test func `twin: pairs that depend on each other at zero bias`() throws {
    try twin(dropping: "independent pairs at zero bias", of: .biases) {
      $0.along(.reversed)
    } _: {
      try $0.shape
    }
  }
}

/// A mixture and three biases.
private struct Biases: Sendable, Codable {
  /// The bias of the pairs as a function of δ.
  enum Path: String, Sendable, Codable { case bias, fourthRoot, reversed }

  let mixture: GaussianMixture
  /// δ₀ < δ₁ < δ₂ in [0, 1].
  let biases: [Double]
  var path = Path.bias

  var rank: Int { min(mixture.componentCount, mixture.dimension) }

  func along(_ path: Path) -> Biases { Biases(mixture: mixture, biases: biases, path: path) }

  func problem(bias: Double) -> Problem { Problem(mixture: mixture, bias: bias, rank: rank, route: nil) }

  /// "−L∗ is convex and non-decreasing on the three biases."
  var shape: Verdict {
    get throws {
      let values = try biases.map { bias in
        let used =
          switch path {
          case .bias: bias
          case .fourthRoot: bias.squareRoot().squareRoot()
          case .reversed: 1 - bias
          }
        return try problem(bias: used).loss.found(rank: rank)
      }
      let share = (biases[1] - biases[0]) / (biases[2] - biases[0])
      let chord = Estimate(
        (1 - share) * values[0].value + share * values[2].value,
        budget: values[0].budget.scaled(by: 1 - share) + values[2].budget.scaled(by: share))
      // All terms are compared with the largest of them.
      let scale = max(values[0].value, values[2].value)
      return Verdict.atMost(values[1], chord, scale: scale)
        .and(.atMost(values[0], values[1], scale: scale)).and(.atMost(values[1], values[2], scale: scale))
    }
  }
}

extension Family<Biases> {
  fileprivate static let biases = Family("three biases") { generator in
    var recipe = MixtureFamily()
    recipe.componentShares = [0, 0.6, 0.35, 0.05]
    recipe.fisherRatios = 0.2...10
    var mixture = try recipe.draw(using: &generator)
    if generator.uniform() < 0.5 {
      let root = try Cholesky(of: mixture.withinClassCovariance).factor
      let shift = root.times((0..<mixture.dimension).map { _ in generator.uniform(in: -0.5...0.5) })
      mixture = try mixture.mapped(by: .identity(mixture.dimension), shift: shift)
    }
    // From zero on about one time in eight, sometimes up to one; never closer than a twentieth.
    let low = max(generator.uniform(in: -0.06...0.45), 0)
    let middle = generator.uniform(in: low + 0.05...low + 0.3)
    return Biases(
      mixture: mixture, biases: [low, middle, min(generator.uniform(in: middle + 0.05...middle + 0.5), 1)])
  }
  .covering("condition of the covariance at least 100", 0.3) { instance in
    let spectrum = try SymmetricEigen(of: instance.mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
  }
  .covering("not centred", 0.3) { instance in
    instance.mixture.mean.reduce(0) { $0 + $1 * $1 } > 0.01
      * instance.mixture.means.inner(instance.mixture.means)
  }
  .covering("from zero bias on", 0.05) { $0.biases[0] == 0 }
}
