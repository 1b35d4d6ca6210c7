import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Finitely many negatives on a line` {
  /// Two components at ±2 with variance 1, the positive of the same component.
  private func distant() throws -> AugmentedPairs {
    try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[-2, 2]]), covariances: .tied(.identity(1))
    ).pairs(bias: 1)
  }

  @Test func `with one negative it is a sum over a grid`() throws {
    let mixture = try GaussianMixture(
      weights: [0.4, 0.6], means: Matrix(rowVectors: [[-1.2, 0.8]]), covariances: .tied(.identity(1)))
    let pairs = try mixture.pairs(bias: 0.8)
    let grid = Array(stride(from: -9.0, through: 9, by: 0.2))
    let laws = (0..<2).map { k in
      grid.map { 0.2 * exp(-pow($0 - mixture.means[0, k], 2) / 2) / (2 * Double.pi).squareRoot() }
    }
    for a in [0.5, 1.1] {
      var exact = 0.0
      for (i, x) in grid.enumerated() {
        for (j, partner) in grid.enumerated() {
          var joint = 0.0
          for k in 0..<2 { for l in 0..<2 { joint += pairs.coupling[k, l] * laws[k][i] * laws[l][j] } }
          guard joint > 1e-18 else { continue }
          for (m, y) in grid.enumerated() {
            let negative = mixture.weights[0] * laws[0][m] + mixture.weights[1] * laws[1][m]
            let difference = a * a * x * (y - partner)
            exact += joint * negative * (max(difference, 0) + log1p(exp(-abs(difference))))
          }
        }
      }
      let found = try FiniteNegativesInfoNCE(pairs, candidates: 2).lineValue(Matrix(rowVectors: [[a]]))
      // The grid's own error.
      #expect(abs(found.value - exact) <= found.budget.total + 1e-9, "\(a): \(found) for \(exact)")
      #expect(found.budget.total < 1e-6, "\(found.budget)")
    }
  }

  @Test func `it lies in the interval of the sampled value, in many dimensions`() throws {
    let mixture = try TestMixtures.shared(3, d: 4, components: 3, condition: 5).centred
    let pairs = try mixture.pairs(bias: 0.7)
    var generator = CounterBasedGenerator(key: 5)
    let whitened = 0.3 * Matrix.normal(rows: 1, columns: 4, using: &generator)
    let factor = try Cholesky(of: mixture.withinClassCovariance)
    let encoder = factor.solveTransposedLower(whitened.transposed).transposed
    for candidates in [2, 7, 40] {
      let loss = try FiniteNegativesInfoNCE(pairs, candidates: candidates)
      let exact = try loss.lineExcess(encoder)
      let sampled = try loss.excess(encoder, samples: 20_000, using: &generator)
      #expect(abs(sampled.value - exact.value) <= sampled.budget.total + exact.budget.total)
      #expect(exact.budget.total < 1e-9 && exact.value < 0.5 * sampled.budget.total + abs(sampled.value))
    }
  }

  @Test func `the gradient by differences of the value`() throws {
    // Not centred, so that the derivative by every mean counts.
    let mixture = try TestMixtures.shared(3, d: 3, components: 3, condition: 5)
    let pairs = try mixture.pairs(bias: 0.7)
    let factor = try Cholesky(of: mixture.withinClassCovariance)
    let row = Matrix(rowVectors: [[0.4, -0.3, 0.2]])
    for candidates in [2, 3, 40, 4000] {
      let loss = try FiniteNegativesInfoNCE(pairs, candidates: candidates)
      func value(_ row: Matrix) throws -> Double {
        try loss.lineValue(factor.solveTransposedLower(row.transposed).transposed).value
      }
      let found = loss.lineGradient(atWhitened: row)
      let rows = try loss.rows().evaluate(row)
      #expect(abs(rows.value - (try value(row))) < 1e-13)
      #expect((rows.gradient - found.gradient).frobeniusNorm < 1e-13)
      for j in 0..<3 {
        let step = Matrix(rows: 1, columns: 3) { $1 == j ? 1e-4 : 0 }
        let slope = try (value(row + step) - value(row - step)) / 2e-4
        #expect(abs(slope - found.gradient[0, j]) < 1e-7, "\(candidates): \(slope) for \(found)")
      }
      #expect(found.budget.total < 1e-9, "\(found.budget)")
    }
  }

  @Test func `N times the excess goes to the limit constant like 1 over N`() throws {
    let pairs = try distant()
    let encoder = Matrix(rowVectors: [[0.45]])
    let limit = try #require(try FiniteNegativesInfoNCE(pairs, candidates: 2).limitConstant(encoder)).value
    let gaps = try [500, 2000, 8000].map { candidates in
      let excess = try FiniteNegativesInfoNCE(pairs, candidates: candidates).lineExcess(encoder)
      return Double(candidates) * excess.value - limit
    }
    for i in 0..<2 { #expect(abs(gaps[i + 1] / gaps[i] - 0.25) < 0.02, "\(gaps)") }
  }

  @Test func `the constants of two components at ±2, by a sum over a line`() throws {
    let pairs = try distant()
    for (h, printed) in [(0.25, 0.0480637), (0.5, -8.9395823)] {
      // E e^s and E e^2s in closed form, x on a grid that reaches where the exponentials tilt it to.
      var exact = 0.0
      for x in stride(from: -30.0, through: 30, by: 0.05) {
        let (up, down) = (exp(2 * h * x), exp(-2 * h * x))
        let z = (up + down) / 2
        let second = exp(h * h * x * x) * (up * up + down * down) / 2
        for (sign, own) in [(1.0, up), (-1.0, down)] {
          let mass = 0.05 * exp(-pow(x - 2 * sign, 2) / 2) / (2 * Double.pi).squareRoot() / 2
          exact += mass * (own / z - 1 - (second / (z * z) - 1) / 2)
        }
      }
      let encoder = Matrix(rowVectors: [[h.squareRoot()]])
      let found = try #require(try FiniteNegativesInfoNCE(pairs, candidates: 2).limitConstant(encoder))
      #expect(abs(found.value - exact) <= found.budget.total + 1e-12 * abs(exact), "\(found) for \(exact)")
      #expect(abs(exact - printed) < 1e-7, "\(exact)")
    }
  }
}
