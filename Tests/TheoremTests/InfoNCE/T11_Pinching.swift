import Foundation
import MixtureFamilies
import TheoremTesting

/// In coordinates where the covariance W is the identity, split every point into its part Q x in the Fisher subspace F and
/// the rest. Let the rest have mean zero given all else, the rest of the other points and all parts in F; so it is in a
/// centred Gaussian mixture with a shared covariance, but its law may be any, as Laplace's. Then, for every loss that is
/// convex in the score of a positive and of any number of negatives, the projection of the encoder on F that is orthogonal
/// in the metric of W, A ↦ A W^½ Q W^−½, does not increase the expected loss.
@Suite(.theorem(.proved))
struct `T11 Pinching` {
  @Test func `three convex losses, Gaussian noise, up to seven negatives`() throws {
    try forAll(.hard("candidates with Gaussian noise", most: 9), .convexLosses) { try pinched($0, $1) }
  }

  @Test func `Laplace noise outside F`() throws {
    try forAll(
      .hard("candidates with Laplace noise outside F", most: 7, laplace: true), .convexLosses
    ) { try pinched($0, $1) }
  }

  @Test func `population InfoNCE`() throws {
    let recipe = MixtureFamily(componentShares: [0.05, 0.35, 0.4, 0.2])
    let encoders = Family<(Problem, Matrix)>.encoders("random encoders", recipe, sizes: 0.03...0.4)
      .coveringCondition { $0.0.mixture }
      .coveringMoreDimensionsThanF(0.5) { $0.0.mixture }
    try forAll(encoders, pinched)
  }

  @Test func `convexity cannot be dropped`() throws {
    try cannotDrop("convexity", of: .convexLosses, .fewCandidates, count: 40, replacing: { _ in .sigmoid }) {
      try pinched($1, $0)
    }
  }

  @Test func `mean zero cannot be dropped`() throws {
    try cannotDrop("mean zero", of: .fewCandidates, .convexLosses, count: 40) {
      try pinched($0, $1)
    } without: {
      try pinched($0, $1, movedBy: 1)
    }
  }

  @Test func `given all else cannot be dropped`() throws {
    try cannotDrop("given all else", of: .fewCandidates, .convexLosses, count: 40) {
      try pinched($0, $1)
    } without: {
      try pinched($0, $1, pairSharesNoise: true)
    }
  }

  @Test func `the metric of W cannot be dropped`() throws {
    let recipe = MixtureFamily(dimensions: 3...6, componentShares: [0, 0.6, 0.4], condition: 10...100)
    let encoders = Family<(Problem, Matrix)>.encoders("few random encoders", recipe, sizes: 0.1...0.5)
    try cannotDrop("the metric of W", of: encoders, count: 40, holds: pinched) {
      let (problem, encoder) = $0
      let (fisher, within) = (try problem.mixture.fisherSubspace, problem.mixture.withinClassEstimate)
      let root = try within.root
      let inverse = try within.solve(root).transposed
      return try isNotIncreased(
        problem, from: encoder, to: problem.mixture.pinching(of: encoder).encoder * fisher.projector,
        by: inverse * MatrixEstimate.projector(on: fisher.basis, off: fisher.error) * root)
    }
  }

  private func pinched(_ drawn: (Problem, Matrix)) throws -> Verdict {
    let (mixture, encoder) = (drawn.0.mixture, drawn.1)
    return try isNotIncreased(
      drawn.0, from: encoder, to: mixture.pinching(of: encoder).projected,
      by: .projector(on: mixture.whitenedFisherBasis, off: mixture.whitenedFisherError))
  }

  /// "The loss of the projected encoder is at most the mean over the noise outside F."
  /// - Parameter offset: by how much all points and means are moved along every axis.
  private func pinched(
    _ drawn: Candidates, _ loss: ScoreLoss, movedBy offset: Double = 0, pairSharesNoise: Bool = false
  ) throws -> Verdict {
    let root = try drawn.mixture.root.factor
    func moved(_ points: Matrix) -> Matrix { root * points.map { $0 + offset } }
    let (projected, mean) = try drawn.mixture.pinching(of: drawn.encoder).losses(
      loss, at: moved(drawn.points[0]), means: moved(drawn.means),
      others: drawn.points.dropFirst().map(moved),
      probabilities: drawn.probabilities, pairSharesNoise: pairSharesNoise)
    return .atMost(projected, mean, scale: max(projected.value, mean.value, 1))
  }

  /// "The loss of an encoder's projection is at most that of the encoder."
  /// - Parameter projected: in the original coordinates; the encoder and the projector in whitened ones.
  private func isNotIncreased(
    _ problem: Problem, from encoder: Matrix, to projected: Matrix, by projector: MatrixEstimate
  ) throws -> Verdict {
    let loss = try problem.loss
    // The loss is at least minus the entropy of the weights.
    let entropy = try problem.pairs.componentEntropy
    func value(of encoder: MatrixEstimate, near gram: Matrix) throws -> Estimate {
      let distance = (encoder.transposed * encoder - MatrixEstimate(gram)).size
      let (near, moved) = try (loss.value(atWhitened: gram), loss.change(atWhitened: gram, movedBy: distance))
      return Estimate(near.value, budget: near.budget + .proved([.rounding: moved])) + entropy
    }
    let projected = try projected * problem.mixture.root.factor
    let exact = MatrixEstimate(encoder)
    let whole = try value(of: exact, near: encoder.gram)
    let part = try value(of: exact * projector, near: projected.gram)
    return .atMost(part, whole, scale: max(whole.value, part.value, entropy.value))
  }
}

/// An anchor, its positive and negatives, and an encoder, all in whitened coordinates.
private struct Candidates {
  let mixture: GaussianMixture
  let encoder: Matrix
  /// One point a column, the anchor first; and again with other noise outside F.
  let points: [Matrix]
  /// Those of the points' components.
  let means: Matrix
  /// Of the values of the noise, of which the last makes its mean zero.
  let probabilities: [Double]
}

extension GaussianMixture {
  fileprivate func pinching(of encoder: Matrix) throws -> Pinching {
    try Pinching(
      root.solveTransposedLower(encoder.transposed).transposed, onto: fisherSubspace,
      covariance: withinClassCovariance)
  }
}

extension MatrixEstimate {
  /// - Parameters:
  ///   - basis: orthonormal columns.
  ///   - sine: of the largest angle of their span to the subspace.
  fileprivate static func projector(on basis: Matrix, off sine: Double) -> MatrixEstimate {
    let span = MatrixEstimate(orthonormalising: basis)
    let projector = span * span.transposed
    // Of projectors at an angle with that sine, 2q singular values are at most the sine.
    let turned = sine * (2 * Double(basis.columns)).squareRoot()
    return MatrixEstimate(projector.value, budget: projector.budget + .proved([.rounding: turned]))
  }
}

extension Family<ScoreLoss> {
  fileprivate static let convexLosses = Family("convex losses") { draw in
    draw.element("loss", of: ScoreLoss.convex) ?? .infoNCE
  }
  .assuming("convexity") { ScoreLoss.convex.contains($0) }
  .covering("InfoNCE", 0.2) { $0 == .infoNCE }
  .covering("the hinge", 0.2) { $0 == .hinge }
  .covering("the logistic loss", 0.2) { $0 == .logistic }
}

extension Family<(Problem, Matrix)> {
  /// Encoders of one to three rows.
  /// - Parameter sizes: their norms over the root of the dimension.
  fileprivate static func encoders(
    _ name: String, _ recipe: MixtureFamily, sizes: ClosedRange<Double>
  ) -> Family {
    Family(name) { draw in
      let mixture = try recipe.draw(&draw)
      let rank = draw.integer("rank", in: 1...3)
      let size = draw.logarithmic("size", in: sizes) * Double(mixture.dimension).squareRoot()
      let problem = Problem(mixture: mixture, bias: draw.real("bias", in: 0...1, atEnds: 0.05), rank: rank)
      return (problem, draw.encoder("encoder", rows: rank, dimension: mixture.dimension, size: size))
    }
  }
}

extension Family<Candidates> {
  fileprivate static let fewCandidates = candidates(
    "few candidates", MixtureFamily(dimensions: 4...8, componentShares: [0, 0.5, 0.5], condition: 1...100),
    most: 4, laplace: false)

  fileprivate static func hard(_ name: String, most: Int, laplace: Bool = false) -> Family {
    let recipe = MixtureFamily(
      dimensions: 5...12, componentShares: [0.05, 0.3, 0.4, 0.25], condition: 1...2000)
    return candidates(name, recipe, most: most, laplace: laplace)
      .coveringCondition { $0.mixture }
      .coveringMoreDimensionsThanF(0.5) { $0.mixture }
      .covering("unequal values of the noise", 0.3) {
        ($0.probabilities.max() ?? 1) > 1.5 * ($0.probabilities.min() ?? 1)
      }
      .covering("more than two values of the noise", 0.3) { $0.probabilities.count > 2 }
  }

  /// The noise of each point takes two to four values, as many as an encoder of one to three rows can tell from all others.
  /// - Parameter most: how many points there are at most; with more values they are fewer, for the sum over all of them.
  private static func candidates(
    _ name: String, _ recipe: MixtureFamily, most: Int, laplace: Bool
  ) -> Family {
    Family<GaussianMixture>.centred(recipe).map(name) { mixture, draw in
      let rank = draw.integer("rank", in: 1...3)
      let size = draw.logarithmic("size", in: 0.1...1) * Double(rank * mixture.dimension).squareRoot()
      let encoder = draw.encoder("encoder", rows: rank, dimension: mixture.dimension, size: size)
      let root = try mixture.root
      let inside = try QR(of: root.factor.transposeTimes(mixture.fisherSubspace.basis)).q
      let values = draw.integer("values of the noise", in: 2...4, shares: [0.5, 0.25, 0.25])
      let count = draw.integer("points", in: 3...min(most, [9, 6, 5][values - 2]))
      let centres = (0..<mixture.componentCount).map(root.solveLower(mixture.means).column)
      let means = Matrix(columnVectors: (0..<count).map { _ in draw.one("component", of: centres) })
      let points = (1..<values).map { _ in
        let normal = Matrix(columnVectors: (0..<count).map { _ in draw.normals("noise", mixture.dimension) })
        // A Laplace deviate of variance 1 with the quantile of the normal one.
        let wild = normal.map { copysign(log(erfc(abs($0) / 2.0.squareRoot())) / 2.0.squareRoot(), $0) }
        return means + (laplace ? wild + inside * inside.transposeTimes(normal - wild) : normal)
      }
      let isEven = draw.element("the values are", of: ["as likely", "unequally likely"]) == "as likely"
      let odds = (1..<values).map { _ in isEven ? 1 : draw.logarithmic("odds", in: 0.25...4) } + [1]
      return Candidates(
        mixture: mixture, encoder: encoder, points: points, means: means,
        probabilities: odds.normalised)
    }
  }
}
