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
    try forAll(.couplings) { problem in
      try InfoNCE(problem.pairs).minimizer(rank: problem.mixture.dimension)
        .containment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `every critical point that fewer rows reach, from random starts`() throws {
    try forAll(.fewerRows) { problem in
      try problem.loss.minimizer(rank: problem.rank).stationaryContainment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `saddle points: rows that start at zero`() throws {
    try forAll(.fewerRows) { problem in
      let d = problem.mixture.dimension
      var generator = CounterBasedGenerator(key: 10, stream: UInt64(d))
      let start = 0.3 * Matrix.normal(rows: 1, columns: d, using: &generator)
      // One row, and the others held at zero: a critical point for every number of rows.
      let saddle = try problem.loss.minimizer(
        rank: problem.rank + 1, start: start, solver: TrustRegionNewton(escapesSaddles: false))
      return try saddle.stationaryContainment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `the inequality at random encoders`() throws {
    try forAll(.randomEncoders) { try $0.restoringForce.verdict }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .small, breaking: { try $0.shifted }) { problem in
      try problem.loss.minimizer(rank: problem.mixture.dimension).containment(
        in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `twin: without a shared covariance`() throws {
    try twin(dropping: "the shared covariance", of: .small, count: 10) { problem in
      var unequal = problem
      let mixture = problem.mixture
      let covariances = (0..<mixture.componentCount).map { k in
        var generator = CounterBasedGenerator(key: 11, stream: UInt64(k))
        let spectrum = (0..<mixture.dimension).map { _ in generator.uniform(in: 0.5...2) }
        let root = Matrix.symmetric(spectrum: spectrum, using: &generator)
        return (root * mixture.covariance(of: k) * root).symmetricPart
      }
      unequal.mixture = try GaussianMixture(
        weights: mixture.weights, means: mixture.means, covariances: .full(covariances))
      return unequal
    } _: { problem in
      try problem.loss.minimizer(rank: problem.rank).containment(in: problem.mixture.fisherSubspace)
    }
  }
}

/// Pairs whose components are coupled in any way.
private struct CoupledProblem: Sendable, Codable {
  let mixture: GaussianMixture
  /// π, one row a list.
  let coupling: [[Double]]

  var pairs: AugmentedPairs {
    get throws { try AugmentedPairs(mixture: mixture, coupling: Matrix(rowVectors: coupling)) }
  }
}

extension Family<CoupledProblem> {
  fileprivate static let couplings = Family("centred mixtures with random couplings") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 1...16
    recipe.componentShares = [0, 0.2, 0.4, 0.4]
    let mixture = try recipe.draw(using: &generator)
    let coupling = randomCoupling(mixture.weights, using: &generator)
    return CoupledProblem(mixture: mixture, coupling: (0..<coupling.rows).map { coupling.row($0) })
  }
  .covering("no coupling by a bias", 0.3) { problem in
    // By a bias, an entry off the diagonal is 1 − δ times the product of the weights.
    let w = problem.mixture.weights
    let ratios = w.indices.flatMap { k in
      w.indices.filter { $0 != k }.map { problem.coupling[k][$0] / (w[k] * w[$0]) }
    }
    return (ratios.max() ?? 1) - (ratios.min() ?? 1) > 0.1
  }
  .covering("more dimensions than F has", 0.3) {
    try $0.mixture.dimension > $0.mixture.fisherSubspace.dimension
  }
}

/// A problem and an encoder that no solver has seen.
private struct EncoderProblem: Sendable, Codable {
  let problem: Problem
  /// In whitened coordinates, one row a list.
  let encoder: [[Double]]

  var restoringForce: RestoringForce {
    get throws {
      try problem.loss.restoringForce(
        atWhitened: Matrix(rowVectors: encoder), towards: problem.mixture.fisherSubspace)
    }
  }
}

extension Family<EncoderProblem> {
  /// Encoders of every size between a hundredth and one, and of one row up to two more than needed.
  fileprivate static let randomEncoders = Family("random encoders") { generator in
    var recipe = MixtureFamily()
    // With d = q nothing lies outside F.
    recipe.dimensions = 6...24
    recipe.componentShares = [0.05, 0.3, 0.45, 0.2]
    let mixture = try recipe.draw(using: &generator)
    let rank = generator.integer(in: 1...(mixture.componentCount + 1))
    let size = generator.logUniform(in: 0.01...1) / Double(rank * mixture.dimension).squareRoot()
    let encoder = size * Matrix.normal(rows: rank, columns: mixture.dimension, using: &generator)
    return EncoderProblem(
      problem: Problem(mixture: mixture, bias: generator.uniform(in: 0...1), rank: rank, route: nil),
      encoder: (0..<rank).map { encoder.row($0) })
  }
  .covering("at least a hundredth of the encoder lies outside F", 0.3) {
    try $0.restoringForce.outsideShare > 0.01
  }
}
