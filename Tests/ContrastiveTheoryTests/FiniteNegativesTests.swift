import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `InfoNCE with finitely many negatives` {
  /// Two components on a line, ±1 with variance 1, the positive of the same component with probability .9.
  private func pairs() throws -> AugmentedPairs {
    let mixture = try GaussianMixture(
      weights: [0.4, 0.6], means: Matrix(rowVectors: [[-1.2, 0.8]]), covariances: .tied(.identity(1)))
    return try mixture.pairs(bias: 0.8)
  }

  private let grid = Array(stride(from: -9.0, through: 9, by: 0.2))

  private func normal(_ x: Double) -> Double { 0.2 * exp(-x * x / 2) / (2 * Double.pi).squareRoot() }

  /// Masses of the grid's points under each component.
  private func masses(_ pairs: AugmentedPairs) -> [[Double]] {
    (0..<2).map { k in grid.map { normal($0 - pairs.mixture.means[0, k]) } }
  }

  @Test func `with one negative it is a sum over a grid`() throws {
    let pairs = try pairs()
    let laws = masses(pairs)
    // In one case the ratio has a variance, in the other it has not.
    for a in [0.5, 1.1] {
      let g = a * a
      var exact = 0.0
      for (i, x) in grid.enumerated() {
        for (j, partner) in grid.enumerated() {
          var joint = 0.0
          for k in 0..<2 { for l in 0..<2 { joint += pairs.coupling[k, l] * laws[k][i] * laws[l][j] } }
          guard joint > 1e-18 else { continue }
          for (m, y) in grid.enumerated() {
            let negative = pairs.mixture.weights[0] * laws[0][m] + pairs.mixture.weights[1] * laws[1][m]
            let difference = g * x * (y - partner)
            exact += joint * negative * (max(difference, 0) + log1p(exp(-abs(difference))))
          }
        }
      }
      var generator = CounterBasedGenerator(key: 1)
      let loss = try FiniteNegativesInfoNCE(pairs, candidates: 2)
      let sampled = try loss.value(Matrix(rowVectors: [[a]]), samples: 120_000, using: &generator)
      #expect(abs(sampled.value - exact) <= sampled.budget.total, "\(sampled) for \(exact)")
      // The interval can tell a candidate more or less.
      #expect(sampled.budget.total < 0.1, "\(sampled.budget)")
    }
  }

  @Test func `the limit constant is a sum over a grid`() throws {
    let pairs = try pairs()
    let w = pairs.mixture.weights
    // The exponentials tilt the laws far out.
    let wide = Array(stride(from: -40.0, through: 40, by: 0.2))
    func mass(_ k: Int, _ x: Double, _ exponent: Double = 0) -> Double {
      let deviation = x - pairs.mixture.means[0, k]
      return 0.2 * exp(exponent - deviation * deviation / 2) / (2 * Double.pi).squareRoot()
    }
    for a in [0.3, 0.6, 0.75] {
      let g = a * a
      var exact = 0.0
      for x in wide where abs(x) < 20 {
        // E e^s and E e^2s over y, for each component of y.
        let moments = [1.0, 2].map { power in
          (0..<2).map { l in wide.reduce(0) { $0 + mass(l, $1, power * g * x * $1) } }
        }
        let z = w[0] * moments[0][0] + w[1] * moments[0][1]
        let variance = w[0] * moments[1][0] + w[1] * moments[1][1] - z * z
        for k in 0..<2 {
          let positive =
            (pairs.coupling[k, 0] * moments[0][0] + pairs.coupling[k, 1] * moments[0][1]) / w[k]
          exact += w[k] * mass(k, x) * (positive / z - 1 - variance / (2 * z * z))
        }
      }
      let found = try #require(
        try FiniteNegativesInfoNCE(pairs, candidates: 2).limitConstant(Matrix(rowVectors: [[a]])))
      // The grid's own rounding, at a few thousand terms.
      #expect(
        abs(found.value - exact) <= found.budget.total + 1e-12 * (1 + abs(exact)),
        "\(a): \(found) for \(exact)")
      #expect(found.budget.total < 1e-9)
    }
    // H = a², and a⁴ < 1/2 up to a = .8409.
    let loss = try FiniteNegativesInfoNCE(pairs, candidates: 2)
    #expect(try loss.limitConstant(Matrix(rowVectors: [[0.85]])) == nil)
    #expect(try loss.limitConstant(Matrix(rowVectors: [[0.84]])) != nil)
  }

  @Test func `N times the excess goes to the limit constant`() throws {
    let mixture = try TestMixtures.shared(3, d: 3, components: 3, condition: 5).centred
    let pairs = try mixture.pairs(bias: 0.7)
    var generator = CounterBasedGenerator(key: 4)
    let whitened = 0.25 * Matrix.normal(rows: 2, columns: 3, using: &generator)
    let factor = try Cholesky(of: mixture.withinClassCovariance)
    let encoder = factor.solveTransposedLower(whitened.transposed).transposed
    let limit = try #require(try FiniteNegativesInfoNCE(pairs, candidates: 2).limitConstant(encoder))
    for candidates in [10, 40] {
      let loss = try FiniteNegativesInfoNCE(pairs, candidates: candidates)
      let one = try loss.excess(encoder, samples: 120_000, using: &generator)
      let excess = Estimate(
        Double(candidates) * one.value, budget: one.budget.scaled(by: Double(candidates)))
      let gap = abs(excess.value - limit.value)
      // What is left is of the order 1/N.
      #expect(gap <= excess.budget.total + 5 * abs(limit.value) / Double(candidates))
      #expect(excess.budget.total < 0.5 * abs(limit.value), "\(excess) for \(limit)")
    }
  }
}
