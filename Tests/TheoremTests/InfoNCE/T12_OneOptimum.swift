import MixtureFamilies
import TheoremTesting

/// Let the components of a Gaussian mixture share a covariance. (1) As a function of the Gram matrix in whitened coordinates
/// the population InfoNCE loss is 1-strongly convex, at every bias, so that it has one minimiser over the positive
/// semidefinite matrices. (2) Every second-order critical encoder with r ≥ d rows has that Gram matrix; (3) if the mixture
/// is centred, r ≥ q rows are enough, q the dimension of the Fisher subspace.
@Suite(.theorem(.proved))
struct `T12 One optimum` {
  @Test func `(1) strong convexity at random pairs of Gram matrices`() throws {
    try forAll(.encoderPairs, strongMonotonicity)
  }

  @Test func `(2) two random starts, off the centre, d rows`() throws {
    let problems = Family<GaussianMixture>.offCentre(
      "mixtures off the centre", MixtureFamily(dimensions: 1...8, componentShares: [0.05, 0.4, 0.4, 0.15])
    ).map("mixtures off the centre, d rows") { mixture, draw in
      Problem(mixture: mixture, bias: draw.real("bias", in: 0.05...1), rank: mixture.dimension)
    }
    let starts = Family.fromTwoStarts(problems).coveringMoreDimensionsThanF(0.3) { $0.problem.mixture }
    try forAll(starts, oneOptimum)
  }

  @Test func `(3) two random starts, centred, q rows or more`() throws {
    let recipe = MixtureFamily(componentShares: [0.04, 0.36, 0.4, 0.2])
    let problems = Family<Problem>.problems("centred mixtures, q rows or more", recipe, spareRows: 0...2)
    try forAll(.fromTwoStarts(problems).coveringHardMixtures { $0.problem.mixture }, oneOptimum)
  }

  @Test func `(1) the Gram matrix cannot be dropped`() throws {
    try cannotDrop("the Gram matrix", of: .encoderPairs, holds: strongMonotonicity) { pair in
      // "The gradient does not fall from the encoder's mirror image to the encoder", on one line through zero.
      .less(0, than: try pair.problem.loss.riseToMirrorImage(atWhitened: pair.first))
    }
  }

  private func strongMonotonicity(_ pair: EncoderPair) throws -> Verdict {
    try pair.problem.loss.strongMonotonicity(atWhitened: pair.first, and: pair.second).verdict
  }

  /// One start has as many rows as are allowed, and one a single row, where the solver must find the others.
  private func oneOptimum(_ pair: EncoderPair) throws -> Verdict {
    let (loss, rank) = (try pair.problem.loss, pair.problem.rank)
    return try loss.minimizer(rank: rank, start: pair.first).agreement(
      with: loss.minimizer(rank: rank, start: pair.second),
      mappedBy: .identity(pair.problem.mixture.dimension))
  }
}

/// A problem and two whitened encoders that no solver has seen.
private typealias EncoderPair = (problem: Problem, first: Matrix, second: Matrix)

extension Family<EncoderPair> {
  fileprivate static let encoderPairs = Family("pairs of random encoders") { draw in
    var mixture = try MixtureFamily(componentShares: [0.04, 0.3, 0.4, 0.26]).draw(&draw)
    if draw.element("the mixture is", of: ["centred", "off the centre"]) == "off the centre" {
      mixture = try mixture.movedOff(by: draw.normals("shift", mixture.dimension, scale: 0.5))
    }
    let (d, rank) = (mixture.dimension, draw.integer("rank", in: 1...(mixture.componentCount + 1)))
    func encoder() -> Matrix {
      draw.encoder("encoder", rows: rank, dimension: d, size: draw.logarithmic("size", in: 0.01...1))
    }
    let first = encoder()
    let isNear = draw.element("the second encoder is", of: ["anywhere", "near the first"]) != "anywhere"
    let problem = Problem(mixture: mixture, bias: draw.real("bias", in: 0...1), rank: rank)
    return (problem, first, isNear ? first + 0.01 * encoder() : encoder())
  }
  .covering("more than one row", 0.3) { $0.problem.rank > 1 }
  .coveringOffCentre(0.3) { $0.problem.mixture }
  .covering("Gram matrices that differ by less than a tenth", 0.2) { _, first, second in
    (first.gram - second.gram).frobeniusNorm < 0.1 * first.gram.frobeniusNorm
  }

  fileprivate static func fromTwoStarts(_ problems: Family<Problem>) -> Family {
    problems.map("\(problems.name), and two starts") { problem, draw in
      let (d, rank) = (problem.mixture.dimension, problem.rank)
      return (
        problem, draw.encoder("many rows", rows: rank, dimension: d, size: 0.5 * Double(rank).squareRoot()),
        draw.encoder("one row", rows: 1, dimension: d, size: 0.2)
      )
    }
    .coveringNoisyBias { $0.problem.bias }
  }
}
