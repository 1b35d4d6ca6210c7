import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture of three components of equal weight be centred, with a shared covariance. For every bias δ in (0, 1]
/// and r ≥ q rows the row space of the minimiser of population InfoNCE equals the Fisher subspace F.
@Suite(.theorem(.proved))
struct `T29 Three equal weights` {
  @Test func `every minimiser`() throws { try forAll(.threeEqualWeights) { try $0.spanning } }

  @Test func `on every part of the subdivision a second row lowers the loss`() throws {
    let parts = try EqualSlices.subdivision.parts
    let family = Family<Subdivision.Part>("parts of the subdivision") { $0.one("part", of: parts) }
    try forAll(family, count: parts.count) { .less(Estimate(EqualSlices(box: $0.box).secondRow), than: 0) }
  }

  @Test func `the enclosure contains what the definition gives`() throws {
    // Of a point of the subdivision's box, and a hundredth about its u and τ.
    let smallBoxes = Family<EqualSlices>("small boxes of slices") { draw in
      EqualSlices(box: [
        Interval(midpoint: draw.real("u", in: 0.25...3), radius: 0.01),
        Interval(midpoint: draw.real("τ", in: 0...1), radius: 0.01), Interval(draw.real("s", in: 0.01...1)),
      ])
    }
    try forAll(smallBoxes) { slices in
      let (u, tau) = (Estimate(exactly: slices.box[0].midpoint), Estimate(exactly: slices.box[1].midpoint))
      let known =
        EqualSlices.definition([u, tau * u, -(1 + tau) * u], noise: slices.box[2].midpoint) / u.squared
      let enclosure = slices.secondRow
      return .atMost(Estimate(exactly: enclosure.lower), known)
        .and(.atMost(known, Estimate(exactly: enclosure.upper)))
    }
  }

  @Test func `where one row is critical, a second one lowers the loss`() throws {
    try forAll(.criticalRows) { row in
      let loss = try row.problem.loss
      // Its scores vary a thousandth as much as the first one's.
      let spread = row.problem.mixture.betweenClassCovariance
      let second = Matrix.diagonal([row.square, row.square / 1000 * spread[0, 0] / spread[1, 1]])
      return try .less(
        loss.value(atWhitened: second), than: loss.value(atWhitened: .diagonal([row.square, 0])))
    }
  }

  @Test func `equal weights cannot be dropped`() throws {
    // The means of a counterexample of T16, each coordinate changed by up to a hundredth; then its weights.
    let known = Family<WhitenedProblem>("three means, one of them far off") { draw in
      let means = [[0, 0], [1, -3], [-6, 9]].map { $0.map { $0 * draw.real("factor", in: 0.99...1.01) } }
      return WhitenedProblem(bias: 0.5, weights: [1, 1, 1], means: means)
    }
    .assuming("equal weights") { Set($0.weights).count == 1 }
    try cannotDrop("equal weights", of: known, replacing: { $0.with(\.weights, [76, 23, 1]) }) {
      try $0.problem.spanning
    }
  }

  @Test func `centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .threeEqualWeights, replacing: { try $0.shifted }) { try $0.spanning }
  }

  @Test func `the shared covariance cannot be dropped`() throws {
    // More dimensions than F has.
    let fewDimensions = Family<Problem>.problems(
      "three components of equal weight in three or four dimensions",
      MixtureFamily(dimensions: 3...4, weights: [1, 1, 1]), bias: 0.3...1
    )
    .assuming("the shared covariance") { $0.mixture.sharedCovariance != nil }
    try cannotDrop(
      "the shared covariance", of: fewDimensions, count: 6, replacing: { try $0.heteroscedastic }
    ) { try $0.spanning }
  }
}

extension Family<Problem> {
  fileprivate static let threeEqualWeights = problems(
    "three components of equal weight", MixtureFamily(dimensions: 2...16, weights: [1, 1, 1]),
    bias: 0.02...1, spareRows: 0...1)
}
