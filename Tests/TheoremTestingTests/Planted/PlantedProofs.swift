import Foundation
import MixtureFamilies

@testable import TheoremTesting

/// Proofs with a mistake in them, as statements that the exact losses must refute; each beside what the right proof says.
@Suite struct `Planted proofs` {
  @Test func `F by the covariance instead of its inverse`() throws {
    @Sendable func contained(_ mixture: GaussianMixture, in image: (Matrix) throws -> Matrix) throws
      -> Verdict
    {
      let map = try image(mixture.withinClassCovariance)
      return try InfoNCE(mixture.pairs(bias: 0.8)).minimizer(rank: mixture.componentCount).containment(
        in: mixture.deviationSubspace.mapped(by: map))
    }
    try forAll(.anisotropic, count: 30) {
      try contained($0) { try Cholesky(of: $0).solve(.identity($0.rows)) }
    }
    try planted("of 30 instances refute it") {
      try forAll(.anisotropic, count: 30) { try contained($0) { $0 } }
    }
    // Without the covariance at all, as for spherical components.
    try planted("of 30 instances refute it") {
      try forAll(.anisotropic, count: 30) { try contained($0) { .identity($0.rows) } }
    }
  }

  @Test func `F by the total covariance: its inverse serves, it itself does not`() throws {
    try forAll(.anisotropic, count: 30) { mixture in
      let inverse = try Cholesky(of: mixture.totalCovariance).solve(.identity(mixture.dimension))
      return try mixture.deviationSubspace.mapped(by: inverse).equality(with: mixture.fisherSubspace)
    }
    try planted("of 30 instances refute it") {
      try forAll(.anisotropic, count: 30) { mixture in
        try mixture.deviationSubspace.mapped(by: mixture.totalCovariance)
          .equality(with: mixture.fisherSubspace)
      }
    }
  }

  @Test func `SimSiam by the other constraint`() throws {
    @Sendable func finds(_ mixture: GaussianMixture, under constraint: SimSiam.Constraint) throws -> Verdict {
      let fisher = try mixture.fisherSubspace
      return try SimSiam(mixture.pairs(bias: 0.8)).minimizer(rank: fisher.dimension, under: constraint)
        .rowSpace.equality(with: fisher)
    }
    try forAll(.anisotropic, count: 30) { try finds($0, under: .whitenedOutputs) }
    try planted("of 30 instances refute it") {
      try forAll(.anisotropic, count: 30) { try finds($0, under: .orthonormalRows) }
    }
  }

  @Test func `CLIP in one direction is not symmetric in the modalities`() throws {
    try forAll(.modalities, count: 20) { try $0.symmetry(.both) }
    for directions in [CLIP.Directions.fromX, .fromY] {
      try planted("of 20 instances refute it") {
        try forAll(.modalities, count: 20) { try $0.symmetry(directions) }
      }
    }
  }
}

extension Family<GaussianMixture> {
  fileprivate static let anisotropic = Family.centred(
    MixtureFamily(dimensions: 3...6, componentShares: [0, 0.6, 0.4], condition: 10...100))
}

/// Two modalities of three components, one to one.
private struct Modalities: Sendable {
  let x: GaussianMixture
  let y: GaussianMixture

  /// "The minimiser for (y, x) is the transpose of that for (x, y)."
  func symmetry(_ directions: CLIP.Directions) throws -> Verdict {
    let coupling = Matrix.diagonal(x.weights)
    let there = try CLIP(CrossModalPairs(x: x, y: y, coupling: coupling), directions: directions).minimizer()
    let back = try CLIP(CrossModalPairs(x: y, y: x, coupling: coupling), directions: directions).minimizer()
    let distance = there.distance(to: back.whitenedForm.transposed)
    return .vanishes(measured: distance.value, budget: distance.budget + back.distance)
  }
}

extension Family<Modalities> {
  fileprivate static let modalities = Family("two modalities, one to one") { draw in
    var recipe = MixtureFamily(
      dimensions: 2...4, componentShares: [0, 0, 1], condition: 1...10, fisherRatios: 0.5...2)
    let x = try recipe.draw(&draw)
    recipe.weights = x.weights
    return Modalities(x: x, y: try recipe.draw(&draw))
  }
}
