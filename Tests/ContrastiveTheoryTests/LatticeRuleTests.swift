import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

@Suite struct `Lattice rules` {
  /// A K-component softmax problem with scores of the given spread.
  private func moments(
    _ key: UInt64, components: Int, dimension: Int, spread: Double, target: Double
  ) throws -> SoftmaxMoments {
    var generator = CounterBasedGenerator(key: key)
    let weights = TestMixtures.weights(components, using: &generator)
    let means = Matrix.normal(rows: components, columns: components, using: &generator)
    let drawn = spread * Matrix.normal(rows: components, columns: dimension, using: &generator)
    // The value asks for directions whose weighted mean is zero.
    let mean = drawn.transposed.times(weights)
    let directions = Matrix(rows: components, columns: dimension) { drawn[$0, $1] - mean[$1] }
    return try SoftmaxMoments(
      weights: weights, means: means, directions: directions, target: target, nodeBudget: 1e7, withValue: true
    )
  }

  @Test func `the proved bound dominates the true error on every instance`() throws {
    var worst = 0.0
    for key in 0..<60 {
      let dimension = 1 + key % 3
      let spread = [0.1, 0.5, 1, 2, 4][key % 5]
      let target = [1e-3, 1e-5, 1e-8][(key / 5) % 3]
      func at(_ target: Double) throws -> SoftmaxMoments {
        try moments(
          UInt64(key), components: dimension + 1 + key % 2, dimension: dimension, spread: spread,
          target: target)
      }
      let (rule, reference) = (try at(target), try at(1e-15))
      let error = (rule.posterior - reference.posterior).largestEntry
      let products = (rule.covariance - reference.covariance).largestEntry
      #expect(error <= rule.posteriorError + 1e-14, "key \(key)")
      #expect(products <= rule.covarianceError + 1e-14, "key \(key)")
      #expect(abs(rule.value - reference.value) <= rule.valueError + 1e-13, "key \(key)")
      worst = max(worst, error / rule.posteriorError)
    }
    // A bound that is never approached would be no bound of this rule.
    #expect(worst > 1e-6)
  }

  @Test(arguments: [(10, 1.0), (20, 0.25), (40, 0.0625)])
  func `with many scores in many dimensions a lattice has fewer nodes`(scores: Int, share: Double) {
    var generator = CounterBasedGenerator(key: 12)
    for (dimension, share) in [(5, share), (3, 1)] {
      // Narrow enough that accuracy is left to give up.
      let directions = 0.2 * Matrix.normal(rows: scores, columns: dimension, using: &generator)
      let rule = SoftmaxMoments.rule(directions: directions, target: 1e-14, nodeBudget: 1e5).0
      let expected = LatticeRule(scores: directions, target: 1e-14, nodeBudget: share * 1e5)
      #expect(rule.steps == expected.steps && rule.radius == expected.radius)
      #expect(rule.expectedNodes <= share * 1e5 && rule.tailError < 0.1)
    }
  }

  @Test func `weights sum to one within the error`() throws {
    for dimension in 1...6 {
      var generator = CounterBasedGenerator(key: UInt64(dimension))
      let scores = 0.1 * Matrix.normal(rows: dimension + 1, columns: dimension, using: &generator)
      let rule = LatticeRule(scores: scores, target: 1e-5, nodeBudget: 1e7)
      var sum = 0.0
      rule.forEachNode { sum += $1 }
      #expect(abs(sum - 1) <= rule.latticeError + rule.tailError)
    }
  }

  @Test func `the budget limits the nodes and the bound admits it`() throws {
    var generator = CounterBasedGenerator(key: 5)
    let scores = 3 * Matrix.normal(rows: 10, columns: 9, using: &generator)
    let rule = LatticeRule(scores: scores, target: 1e-14, nodeBudget: 1e5)
    #expect(rule.latticeError > 1e-3)
  }

  @Test func `no dimension is one node, eight components are seven dimensions`() throws {
    let trivial = try moments(1, components: 2, dimension: 0, spread: 1, target: 1e-12)
    #expect(trivial.posteriorError == 0)
    #expect(abs(trivial.posterior.storage.reduce(0, +) - 1) < 1e-14)
    let wide = try moments(2, components: 8, dimension: 7, spread: 0.2, target: 1e-4)
    #expect(abs(wide.posterior.storage.reduce(0, +) - 1) <= 8 * wide.posteriorError)
    #expect(wide.posteriorError < 1e-2)
  }

  @Test func `scores that overflow are refused`() throws {
    #expect(throws: IntegrationError.scoresTooSpread) {
      try moments(1, components: 2, dimension: 1, spread: 1e6, target: 1e-12)
    }
  }

  @Test func `an integral that would need too many nodes is refused`() throws {
    let mixture = try TestMixtures.unequal(3, d: 3, components: 3)
    let loss = try InfoNCE(mixture.pairs(bias: 1), route: .coordinates)
    var generator = CounterBasedGenerator(key: 6)
    let encoder = Matrix.normal(rows: 3, columns: 3, using: &generator)
    #expect(try loss.value(0.1 * encoder).isFinite)
    #expect(throws: IntegrationError.scoresTooSteep) { try loss.value(10 * encoder) }
  }
}
