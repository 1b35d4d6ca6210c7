import MixtureFamilies
import TheoremTesting

/// Let the components of a Gaussian mixture share a covariance. As a function of the Gram matrix in whitened
/// coordinates the population InfoNCE loss is 1-strongly convex, at every bias, so that it has one minimiser over the
/// positive semidefinite matrices. Every second-order critical encoder with r ≥ d rows has that Gram matrix; if the
/// mixture is centred, r ≥ q rows are enough, q the dimension of the Fisher subspace.
@Suite(.theorem(.proved))
struct `T12 One optimum` {
  @Test func `strong convexity at random pairs of Gram matrices`() throws {
    try forAll(.encoderPairs) { try $0.strongMonotonicity.verdict }
  }

  @Test func `two random starts, centred, q rows or more`() throws {
    try forAll(.centredFewComponents) { try $0.sameOptimumFromTwoStarts }
  }

  @Test func `two random starts, off the centre, d rows`() throws {
    try forAll(.offCentre) { try $0.sameOptimumFromTwoStarts }
  }

  @Test func `twin: the encoder in place of its Gram matrix`() throws {
    try twin(dropping: "convexity in the Gram matrix", of: .encoderPairs) { instance in
      var instance = instance
      instance.isOfEncoder = true
      return instance
    } _: {
      try $0.isOfEncoder ? $0.convexityInEncoder : $0.strongMonotonicity.verdict
    }
  }
}

extension Problem {
  /// "Two starts lead to one minimiser": one of many random rows, and one of a single row, where the solver must find
  /// the others.
  fileprivate var sameOptimumFromTwoStarts: Verdict {
    get throws {
      var generator = CounterBasedGenerator(key: 12, stream: UInt64(mixture.dimension))
      let loss = try loss
      let d = mixture.dimension
      let many = (0.5 / Double(d).squareRoot()) * Matrix.normal(rows: rank, columns: d, using: &generator)
      let one = (0.2 / Double(d).squareRoot()) * Matrix.normal(rows: 1, columns: d, using: &generator)
      return try loss.minimizer(rank: rank, start: many)
        .agreement(
          with: loss.minimizer(rank: rank, start: one), mappedBy: .identity(d))
    }
  }
}

/// A problem and two encoders that no solver has seen.
private struct EncoderPair: Sendable, Codable {
  let problem: Problem
  /// In whitened coordinates, one row a list.
  let encoders: [[[Double]]]
  /// Asks for convexity in the first encoder itself.
  var isOfEncoder = false

  var strongMonotonicity: StrongMonotonicity {
    get throws {
      try problem.loss.strongMonotonicity(
        atWhitened: Matrix(rowVectors: encoders[0]), and: Matrix(rowVectors: encoders[1]))
    }
  }

  /// "The gradient does not fall from the encoder's mirror image to the encoder", which lie on one line through zero.
  var convexityInEncoder: Verdict {
    get throws {
      let rise = try problem.loss.riseToMirrorImage(atWhitened: Matrix(rowVectors: encoders[0]))
      return .less(0, than: rise)
    }
  }
}

extension Family<EncoderPair> {
  /// Encoders of every size between a hundredth and one and of different numbers of rows; mixtures off the centre
  /// too. The second encoder is anywhere, or near the first.
  fileprivate static let encoderPairs = Family("pairs of random encoders") { generator in
    var recipe = MixtureFamily()
    recipe.componentShares = [0.04, 0.3, 0.4, 0.26]
    let mixture = try recipe.draw(using: &generator)
    let d = mixture.dimension
    let rank = generator.integer(in: 1...(mixture.componentCount + 1))
    func encoder() -> Matrix {
      let size = generator.logUniform(in: 0.01...1) / Double(rank * d).squareRoot()
      return size * Matrix.normal(rows: rank, columns: d, using: &generator)
    }
    let first = encoder()
    let second = generator.uniform() < 0.5 ? encoder() : first + 0.01 * encoder()
    let shift = generator.uniform() < 0.5 ? 0.0 : 0.3
    let moved = try mixture.mapped(
      by: .identity(d), shift: (0..<d).map { _ in shift * generator.normal() })
    return EncoderPair(
      problem: Problem(mixture: moved, bias: generator.uniform(in: 0...1), rank: rank, route: nil),
      encoders: [first, second].map { encoder in (0..<rank).map { encoder.row($0) } })
  }
  .covering("more than one row", 0.3) { $0.problem.rank > 1 }
  .covering("not centred", 0.3) { $0.problem.mixture.mean.contains { abs($0) > 0.01 } }
  .covering("Gram matrices that differ by less than a tenth", 0.2) { instance in
    let grams = instance.encoders.map { Matrix(rowVectors: $0).gram }
    return (grams[0] - grams[1]).frobeniusNorm < 0.1 * grams[0].frobeniusNorm
  }
}

extension Family<Problem> {
  /// Any bias, and ranks from q to q + 2.
  fileprivate static let centredFewComponents = Family("centred mixtures, q rows or more") { generator in
    var recipe = MixtureFamily()
    recipe.componentShares = [0.04, 0.36, 0.4, 0.2]
    let mixture = try recipe.draw(using: &generator)
    let q = min(mixture.componentCount - 1, mixture.dimension)
    return Problem(
      mixture: mixture, bias: generator.uniform(in: 0...1), rank: max(q + generator.integer(in: 0...2), 1),
      route: nil)
  }
  .coveringHardProblems

  fileprivate static let offCentre = Family("mixtures off the centre, d rows") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 1...8
    recipe.componentShares = [0.05, 0.4, 0.4, 0.15]
    let mixture = try recipe.draw(using: &generator)
    let d = mixture.dimension
    let root = try Cholesky(of: mixture.withinClassCovariance).factor
    // Up to about one standard deviation, in each direction.
    let shift = root.times((0..<d).map { _ in 0.5 * generator.normal() })
    return Problem(
      mixture: try mixture.mapped(by: .identity(d), shift: shift), bias: generator.uniform(in: 0.05...1),
      rank: d,
      route: nil)
  }
  .covering("more dimensions than F has", 0.3) {
    try $0.mixture.dimension > $0.mixture.fisherSubspace.dimension
  }
  .covering("noisy bias, inside (.05, .95)", 0.3) { $0.bias > 0.05 && $0.bias < 0.95 }
}
