import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, equal weights and two or three components, let δ > 0 and r = q. The row
/// space of the minimiser of InfoNCE on a centred batch of n pairs has a largest angle to F that (1) falls like n^{−1/2} for large n,
/// as that of canonical correlations does, (2) grows like the root of the number of noise coordinates and (3) falls like 1/δ for
/// small δ. (4) Of the random mixtures of the test at most one batch of 200 pairs in five has an angle that is more than 1.3 times
/// that of canonical correlations.
@Suite(.theorem(.open))
struct `T25 Angles fall like the root of the sample` {
  @Test func `(1) with the size of the batch`() throws {
    try rate(
      -0.5, neighbours: -1...0, sizes: [80, 200, 500], of: .balanced(10...16), count: 72,
      axes: ("number of pairs n", angle)
    ) { drawn, size in
      try drawn.problem.angle(of: .infoNCE, pairs: Int(size), batches: 2, from: drawn.batches)
    }
  }

  @Test func `(1) so it is of canonical correlations`() throws {
    try rate(
      -0.5, neighbours: -1...0, sizes: [80, 200, 500], of: .balanced(10...16), count: 200,
      axes: ("number of pairs n", angle)
    ) { drawn, size in
      try drawn.problem.angle(of: .canonicalCorrelations, pairs: Int(size), batches: 4, from: drawn.batches)
    }
  }

  @Test func `(2) with the number of noise coordinates`() throws {
    // Hardly any coordinates beside those of F, before the noise.
    try rate(
      0.5, neighbours: 0...1, sizes: [10, 40], of: .balanced(2...3), count: 192,
      axes: ("number of noise coordinates", angle)
    ) { drawn, coordinates in
      try drawn.problem.withNoise(Int(coordinates)).angle(
        of: .infoNCE, pairs: 300, batches: 2, from: drawn.batches)
    }
  }

  @Test func `(3) with the bias`() throws {
    // So few coordinates that angles at small δ are small.
    try rate(
      -1, neighbours: -1.5...(-0.5), sizes: [0.3, 0.6], of: .balanced(8...12, bias: 1...1), count: 400,
      axes: ("bias δ", angle)
    ) { drawn, bias in
      var problem = drawn.problem
      problem.bias = bias
      return try problem.angle(of: .infoNCE, pairs: 600, from: drawn.batches)
    }
  }

  @Test func `(4) seldom 1.3 times as far off as canonical correlations`() throws {
    try fails(forAtMost: 0.2, detecting: 0.5, of: .balanced(10...16), count: 300) { problem, batches in
      let found = try problem.angle(of: .infoNCE, pairs: 200, from: batches)
      let other = try problem.angle(of: .canonicalCorrelations, pairs: 200, from: batches)
      return .positive(
        1.3 * other.value - found.value, budget: found.budget + other.budget.scaled(by: 1.3))
    }
  }

  private var angle: String { "largest angle to F in radians" }
}

extension Problem {
  fileprivate enum Method { case infoNCE, canonicalCorrelations }

  /// The root mean square, over independent batches of pairs, of the largest angle to F in radians of what a method finds.
  fileprivate func angle(
    of method: Method, pairs count: Int, batches: Int = 1, from stream: CounterBasedGenerator
  ) throws -> Estimate {
    let (fisher, pairs) = (try mixture.fisherSubspace, try pairs)
    var stream = stream
    var (squares, budget) = (0.0, ErrorBudget.exact)
    for _ in 0..<batches {
      let batch = try pairs.sample(count, using: &stream).centred
      let angle: Estimate
      switch method {
      case .infoNCE:
        angle = try EmpiricalInfoNCE(batch).minimizer(rank: rank, visiblePart: 0.01).largestAngle(to: fisher)
      case .canonicalCorrelations:
        angle = try batch.canonicalSubspace(dimension: rank).largestAngle(to: fisher) ?? 0
      }
      squares += angle.value * angle.value / Double(batches)
      // The root of a mean of squares is a norm: it changes by at most the norm of the changes.
      budget = budget + angle.budget.scaled(by: 1 / Double(batches).squareRoot())
    }
    return Estimate(squares.squareRoot(), budget: budget)
  }

  /// The problem with more coordinates, which are standard normal and independent of everything.
  fileprivate func withNoise(_ coordinates: Int) throws -> Problem {
    let (d, size) = (mixture.dimension, mixture.dimension + coordinates)
    let covariance = Matrix(rows: size, columns: size) { i, j in
      i < d && j < d ? mixture.withinClassCovariance[i, j] : i == j ? 1 : 0
    }
    let means = Matrix(rows: size, columns: mixture.componentCount) { i, k in i < d ? mixture.means[i, k] : 0
    }
    var wider = self
    wider.mixture = try GaussianMixture(
      weights: mixture.weights, means: means, covariances: .tied(covariance))
    return wider
  }
}

extension Family<(problem: Problem, batches: CounterBasedGenerator)> {
  fileprivate static func balanced(
    _ dimensions: ClosedRange<Int>, bias: ClosedRange<Double> = 0.6...1
  ) -> Family {
    Family("balanced mixtures in \(dimensions) dimensions, and batches of pairs") { draw in
      let recipe = MixtureFamily(
        dimensions: dimensions, componentShares: [0, 0.6, 0.4], condition: 1...10, fisherRatios: 2...6,
        weightRatio: 1)
      let mixture = try recipe.draw(&draw)
      let problem = Problem(
        mixture: mixture, bias: draw.real("bias", in: bias), rank: mixture.componentCount - 1)
      return (problem, draw.stream("batches"))
    }
  }
}
