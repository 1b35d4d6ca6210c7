import MixtureFamilies
import TheoremTesting

/// For a Gaussian mixture with a shared covariance and any bias δ, (1) the critic that minimises population InfoNCE among all
/// functions of x and x′ is the logarithm of the density ratio of a pair, up to a function of x, and its loss is −I(x; x′);
/// (2) it depends on x and x′ only through their projections on the Fisher subspace F; (3) if δ > 0 and dim F ≥ 1, every
/// bilinear critic, so every pair of linear encoders, has a loss strictly above that.
@Suite(.theorem(.proved))
struct `T23 The best critic` {
  @Test func `(1) the ratio for another bias does worse`() throws {
    let otherBias = Family<Problem>.informative.withAnotherBias(off: 0.05)
      .covering("pairs that share their component", 0.02) { $0.0.bias == 1 }
      .covering("a larger bias", 0.2) { $0.1 > $0.0.bias }
    try forAll(otherBias) { try informationIsAbove($0, criticFor: $1) }
  }

  @Test func `(1) so where F is a plane`() throws {
    let otherBias = Family<Problem>.informativePlane.withAnotherBias(off: 0.3)
    try forAll(otherBias, count: 30) { try informationIsAbove($0, criticFor: $1) }
  }

  @Test func `(2) it depends on the projections on F alone`() throws {
    // Far out in many dimensions a density's logarithm is rounded in proportion to the condition.
    let pairedPoints = Family<PairedPoints>.ofPoints(
      MixtureFamily(dimensions: 2...24, componentShares: [0, 0.25, 0.3, 0.2, 0.15, 0.1], condition: 1...1000)
    )
    .coveringCondition { $0.mixture }
    .coveringMoreDimensionsThanF(0.5) { $0.mixture }
    try forAll(pairedPoints, dependsOnF)
  }

  @Test func `(2) the shared covariance cannot be dropped`() throws {
    try cannotDrop(
      "the shared covariance", of: .fewPairedPoints,
      replacing: { (try $0.mixture.tornApart, $0.bias, $0.first, $0.second) }, holds: dependsOnF)
  }

  @Test func `(2) the projection on F cannot be dropped`() throws {
    try cannotDrop("the projection on F", of: .fewPairedPoints, holds: dependsOnF) { points in
      let q = try points.mixture.fisherSubspace.dimension
      return try depends(points, on: points.mixture.principalSubspace(dimension: q))
    }
  }

  @Test func `(3) the best bilinear critic does strictly worse`() throws {
    let shareFound = Observation<Problem>(
      "what the best bilinear critic finds of the information of a pair", x: ("bias δ", { $0.bias }),
      y: "share of the information, −L∗ / I(x; x′)"
    ) { try $0.found.value / $0.pairs.mutualInformation().value }
    try forAll(.informative, observing: [shareFound]) {
      try .less($0.found, than: $0.pairs.mutualInformation())
    }
  }

  @Test func `(3) so where F is a plane`() throws {
    try forAll(.informativePlane, count: 50) { problem in
      let found = try problem.found
      return try .byInformation {
        try .less(found, than: problem.pairs.mutualInformation(target: $0, nodeBudget: $1))
      }
    }
  }

  @Test func `(3) so where F is a product of two or three lines, whose informations add up`() throws {
    try forAll(.products, count: 40) { try .less($0.problem.found, than: $0.information) }
  }

  @Test func `(3) at zero bias no critic finds anything`() throws {
    try forAll(.informative, count: 200) { try findsNothing($0.with(\.bias, 0)) }
  }

  @Test func `(3) with equal means no critic finds anything`() throws {
    try forAll(.informative, count: 200) { problem in
      let equal = try problem.mixture.withMeans { Matrix(rows: $0.rows, columns: $0.columns) }
      return try findsNothing(problem.with(\.mixture, equal))
    }
  }

  /// "The best critic for another bias finds less than the information of a pair."
  private func informationIsAbove(_ problem: Problem, criticFor other: Double) throws -> Verdict {
    let (pairs, coupling) = (try problem.pairs, try problem.mixture.pairs(bias: other).coupling)
    return try .byInformation {
      try .less(
        pairs.information(ofCriticFor: coupling, target: $0, nodeBudget: $1),
        than: pairs.mutualInformation(target: $0, nodeBudget: $1))
    }
  }

  private func dependsOnF(_ points: PairedPoints) throws -> Verdict {
    try depends(points, on: points.mixture.fisherSubspace)
  }

  /// "The best critic depends on the projections on a subspace alone."
  private func depends(_ points: PairedPoints, on subspace: Subspace) throws -> Verdict {
    try points.mixture.pairs(bias: points.bias).sufficiency(of: subspace, at: points.first, points.second)
  }

  /// "The information is zero and so is the minimiser."
  private func findsNothing(_ problem: Problem) throws -> Verdict {
    let information = try problem.pairs.mutualInformation()
    return try Verdict.vanishes(measured: abs(information.value), budget: information.budget)
      .and(problem.minimizer.vanishing())
  }
}

extension Family<Problem> {
  /// A bias below one, so that the ratio is positive wherever the pairs are.
  fileprivate func withAnotherBias(off least: Double) -> Family<(Problem, Double)> {
    with(Family<Double>("other biases") { $0.real("another bias", in: 0.05...0.95) })
      .assuming("another bias") { abs($0.1 - $0.0.bias) > least }
  }
}

/// The points of both sides are one a column.
private typealias PairedPoints = (mixture: GaussianMixture, bias: Double, first: Matrix, second: Matrix)

extension Family<PairedPoints> {
  fileprivate static let fewPairedPoints = ofPoints(
    MixtureFamily(dimensions: 4...8, componentShares: [0, 0.5, 0.5], condition: 10...100))

  /// Six pairs, each point a random mean and noise of one to three standard deviations in every direction.
  fileprivate static func ofPoints(_ recipe: MixtureFamily) -> Family {
    Family("pairs of points") { draw in
      let mixture = try recipe.draw(&draw)
      let root = try mixture.root.factor
      func point(_ name: String) -> [Double] {
        let k = draw.integer("\(name)'s component", in: 0...(mixture.componentCount - 1))
        let size = draw.real("\(name)'s noise", in: 1...3)
        let noise = root.times(draw.normals(name, mixture.dimension).map { size * $0 })
        return zip(mixture.means.column(k), noise).map(+)
      }
      func points(_ name: String) -> Matrix { Matrix(columnVectors: (0..<6).map { _ in point(name) }) }
      return (mixture, draw.real("bias", in: 0...1, atEnds: 0.05), points("x"), points("x′"))
    }
    .assuming("the shared covariance") { $0.mixture.sharedCovariance != nil }
  }
}
