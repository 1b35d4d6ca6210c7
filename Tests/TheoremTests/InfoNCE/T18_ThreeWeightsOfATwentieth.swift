import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture of three components be centred, with a shared covariance and no weight below 1/20. For every
/// bias δ in (0, 1] and r ≥ q rows the row space of the minimiser of population InfoNCE equals the Fisher subspace F.
@Suite(.theorem(.open))
struct `T18 Three weights of a twentieth` {
  @Test func `every minimiser`() throws {
    try forAll(.heavyEnough, count: 400, observing: [.hold]) { try $0.problem.spanning }
  }

  @Test func `mixtures near the counterexamples`() throws {
    try forAll(.nearCounterexamples, count: 400, observing: [.hold]) { try $0.problem.spanning }
  }

  @Test func `the bound on the weights cannot be dropped`() throws {
    try cannotDrop("the bound on the weights", of: .raised, replacing: { $0.lowered }) {
      try $0.problem.spanning
    }
  }

  @Test func `where the smallest weight and the bias leave a direction out`() throws {
    try forAll(
      .outlyingCluster, count: 400, observing: [.spanningDiagram { try $0.problem.spanning.outcome }]
    ) { whitened in
      let problem = try whitened.problem
      return try problem.loss.minimizer(rank: problem.rank).containment(in: problem.mixture.fisherSubspace)
    }
  }
}

extension WhitenedProblem {
  /// The smallest eigenvalue of H over that of δ B: how strongly the weakest direction of F is held.
  fileprivate var hold: Double {
    get throws {
      let problem = try problem
      let found = try problem.loss.minimizer(rank: problem.rank)
      let weakest = try SymmetricEigen(of: problem.mixture.betweenClassCovariance).values[0]
      return try SymmetricEigen(of: found.whitenedGram).values[0] / (bias * weakest)
    }
  }

  /// Its smallest cluster with half of its weight, as in T17.
  fileprivate var lowered: WhitenedProblem {
    var problem = self
    problem.weights = [weights[0] + weights[2] / 2, weights[1], weights[2] / 2]
    return problem
  }

  /// Means like those of a counterexample of T17, each coordinate changed by up to two fifths.
  fileprivate static func outlying(
    smallest: ClosedRange<Double>, _ draw: inout Draw
  ) -> WhitenedProblem {
    let small = draw.real("smallest weight", in: smallest)
    let second = small * draw.real("next weight over it", in: 1...6)
    let scale = draw.logarithmic("scale", in: 0.5...2)
    func around(_ value: Double) -> Double { scale * value * draw.real("coordinate", in: 0.6...1.4) }
    return WhitenedProblem(
      bias: draw.real("bias", in: 0.02...1), weights: [max(1 - small - second, small), second, small],
      means: [[0, 0], [around(-3), around(6)], [around(8), around(-12)]])
  }
}

extension Observation<WhitenedProblem> {
  fileprivate static let hold = Observation(
    "how strongly the weakest direction of F is held, against the smallest weight",
    x: ("smallest weight", { $0.smallestWeight }),
    y: ("smallest eigenvalue of H over that of δ B", { try $0.hold }))
}

extension Family<WhitenedProblem> {
  /// Means of any size, in the plane.
  fileprivate static let heavyEnough = Family("three components in the plane, no weight below 1/20") {
    draw in
    // The lightest weight is where it breaks first.
    let cuts = (0..<2).map { _ in draw.real("cut", in: 0...1, atEnds: 0.1) }.sorted()
    let size = draw.logarithmic("size", in: 0.5...10)
    return WhitenedProblem(
      bias: draw.real("bias", in: 0.02...1),
      weights: [cuts[0], cuts[1] - cuts[0], 1 - cuts[1]].map { 0.05 + 0.85 * $0 },
      means: (0..<3).map { _ in draw.normals("mean", 2).map { size * $0 } })
  }
  .requiringATwentieth

  fileprivate static let nearCounterexamples = Family("an outlying cluster of 1/20 to 1/10") { draw in
    WhitenedProblem.outlying(smallest: 0.05...0.1, &draw)
  }
  .requiringATwentieth
  // Means nearly in a line make the smallest eigenvalue too small to be told from its error.
  .assuming("its hypotheses") { whitened in
    let spectrum = try SymmetricEigen(of: whitened.problem.mixture.betweenClassCovariance).values
    return spectrum[0] >= 0.001 * spectrum[1]
  }

  fileprivate static let outlyingCluster = Family("an outlying cluster of .5 to 10%") { draw in
    WhitenedProblem.outlying(smallest: 0.005...0.1, &draw)
  }

  /// A counterexample of T17 with twice the weight of its smallest cluster.
  fileprivate static let raised = Family("a counterexample with twice the smallest weight") { draw in
    WhitenedProblem(
      bias: draw.real("bias", in: 0.61...0.63), weights: [24, 4, 2], means: [[0, 0], [-3, 15], [8, -30]])
  }
  .requiringATwentieth

  private var requiringATwentieth: Family {
    assuming("the bound on the weights") { $0.bias > 0 && $0.weights.count == 3 && $0.smallestWeight >= 0.05 }
  }
}
