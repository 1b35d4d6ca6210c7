import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance. (1) For every number of rows r, every bias δ in [0, 1] and all
/// weights, every critical point of the population InfoNCE loss, saddles included, has its row space in the Fisher
/// subspace F; (2) and at every encoder ⟨∇L, B₂⟩ ≥ 2 |Bᵀ B₂|², where B is the whitened encoder, B₂ its part outside F
/// and ∇L the gradient in B.
@Suite(.theorem(.proved))
struct `T10 InfoNCE stays in the Fisher subspace` {
  @Test func `(1) every minimiser with enough rows`() throws {
    try forAll(.centredSharedCovariance) { try $0.staysInF }
  }

  @Test func `(1) every minimiser for pairs of any coupling`() throws {
    let couplings = Family<AugmentedPairs>("centred mixtures with random couplings") { draw in
      let mixture = try MixtureFamily(dimensions: 1...16, componentShares: [0, 0.2, 0.4, 0.4]).draw(&draw)
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
    .coveringMoreDimensionsThanF(0.3) { $0.mixture }
    try forAll(couplings) { pairs in
      let mixture = pairs.mixture
      return try InfoNCE(pairs).minimizer(rank: mixture.dimension).containment(in: mixture.fisherSubspace)
    }
  }

  @Test func `(1) every critical point that fewer rows reach, from random starts`() throws {
    try forAll(.starts("a row to start from for each", rows: \.rank)) { problem, start in
      try problem.loss.minimizer(rank: problem.rank, start: start)
        .stationaryContainment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `(1) saddle points: rows that start at zero`() throws {
    try forAll(.starts("one row to start from") { _ in 1 }) { problem, start in
      // One row, and the others held at zero: a critical point for every number of rows.
      try problem.loss.minimizer(
        rank: problem.rank + 1, start: start, solver: TrustRegionNewton(escapesSaddles: false)
      ).stationaryContainment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `(2) the inequality at random encoders`() throws {
    // Of every size between a hundredth and one, and of one row up to two more than needed. With d = q nothing lies outside F.
    let forces = Family<RestoringForce>("random encoders") { draw in
      let mixture = try MixtureFamily(dimensions: 6...24, componentShares: [0.05, 0.3, 0.45, 0.2]).draw(&draw)
      let encoder = draw.encoder(
        "encoder", rows: draw.integer("rank", in: 1...(mixture.componentCount + 1)),
        dimension: mixture.dimension, size: draw.logarithmic("size", in: 0.01...1))
      return try InfoNCE(mixture.pairs(bias: draw.real("bias", in: 0...1)))
        .restoringForce(atWhitened: encoder, towards: mixture.fisherSubspace)
    }
    .covering("at least a hundredth of the encoder lies outside F", 0.3) { $0.outsideShare > 0.01 }
    try forAll(forces) { $0.verdict }
  }

  @Test func `(1) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .small, .largeBias, replacing: { try $0.shifted }, holds: contained)
  }

  @Test func `(1) the shared covariance cannot be dropped`() throws {
    // Factors that can tear the components' covariances apart.
    let withFactors = Family<GaussianMixture>.small.map("small mixtures, and a factor a component") {
      mixture, draw in
      let factors = (1...mixture.componentCount).map { k in
        let spectrum = (0..<mixture.dimension).map { _ in draw.real("factor's eigenvalue", in: 0.5...2) }
        return draw.symmetric("factor \(k)", spectrum: spectrum)
      }
      return (mixture, factors)
    }
    .assuming("the shared covariance") { $0.0.sharedCovariance != nil }
    try cannotDrop(
      "the shared covariance", of: withFactors, .largeBias, count: 10,
      replacing: { mixture, factors in
        let torn = zip(mixture.allCovariances, factors).map { ($1 * $0 * $1).symmetricPart }
        return (try mixture.with(covariances: torn), factors)
      }
    ) { try contained($0.0, $1) }
  }

  private func contained(_ mixture: GaussianMixture, _ bias: Double) throws -> Verdict {
    try Problem(mixture: mixture, bias: bias, rank: mixture.dimension).staysInF
  }
}

extension Family<(Problem, Matrix)> {
  /// Problems of fewer rows, and whitened rows to start from.
  fileprivate static func starts(_ name: String, rows: @escaping @Sendable (Problem) -> Int) -> Family {
    Family<Problem>.fewerRows.map("problems of fewer rows, and \(name)") { problem, draw in
      (problem, draw.encoder("start", rows: rows(problem), dimension: problem.mixture.dimension, size: 0.3))
    }
  }
}
