import Evidence
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

/// However a mixture is presented, far from the origin, in any units or nearly singular, what is said of it is the same.
@Suite struct Presentation {
  private func verdicts(
    _ weights: [Double], _ means: [[Double]], _ covariances: GaussianMixture.Covariances, bias: Double
  ) throws -> (contained: Verdict, spans: Verdict, distance: Double) {
    let mixture = try GaussianMixture(
      weights: weights, means: Matrix(columnVectors: means), covariances: covariances
    ).centred
    let found = try InfoNCE(mixture.pairs(bias: bias)).minimizer(rank: mixture.dimension)
    let fisher = try mixture.fisherSubspace
    let contained = try found.containment(in: fisher)
    return (contained, try found.spanning(of: fisher, contained: contained), found.certificate.distance)
  }

  @Test func `a mean a million standard deviations off refutes nothing`() throws {
    let found = try verdicts(
      [0.3, 0.7], [[1_000_001, 1_000_000], [999_999, 1_000_001]], .tied(.identity(2)), bias: 1)
    #expect(found.contained.outcome == .holds && found.spans.outcome == .holds)
    #expect(found.distance < 1e-11)
  }

  @Test func `units and condition numbers change neither verdict nor certificate`() throws {
    var generator = CounterBasedGenerator(key: 41)
    for condition in [1, 1e6, 1e12] {
      let spectrum = [1, condition.squareRoot(), condition].map { 1 / $0 }
      let covariance = Matrix.symmetric(spectrum: spectrum, using: &generator)
      let means = try Cholesky(of: covariance).factor * Matrix.normal(rows: 3, columns: 3, using: &generator)
      for units in [[1, 1, 1], [1e-6, 1, 1e6]] {
        let scaled = Matrix(rows: 3, columns: 3) { covariance[$0, $1] * (units[$0] * units[$1]) }
        let found = try verdicts(
          [0.5, 0.3, 0.2], (0..<3).map { k in (0..<3).map { means[$0, k] * units[$0] } }, .tied(scaled),
          bias: 0.8)
        #expect(found.contained.outcome == .holds, "\(condition), \(units): \(found.contained)")
        #expect(found.spans.outcome == .holds, "\(condition), \(units): \(found.spans)")
        #expect(found.distance < 1e-11)
      }
    }
  }

  @Test func `no start is too large`() throws {
    let apart = try verdicts([0.5, 0.5], [[1000, 1000], [-1000, 0]], .tied(.identity(2)), bias: 0.7)
    // The optimum is 6.9e-7, and so far apart the gradient's rounding is that of a million.
    #expect(apart.distance < 2e-10 && apart.spans.outcome != .refuted)
    let wide = try verdicts(
      [0.999, 0.001], [[0, 0], [1, 1]], .full([.identity(2), 1000 * .identity(2)]), bias: 0.8)
    #expect(wide.distance < 1e-12)
  }

  @Test(arguments: [
    ([0.8, 0.16, 0.04], [[-2.60, 0.027], [29.11, 0], [-64.38, -0.532]], 0.6241),
    ([0.82, 0.14, 0.04], [[-2.12, 0.026], [30.78, 0], [-64.32, -0.543]], 0.6289),
  ])
  func `an optimum on a line that leaves a direction out is certified`(
    weights: [Double], means: [[Double]], bias: Double
  ) throws {
    let found = try verdicts(weights, means, .tied(.identity(2)), bias: bias)
    #expect(found.distance < 1e-10)
    #expect(found.spans.outcome == .refuted)
  }

  @Test func `weights are divided by their sum`() throws {
    let thirds = try GaussianMixture(
      weights: [0.3333333333, 0.3333333333, 0.3333333333], means: Matrix(rows: 1, columns: 3),
      covariances: .spherical([1, 1, 1]))
    #expect(thirds.weights.allSatisfy { abs($0 - 1.0 / 3) < 1e-16 })
  }

  /// The constant of S9 for unequal covariances.
  @Test func `the gradient moves by no more than its Lipschitz constant says`() throws {
    var generator = CounterBasedGenerator(key: 43)
    for key in 0..<6 as Range<UInt64> {
      let loss = try InfoNCE(TestMixtures.unequal(key, d: 2, components: 3).centred.pairs(bias: 0.7))
      let b = 0.5 * Matrix.normal(rows: 2, columns: 2, using: &generator)
      let c = b + 0.1 * Matrix.normal(rows: 2, columns: 2, using: &generator)
      let step = (b.gram - c.gram).frobeniusNorm
      let change =
        try (loss.whitened.gramGradient(at: b).core - loss.whitened.gramGradient(at: c).core).frobeniusNorm
      let size = max(b.gram.frobeniusNorm, c.gram.frobeniusNorm)
      let constant = try loss.whitened.lipschitz(within: size)
      #expect(change <= constant * step && change > 1e-3 * constant * step)
    }
  }
}
