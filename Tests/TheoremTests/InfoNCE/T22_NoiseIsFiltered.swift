import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, and v any direction that is orthogonal to the Fisher
/// subspace in whitened coordinates. Along the gradient flow dB/dt = −∇L(B) of population InfoNCE in the whitened encoder B,
/// d|B v|²/dt ≤ −4 |BᵀB v|², so |B v| never increases. Nor does it in a gradient step B⁺ = B − η ∇L(B) of a size η ≤
/// 1 / (κ |B|₂²), κ = 1 + |S|₂ + max |νₖ − ν_l|²/4: |B⁺v|² ≤ |B v|² − 2η |BᵀB v|².
@Suite(.theorem(.proved))
struct `T22 Noise is filtered monotonically` {
  @Test func `the flow at random encoders`() throws { try forAll(.descents) { try $0.rate } }

  @Test func `steps from random encoders, up to the largest`() throws {
    try forAll(.descents) { try $0.filtering }
  }

  @Test func `every step of a descent`() throws { try forAll(.paths, count: 200) { try $0.filtering } }

  @Test func `twin: too large a step`() throws {
    try twin(dropping: "η ≤ 1 / (κ |B|₂²)", of: .fewDescents) {
      $0.taking(share: 60)
    } _: {
      try $0.filtering
    }
  }

  @Test func `twin: the gradient in the original coordinates`() throws {
    try twin(dropping: "the whitened encoder", of: .fewDescents) { descent in
      var broken = descent
      broken.coordinates = .original
      return broken
    } _: {
      try $0.filtering
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .fewDescents, breaking: { try $0.with($0.problem.shifted) }) {
      try $0.filtering
    }
  }

  @Test func `twin: without a shared covariance`() throws {
    try twin(dropping: "the shared covariance", of: .fewDescents) {
      try $0.with($0.problem.stretchedApart)
    } _: {
      try $0.filtering
    }
  }
}

/// A few steps of gradient descent from an encoder.
private struct Descent: Sendable, Codable {
  var problem: Problem
  /// In whitened coordinates, one row a list.
  let encoder: [[Double]]
  /// The size of a step, as a share of the largest that is proved to filter.
  private(set) var share: Double
  let steps: Int
  /// A further limit of their size: for one step, none.
  let largestStep: Double
  var coordinates = GradientStep.Coordinates.whitened

  init(problem: Problem, encoder: Matrix, share: Double, steps: Int) {
    largestStep = steps == 1 ? .greatestFiniteMagnitude : 0.05
    self.problem = problem
    self.encoder = (0..<encoder.rows).map(encoder.row)
    self.share = share
    self.steps = steps
  }

  func taking(share: Double) -> Descent {
    var changed = self
    changed.share = share
    return changed
  }

  func with(_ problem: Problem) -> Descent {
    var changed = self
    changed.problem = problem
    return changed
  }

  /// "The flow at the first encoder lowers what lies outside F."
  var rate: Verdict {
    get throws {
      try problem.loss.gradientStep(atWhitened: Matrix(rowVectors: encoder), size: 1)
        .filteringRate(outside: problem.mixture.fisherSubspace)
    }
  }

  /// "Every step lowers what lies outside F."
  var filtering: Verdict {
    get throws {
      let (loss, fisher) = (try problem.loss, try problem.mixture.fisherSubspace)
      var current = Matrix(rowVectors: encoder)
      var verdict: Verdict?
      for _ in 0..<steps {
        // A step that filters noise may still throw what lies inside F far away, where the encoder is small.
        let size = try min(share * loss.filteringStep(atWhitened: current), largestStep)
        let step = try loss.gradientStep(atWhitened: current, size: size, coordinates: coordinates)
        let next = try step.filtering(outside: fisher)
        verdict = verdict?.and(next) ?? next
        current = step.after
      }
      return verdict ?? .inconclusive("a descent of no steps")
    }
  }
}

extension Problem {
  /// A covariance for each component, with factors from 1/2 to 2 in every direction of its own.
  fileprivate var stretchedApart: Problem {
    get throws {
      let root = try Cholesky(of: mixture.withinClassCovariance).factor
      let covariances = (0..<mixture.componentCount).map { k in
        var generator = CounterBasedGenerator(key: 22, stream: UInt64(k))
        let spectrum = (0..<mixture.dimension).map { _ in generator.uniform(in: 0.5...2) }
        return (root * .symmetric(spectrum: spectrum, using: &generator)).timesTranspose(root).symmetricPart
      }
      var unequal = self
      unequal.mixture = try GaussianMixture(
        weights: mixture.weights, means: mixture.means, covariances: .full(covariances))
      return unequal
    }
  }
}

extension Family<Descent> {
  fileprivate static let descents = Family("random encoders and one step") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 3...24
    recipe.componentShares = [0.05, 0.35, 0.4, 0.2]
    let share = generator.uniform() < 0.3 ? 1 : generator.uniform(in: 0.01...1)
    return try draw(recipe, share: share, steps: 1, outside: 0.01...1, using: &generator)
  }
  .coveringNoise

  fileprivate static let paths = Family("descents of twelve steps") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 3...16
    recipe.componentShares = [0.05, 0.5, 0.45]
    let share = generator.uniform(in: 0.3...1)
    return try draw(recipe, share: share, steps: 12, outside: 0.1...1, using: &generator)
  }
  .coveringNoise

  /// Mostly inside F, so that what drives them out shows.
  fileprivate static let fewDescents = Family("few encoders, mostly inside F") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 4...6
    recipe.componentShares = [0, 0.6, 0.4]
    recipe.condition = 10...100
    recipe.fisherRatios = 0.5...4
    return try draw(recipe, share: 0.5, steps: 1, outside: 0.01...0.1, using: &generator)
  }
  .computable

  /// Seldom a component is so far off that the exponential of a score overflows.
  private var computable: Family {
    assuming("its hypotheses") { descent in
      let encoder = Matrix(rowVectors: descent.encoder)
      return (try? descent.problem.loss.gradientStep(atWhitened: encoder, size: 1)) != nil
    }
  }

  private var coveringNoise: Family {
    computable.covering("condition of the covariance at least 100", 0.3) { descent in
      let spectrum = try SymmetricEigen(of: descent.problem.mixture.withinClassCovariance).values
      return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
    }
    .covering("at least a tenth of the encoder lies outside F", 0.3) { descent in
      try descent.problem.loss.restoringForce(
        atWhitened: Matrix(rowVectors: descent.encoder), towards: descent.problem.mixture.fisherSubspace
      ).outsideShare > 0.1
    }
    .covering("noisy bias, inside (.05, .95)", 0.3) { $0.problem.bias > 0.05 && $0.problem.bias < 0.95 }
  }

  /// - Parameter outside: by how much the rows outside F are smaller than inside.
  private static func draw(
    _ recipe: MixtureFamily, share: Double, steps: Int, outside: ClosedRange<Double>,
    using generator: inout some RandomNumberGenerator
  ) throws -> Descent {
    let mixture = try recipe.draw(using: &generator)
    let (d, rank) = (mixture.dimension, generator.integer(in: 1...(mixture.componentCount + 1)))
    let factor = try Cholesky(of: mixture.withinClassCovariance).factor
    let inside = try QR(of: factor.transposeTimes(mixture.fisherSubspace.basis)).q
    let whole = Matrix.normal(rows: rank, columns: d, using: &generator)
    let part = (whole * inside).timesTranspose(inside)
    let size = generator.logUniform(in: 0.05...1) / Double(rank).squareRoot()
    let encoder = size * (part + generator.logUniform(in: outside) * (whole - part))
    return Descent(
      problem: Problem(
        mixture: mixture, bias: randomBias(using: &generator), rank: rank, route: nil),
      encoder: encoder, share: share, steps: steps)
  }
}
