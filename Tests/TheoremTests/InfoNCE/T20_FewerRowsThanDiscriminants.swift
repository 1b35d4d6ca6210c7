import Foundation
import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, let q be the dimension of its Fisher subspace, let the bias δ
/// be above 0, and let r < q be such that the r-th of Fisher's ratios is above the next one. Then with r rows the row space
/// of the minimisers of population InfoNCE is the span of the r leading linear discriminants.
@Suite(.theorem(.disproved))
struct `T20 Fewer rows find the leading discriminants` {
  @Test func `another direction than the leading discriminant`() throws {
    try counterexample(
      known: WhitenedProblem.turned, search: .plane,
      picture: { whitened in
        let problem = try whitened.oneRow
        return try Drawing(
          of: problem.mixture, found: bestRow(problem),
          by: "InfoNCE with one row at bias \(problem.bias.formatted())",
          beside: leadingDiscriminants(problem), named: "the leading discriminant")
      }
    ) { try findsDiscriminants($0.oneRow) }
  }

  @Test func `so for nearly all mixtures that were drawn`() throws {
    let fewerRows = Family<Problem>("three or four components, fewer rows") { draw in
      let mixture = try MixtureFamily(
        dimensions: 3...12, componentShares: [0, 0, 0.6, 0.4], fisherRatios: 0.3...10
      ).draw(&draw)
      let rank = draw.integer("rank", in: 1...(mixture.fisherDimensionAtMost - 1))
      return Problem(mixture: mixture, bias: draw.real("bias", in: 0.2...1), rank: rank)
    }
    .coveringHardProblems
    try fails(forAtMost: 0.1, detecting: 0.3, of: fewerRows, count: 500) { try findsDiscriminants($0).not }
  }

  @Test func `how far three components turn`() throws {
    let turn = Observation<PlaneInSpace>(
      "how far one row turns from the leading discriminant", x: ("bias δ", { $0.plane.bias }),
      y: "angle to the leading discriminant in degrees"
    ) { try bestRow($0.plane.oneRow).degrees(to: leadingDiscriminants($0.plane.oneRow)) }
    try forAll(Family.plane.inSpace, count: 100, observing: [turn]) {
      try staysInF($0.problem.with(\.rank, 1))
    }
  }

  @Test func `fewer rows stay in F`() throws { try forAll(.fewerRows, staysInF) }

  @Test func `with q rows the best encoder in F is the best of all`() throws {
    // A light component is far off, and the error grows with the fourth power of the distances.
    let asManyRows = Family<Problem>.problems(
      "centred mixtures, as many rows as F has dimensions",
      MixtureFamily(
        componentShares: [0, 0.3, 0.4, 0.3], condition: 1...1000, fisherRatios: 0.1...2, weightRatio: 5),
      bias: 0.05...1
    )
    .coveringHardProblems
    try forAll(asManyRows) { try $0.loss.criticality(ofBestIn: $0.mixture.fisherSubspace) }
  }

  private func staysInF(_ problem: Problem) throws -> Verdict {
    try problem.minimizer.stationaryContainment(in: problem.mixture.fisherSubspace)
  }

  /// "Some minimiser with r rows has the span of the r leading ones for its row space."
  private func findsDiscriminants(_ problem: Problem) throws -> Verdict {
    try problem.loss.criticality(ofBestIn: leadingDiscriminants(problem))
  }

  private func leadingDiscriminants(_ problem: Problem) throws -> Subspace {
    try LinearDiscriminants(of: problem.mixture, dimension: problem.rank).subspace
  }

  /// What one row finds in the plane.
  private func bestRow(_ problem: Problem) throws -> Subspace {
    try Subspace(orthonormalBasis: QR(of: problem.loss.endsOfOneRow[0].encoder.transposed).q)
  }
}

extension WhitenedProblem {
  /// One row turns from the leading discriminant by 55, 48, 9 and a quarter of a degree.
  static let turned = [
    WhitenedProblem(bias: 1, weights: [5, 4, 1], means: [[2, -2], [4, 1], [-3, 4]]),
    WhitenedProblem(bias: 0.5, weights: [5, 4, 1], means: [[2, -2], [4, 1], [-3, 4]]),
    WhitenedProblem(bias: 1, weights: [5, 5, 2], means: [[0, 0], [2, 4], [-4, -3]]),
    WhitenedProblem(bias: 1, weights: [2, 1, 1], means: [[0, 0], [2, 0], [0, 1]]),
  ]

  fileprivate var oneRow: Problem { get throws { try problem.with(\.rank, 1) } }
}

extension Family<WhitenedProblem> {
  fileprivate static let plane = plane(
    "three components in the plane", components: 3, bias: 0.1...1, scale: 2)
}
