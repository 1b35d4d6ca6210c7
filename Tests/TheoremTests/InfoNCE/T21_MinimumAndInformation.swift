import MixtureFamilies
import TheoremTesting

/// For a Gaussian mixture with a shared covariance, centred or not, let L∗(δ) be the minimum of population InfoNCE over the
/// encoders with at least as many rows as the means span dimensions. (1) L∗ is concave and non-increasing in the bias δ. (2) At
/// δ = 0 the minimiser is zero and L∗(0) = 0. (3) −L∗(δ) ≤ I(x; x′) ≤ I(k; l) ≤ H(w), for x and x′ a pair, k and l their
/// components and H(w) the entropy of the weights.
@Suite(.theorem(.proved))
struct `T21 The minimum and the information of a pair` {
  @Test func `(1) concave and non-increasing in the bias`() throws {
    try forAll(.anyCentre, .threeBiases, count: 200) { try minimaAreConcave($0, $1) }
  }

  @Test func `(1) a coupling that is affine in the bias cannot be dropped`() throws {
    try cannotDrop(
      "a coupling that is affine in the bias", of: .anyCentre, .threeBiases, holds: minimaAreConcave
    ) { try minimaAreConcave($0, on: $1) { $0.squareRoot().squareRoot() } }
  }

  @Test func `(1) independent pairs at zero bias cannot be dropped`() throws {
    try cannotDrop("independent pairs at zero bias", of: .anyCentre, .threeBiases, holds: minimaAreConcave) {
      try minimaAreConcave($0, on: $1) { 1 - $0 }
    }
  }

  @Test func `(2) nothing is learned at zero bias`() throws {
    try forAll(.anyCentre) { mixture in
      let loss = try InfoNCE(mixture.pairs(bias: 0))
      let minimizer = try loss.minimizer(rank: mixture.rowsThatSuffice)
      return try minimizer.vanishing().and(.equal(loss.minimumValue(minimizer), 0, scale: 1))
    }
  }

  @Test func `(3) at most the information of the pair, of its components, of a component`() throws {
    try forAll(.informative) { try isBounded($0, by: $0.pairs.mutualInformation()) }
  }

  @Test func `(3) where F is a plane`() throws {
    // The integral of four dimensions is too coarse for an equality, and the gap is larger.
    try forAll(.informativePlane, count: 50) { problem in
      let found = try problem.found
      return try .byInformation {
        let information = try problem.pairs.mutualInformation(target: $0, nodeBudget: $1)
        return try Verdict.less(found, than: information)
          .and(.less(information, than: problem.pairs.componentInformation))
      }
    }
  }

  @Test func `(3) where F is a product of two or three lines, whose informations add up`() throws {
    try forAll(.products, count: 40) { try isBounded($0.problem, by: $0.information) }
  }

  private func minimaAreConcave(_ mixture: GaussianMixture, _ biases: [Double]) throws -> Verdict {
    try minimaAreConcave(mixture, on: biases) { $0 }
  }

  /// "−L∗ is convex and non-decreasing on three biases", for pairs whose bias is a function of δ.
  private func minimaAreConcave(
    _ mixture: GaussianMixture, on biases: [Double], _ bias: (Double) -> Double
  ) throws -> Verdict {
    let values = try biases.map {
      try Problem(mixture: mixture, bias: bias($0), rank: mixture.rowsThatSuffice).found
    }
    let exact = biases.map { Estimate(exactly: $0) }
    let share = (exact[1] - exact[0]) / (exact[2] - exact[0])
    let chord = (1 - share) * values[0] + share * values[2]
    // All terms are compared with the largest of them.
    let scale = max(values[0].value, values[2].value)
    return Verdict.atMost(values[1], chord, scale: scale)
      .and(.atMost(values[0], values[1], scale: scale)).and(.atMost(values[1], values[2], scale: scale))
  }

  /// "−L∗ is at most the information of the pair, and that at most what its components and a component are."
  private func isBounded(_ problem: Problem, by information: Estimate) throws -> Verdict {
    let (found, components) = (try problem.found, try problem.pairs.componentInformation)
    return try Verdict.atMost(found, information).and(.atMost(information, components))
      .and(.atMost(components, problem.pairs.componentEntropy))
  }
}

extension Family<GaussianMixture> {
  fileprivate static let anyCentre = Family("mixtures with a shared covariance, half of them off centre") {
    try MixtureFamily(componentShares: [0, 0.6, 0.35, 0.05], fisherRatios: 0.2...10).draw(&$0, offCentre: 0.5)
  }
  .coveringCondition { $0 }
  .coveringOffCentre(0.3) { $0 }
}

extension Family<[Double]> {
  /// In [0, 1] and in order, never closer than a twentieth; one in nine starts at zero.
  fileprivate static let threeBiases = Family("three biases") { draw in
    let low = draw.real("lowest bias", in: 0...0.45, atEnds: 0.11)
    let middle = low + draw.real("step", in: 0.05...0.3)
    return [low, middle, min(middle + draw.real("next step", in: 0.05...0.5), 1)]
  }
  .covering("from zero bias on", 0.05) { $0[0] == 0 }
}
