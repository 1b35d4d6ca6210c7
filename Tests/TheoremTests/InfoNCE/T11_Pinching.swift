import MixtureFamilies
import TheoremTesting

/// In coordinates where the covariance W is the identity, split every point into its part Q x in the Fisher subspace F and
/// the rest. Let the rest have mean zero given all else, the rest of the other points and all parts in F; so it is in a
/// centred Gaussian mixture with a shared covariance, but its law may be any, as Laplace's. Then, for every loss that is
/// convex in the score of a positive and of any number of negatives, the projection of the encoder on F that is orthogonal
/// in the metric of W, A ↦ A W^½ Q W^−½, does not increase the expected loss.
@Suite(.theorem(.proved))
struct `T11 Pinching` {
  @Test func `three convex losses, Gaussian noise, up to seven negatives`() throws {
    try forAll(.candidates) { try $0.verdict }
  }

  @Test func `Laplace noise outside F`() throws { try forAll(.laplaceCandidates) { try $0.verdict } }

  @Test func `population InfoNCE`() throws { try forAll(.projectedEncoders) { try $0.verdict } }

  @Test func `twin: a loss that is not convex`() throws {
    try twin(dropping: "convexity", of: .fewCandidates, count: 40) { instance in
      var broken = instance
      broken.loss = .sigmoid
      return broken
    } _: {
      try $0.verdict
    }
  }

  @Test func `twin: noise with a mean`() throws {
    try twin(dropping: "mean zero", of: .fewCandidates, count: 40) { instance in
      var broken = instance
      broken.offset = 1
      return broken
    } _: {
      try $0.verdict
    }
  }

  @Test func `twin: noise that a pair shares`() throws {
    try twin(dropping: "given all else", of: .fewCandidates, count: 40) { instance in
      var broken = instance
      broken.pairSharesNoise = true
      return broken
    } _: {
      try $0.verdict
    }
  }

  @Test func `twin: a Euclidean projection`() throws {
    try twin(dropping: "the metric of W", of: .fewProjectedEncoders, count: 40) { instance in
      var broken = instance
      broken.isEuclidean = true
      return broken
    } _: {
      try $0.verdict
    }
  }
}

/// An anchor, its positive and negatives, and a loss of their scores.
private struct Candidates: Sendable, Codable {
  let mixture: GaussianMixture
  /// In whitened coordinates, one row a list.
  let encoder: [[Double]]
  /// The anchor, its positive, the negatives, in whitened coordinates; one point a list.
  let points: [[Double]]
  /// The component of each.
  let components: [Int]
  var loss: ScoreLoss
  /// How unequal the two values of the noise are: see Pinching.
  let skew: Double
  /// By how much all points and means are moved along every whitened axis.
  var offset = 0.0
  var pairSharesNoise = false

  var verdict: Verdict {
    get throws {
      let whitening = try Cholesky(of: mixture.withinClassCovariance)
      let pinching = try Pinching(
        whitening.solveTransposedLower(Matrix(columnVectors: encoder)).transposed,
        onto: mixture.fisherSubspace, covariance: mixture.withinClassCovariance)
      let means = whitening.solveLower(mixture.means)
      func moved(_ columns: [[Double]]) -> Matrix {
        whitening.factor * Matrix(columnVectors: columns.map { $0.map { $0 + offset } })
      }
      let (projected, mean) = pinching.losses(
        loss, at: moved(points), means: moved(components.map(means.column)), skew: skew,
        pairSharesNoise: pairSharesNoise)
      return .atMost(projected, mean, scale: max(projected.value, mean.value, 1))
    }
  }
}

extension Family<Candidates> {
  fileprivate static let candidates = Family("candidates with Gaussian noise") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 5...12
    recipe.componentShares = [0.05, 0.3, 0.4, 0.25]
    recipe.condition = 1...2000
    return try draw(recipe, candidates: 3...9, laplace: false, using: &generator)
  }
  .coveringHardCandidates

  fileprivate static let laplaceCandidates = Family("candidates with Laplace noise outside F") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 5...12
    recipe.componentShares = [0.05, 0.3, 0.4, 0.25]
    recipe.condition = 1...2000
    return try draw(recipe, candidates: 3...7, laplace: true, using: &generator)
  }
  .coveringHardCandidates

  fileprivate static let fewCandidates = Family("few candidates") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 4...8
    recipe.componentShares = [0, 0.5, 0.5]
    recipe.condition = 1...100
    return try draw(recipe, candidates: 3...4, laplace: false, using: &generator)
  }

  private var coveringHardCandidates: Family {
    covering("condition of the covariance at least 100", 0.3) { instance in
      let spectrum = try SymmetricEigen(of: instance.mixture.withinClassCovariance).values
      return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
    }
    .covering("more dimensions than F has", 0.5) {
      try $0.mixture.dimension > $0.mixture.fisherSubspace.dimension
    }
    .covering("unequal values of the noise", 0.3) { $0.skew > 1.5 || $0.skew < 0.67 }
    .covering("InfoNCE", 0.2) { $0.loss == .infoNCE }
    .covering("the hinge", 0.2) { $0.loss == .hinge }
    .covering("the logistic loss", 0.2) { $0.loss == .logistic }
  }

  private static func draw(
    _ recipe: MixtureFamily, candidates: ClosedRange<Int>, laplace: Bool,
    using generator: inout some RandomNumberGenerator
  ) throws -> Candidates {
    let mixture = try recipe.draw(using: &generator)
    let (d, count) = (mixture.dimension, generator.integer(in: candidates))
    let whitening = try Cholesky(of: mixture.withinClassCovariance)
    let means = whitening.solveLower(mixture.means)
    let inside = try QR(of: whitening.factor.transposeTimes(mixture.fisherSubspace.basis)).q
    let components = (0..<count).map { _ in generator.integer(in: 0...(mixture.componentCount - 1)) }
    var noise = Matrix.normal(rows: d, columns: count, using: &generator)
    if laplace {
      // Laplace deviates of variance 1 along every axis, a b + c e of normal ones over √2, of which F's part is replaced.
      let wild = Matrix(rows: d, columns: count) { _, _ in
        let pairs = (0..<2).map { _ in generator.normal() * generator.normal() }
        return (pairs[0] + pairs[1]) / 2.0.squareRoot()
      }
      noise = wild + inside * inside.transposeTimes(noise - wild)
    }
    let rank = generator.integer(in: 1...3)
    let size = generator.logUniform(in: 0.1...1)
    let encoder = size * Matrix.normal(rows: rank, columns: d, using: &generator)
    let losses = ScoreLoss.convex
    return Candidates(
      mixture: mixture, encoder: (0..<rank).map(encoder.row),
      points: components.indices.map { n in zip(means.column(components[n]), noise.column(n)).map(+) },
      components: components, loss: losses[generator.integer(in: 0...(losses.count - 1))],
      skew: generator.uniform() < 0.5 ? 1 : generator.logUniform(in: 0.25...4))
  }
}
