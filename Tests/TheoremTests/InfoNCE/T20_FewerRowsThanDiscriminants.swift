import Foundation
import MixtureFamilies
import TheoremTesting

/// With fewer rows than the Fisher subspace F has dimensions, r < q, the row space of the minimisers of population InfoNCE
/// need not be the span of the r leading linear discriminants, even for a centred mixture of three components in the plane
/// with the identity covariance, at bias δ = 1 as at smaller ones. It still lies in F; and with q rows the best encoder in
/// the span of the q leading discriminants, which is F, is the best of all.
@Suite(.theorem(.disproved))
struct `T20 Fewer rows than discriminants` {
  @Test func `another direction than the leading discriminant`() throws {
    try counterexample(known: WhitenedProblem.turned, search: .plane) {
      try $0.problem.leadingDiscriminants(1)
    }
  }

  @Test func `so for nearly all mixtures that were drawn`() throws {
    try fails(forAtMost: 0.1, detecting: 0.3, of: .fewerRowsThanDiscriminants, count: 500) { problem in
      return try problem.leadingDiscriminants(problem.rank).not
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
}

extension Observation<WhitenedProblem> {
  fileprivate static let turn = Observation(
    "how far one row turns from the leading discriminant, against the bias", x: ("bias δ", { $0.bias }),
    y: (
      "angle, degrees",
      { whitened in
        let problem = try whitened.problem
        let loss = try problem.loss
        // There can be several local minima: the best from six directions.
        let found = try (0..<6).map { step in
          let angle = Double(step) * .pi / 6
          return try loss.minimizer(
            rank: 1, start: 0.3 * Matrix(rowVectors: [[cos(angle), sin(angle)]]))
        }
        guard let encoder = found.min(by: { $0.value < $1.value })?.encoder else { return .nan }
        let rows = Subspace(orthonormalBasis: try QR(of: encoder.transposed).q)
        let leading = try LinearDiscriminants(of: problem.mixture, dimension: 1).subspace
        return (try rows.largestAngle(to: leading) ?? 0) * 180 / .pi
      }
    ))
}

extension Family<WhitenedProblem> {
  fileprivate static let plane = Family("three components in the plane") { generator in
    WhitenedProblem(
      bias: generator.uniform(in: 0.1...1), weights: (0..<3).map { _ in generator.uniform(in: 0.1...1) },
      means: (0..<3).map { _ in (0..<2).map { _ in 2 * generator.normal() } })
  }
}

extension Family<Problem> {
  fileprivate static let fewerRowsThanDiscriminants = Family("three or four components, fewer rows") {
    generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 3...12
    recipe.componentShares = [0, 0, 0.6, 0.4]
    recipe.fisherRatios = 0.3...10
    let mixture = try recipe.draw(using: &generator)
    let rank = generator.integer(in: 1...(mixture.componentCount - 2))
    return Problem(mixture: mixture, bias: generator.uniform(in: 0.2...1), rank: rank, route: nil)
  }
  .coveringHardProblems

  fileprivate static let asManyRows = Family("centred mixtures, as many rows as F has dimensions") {
    generator in
    var recipe = MixtureFamily()
    recipe.componentShares = [0, 0.3, 0.4, 0.3]
    recipe.condition = 1...1e3
    // A light component is far off, and the error grows with the fourth power of the distances.
    recipe.weightRatio = 5
    recipe.fisherRatios = 0.1...5
    let mixture = try recipe.draw(using: &generator)
    let rank = min(mixture.componentCount - 1, mixture.dimension)
    return Problem(mixture: mixture, bias: generator.uniform(in: 0.05...1), rank: rank, route: nil)
  }
  .assuming("its hypotheses") { $0.bias > 0 }
  .coveringHardProblems
}
