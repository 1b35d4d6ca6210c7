import Foundation
import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, let q be the dimension of its Fisher subspace, and let the
/// bias δ be above 0. Then with r < q rows the row space of the minimisers of population InfoNCE is the span of the r
/// leading linear discriminants.
@Suite(.theorem(.disproved))
struct `T20 Fewer rows find the leading discriminants` {
  @Test func `another direction than the leading discriminant`() throws {
    try counterexample(known: WhitenedProblem.turned, search: .plane, picture: { try $0.turnOfOneRow }) {
      try $0.problem.leadingDiscriminants(1)
    }
  }

  @Test func `so for nearly all mixtures that were drawn`() throws {
    try fails(forAtMost: 0.1, detecting: 0.3, of: .fewerRowsThanDiscriminants, count: 500) { problem in
      try problem.leadingDiscriminants(problem.rank).not
    }
  }

  @Test func `how far three components turn`() throws {
    try forAll(.plane, count: 100, observing: [.turn]) { whitened in
      let problem = try whitened.problem
      return try problem.loss.minimizer(rank: 1).stationaryContainment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `fewer rows stay in F`() throws {
    try forAll(.fewerRows) { problem in
      try problem.loss.minimizer(rank: problem.rank).stationaryContainment(in: problem.mixture.fisherSubspace)
    }
  }

  @Test func `with q rows the best encoder in F is the best of all`() throws {
    try forAll(.asManyRows) { problem in
      try problem.loss.criticality(ofBestIn: problem.mixture.fisherSubspace)
    }
  }
}

extension Problem {
  /// "Some minimiser with r rows has the span of the r leading discriminants for its row space."
  fileprivate func leadingDiscriminants(_ rank: Int) throws -> Verdict {
    try loss.criticality(ofBestIn: LinearDiscriminants(of: mixture, dimension: rank).subspace)
  }
}

extension WhitenedProblem {
  /// By 55, 48, 9 and a quarter of a degree.
  fileprivate static let turned = [
    WhitenedProblem(bias: 1, weights: [5, 4, 1], means: [[2, -2], [4, 1], [-3, 4]]),
    WhitenedProblem(bias: 0.5, weights: [5, 4, 1], means: [[2, -2], [4, 1], [-3, 4]]),
    WhitenedProblem(bias: 1, weights: [5, 5, 2], means: [[0, 0], [2, 4], [-4, -3]]),
    WhitenedProblem(bias: 1, weights: [2, 1, 1], means: [[0, 0], [2, 0], [0, 1]]),
  ]

  /// The best row that is found from six directions: there can be several local minima.
  private var bestRow: Subspace? {
    get throws {
      let problem = try problem
      let found = try (0..<6).map { step in
        let angle = Double(step) * .pi / 6
        return try problem.loss.minimizer(
          rank: 1, start: 0.3 * Matrix(rowVectors: [[cos(angle), sin(angle)]]))
      }
      return try found.min { $0.value < $1.value }.map {
        Subspace(orthonormalBasis: try QR(of: $0.encoder.transposed).q)
      }
    }
  }

  private var leadingDiscriminant: Subspace {
    get throws { try LinearDiscriminants(of: problem.mixture, dimension: 1).subspace }
  }

  /// In degrees.
  fileprivate var turn: Double {
    get throws { (try bestRow?.largestAngle(to: leadingDiscriminant) ?? 0).value * 180 / .pi }
  }

  fileprivate var turnOfOneRow: Drawing? {
    get throws {
      guard let found = try bestRow else { return nil }
      return Drawing(
        of: try problem.mixture, found: found, by: "InfoNCE with one row at bias \(bias.formatted())",
        beside: try leadingDiscriminant, named: "the leading discriminant")
    }
  }
}

extension Observation<WhitenedProblem> {
  fileprivate static let turn = Observation(
    "how far one row turns from the leading discriminant", x: ("bias δ", { $0.bias }),
    y: ("angle to the leading discriminant in degrees", { try $0.turn }))
}

extension Family<WhitenedProblem> {
  fileprivate static let plane = Family("three components in the plane") { draw in
    WhitenedProblem(
      bias: draw.real("bias", in: 0.1...1), weights: (0..<3).map { _ in draw.real("weight", in: 0.1...1) },
      means: (0..<3).map { _ in draw.normals("mean", 2, scale: 2) })
  }
}

extension Family<Problem> {
  fileprivate static let fewerRowsThanDiscriminants = Family("three or four components, fewer rows") { draw in
    let recipe = MixtureFamily(
      dimensions: 3...12, componentShares: [0, 0, 0.6, 0.4], fisherRatios: 0.3...10)
    let mixture = try recipe.draw(&draw)
    let rank = draw.integer("rank", in: 1...(mixture.fisherDimensionAtMost - 1))
    return Problem(mixture: mixture, bias: draw.real("bias", in: 0.2...1), rank: rank)
  }
  .coveringHardProblems

  /// A light component is far off, and the error grows with the fourth power of the distances.
  fileprivate static let asManyRows = problems(
    "centred mixtures, as many rows as F has dimensions",
    MixtureFamily(
      componentShares: [0, 0.3, 0.4, 0.3], condition: 1...1000, fisherRatios: 0.1...2, weightRatio: 5),
    bias: 0.05...1
  )
  .coveringHardProblems
}
