import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

@Suite struct `Shifted lattices` {
  @Test func `the normal quantile inverts the distribution function`() {
    let probabilities = (1..<2000).map { Double($0) / 2000 } + [1e-10, 1e-15, 1e-30, 1e-200, 1 - 1e-9]
    for probability in probabilities {
      let z = normalQuantile(probability)
      // erfc magnifies the rounding of its argument by z².
      let error = abs(erfc(-z / 2.0.squareRoot()) / 2 - probability)
      #expect(error <= 8 * .ulpOfOne * (1 + z * z) * probability, "\(probability)")
    }
  }

  @Test func `nodes have the moments of the normal law`() {
    for dimension in [4, 9, 25] {
      let nodes = ShiftedLattice(dimension: dimension, nodeBudget: 1e5).nodes(shift: 3)
      let count = Double(nodes.columns)
      let means = nodes.times(Array(repeating: 1 / count, count: nodes.columns))
      let second = (1 / count) * nodes.timesTranspose(nodes)
      // A tenth of the standard error of as many random draws would have.
      #expect(means.allSatisfy { abs($0) < 0.1 / count.squareRoot() })
      #expect((second - .identity(dimension)).largestEntry < 5 / count.squareRoot())
    }
  }

  @Test func `the estimated error covers the difference to many more nodes`() throws {
    for key in 0..<6 {
      let components = 8 + key % 3
      var generator = CounterBasedGenerator(key: UInt64(key))
      let weights = TestMixtures.weights(components, using: &generator)
      let means = Matrix.normal(rows: components, columns: components, using: &generator)
      let directions = 0.5 * Matrix.normal(rows: components, columns: components - 1, using: &generator)
      func moments(_ budget: Double) throws -> SoftmaxMoments {
        try SoftmaxMoments(
          weights: weights, means: means, directions: directions, target: 1e-12, nodeBudget: budget,
          withValue: true)
      }
      let (rough, fine) = (try moments(1e5), try moments(4e6))
      #expect((rough.posterior - fine.posterior).frobeniusNorm <= rough.posteriorError + fine.posteriorError)
      #expect(
        (rough.covariance - fine.covariance).frobeniusNorm <= rough.covarianceError + fine.covarianceError)
      #expect(fine.posteriorError < rough.posteriorError && rough.posteriorError < 0.05)
    }
  }
}

@Suite struct `Integrals over the encoder's coordinates` {
  @Test func `the estimated error dominates on every instance`() throws {
    var generator = CounterBasedGenerator(key: 8)
    for key in 0..<20 {
      let d = 2 + key % 3
      let mixture = try TestMixtures.unequal(UInt64(key), d: d, components: 2 + key % 2)
      let loss = try InfoNCE(mixture.pairs(bias: 0.7)).whitened
      let encoder = 0.4 * Matrix.normal(rows: 1 + key % 2, columns: d, using: &generator)
      let estimate = try loss.gramGradient(at: encoder)
      // The reference has a far lower target and, at these ranks, at least twice the nodes.
      let reference = try loss.targeting(1e-60).evaluate(encoder).gradient
      let difference = (2 * (encoder * estimate.core) - reference).frobeniusNorm
      // Both sides are rounded.
      #expect(difference <= 4 * encoder.frobeniusNorm * estimate.error.total, "key \(key)")
      #expect(estimate.error.total < 1e-9)
    }
  }
}
