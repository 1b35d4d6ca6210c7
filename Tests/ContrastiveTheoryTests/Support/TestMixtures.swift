import ContrastiveTheory
import LinearAlgebra

/// Mixtures for tests of the theory's own numerics; reproducible from a key.
enum TestMixtures {
  static func shared(_ key: UInt64, d: Int, components: Int, condition: Double = 100) throws
    -> GaussianMixture
  {
    var generator = CounterBasedGenerator(key: key)
    let spectrum = (0..<d).map { condition.power(-Double($0) / Double(max(d - 1, 1))) }
    let covariance = Matrix.symmetric(spectrum: spectrum, using: &generator)
    let standardised = Matrix.normal(rows: d, columns: components, using: &generator)
    let means = try Cholesky(of: covariance).factor * (1.5 * standardised)
    return try GaussianMixture(
      weights: weights(components, using: &generator), means: means, covariances: .tied(covariance))
  }

  static func unequal(_ key: UInt64, d: Int, components: Int) throws -> GaussianMixture {
    var generator = CounterBasedGenerator(key: key)
    let covariances = (0..<components).map { _ in
      Matrix.symmetric(spectrum: (0..<d).map { _ in generator.uniform(in: 0.3...2) }, using: &generator)
    }
    return try GaussianMixture(
      weights: weights(components, using: &generator),
      means: Matrix.normal(rows: d, columns: components, using: &generator), covariances: .full(covariances))
  }

  static func weights(_ count: Int, using generator: inout CounterBasedGenerator) -> [Double] {
    let raw = (0..<count).map { _ in generator.uniform(in: 0.2...1) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }
}

extension Double {
  func power(_ exponent: Double) -> Double { Foundation.pow(self, exponent) }
}

import Foundation
import RandomNumbers
