import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

@Suite struct `InfoNCE with finitely many negatives` {
  /// Two components on a line, ±1 with variance 1, the positive of the same component with probability .9.
  private func pairs() throws -> AugmentedPairs {
    let mixture = try GaussianMixture(
      weights: [0.4, 0.6], means: Matrix(rowVectors: [[-1.2, 0.8]]), covariances: .tied(.identity(1)))
    return try mixture.pairs(bias: 0.8)
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

  /// E_x of a function of the closed-form means of e^s and e^{2s}, over a plane grid for W = I; u = Hx.
  @Test func `of two rows it is a sum over the plane`() throws {
    let mixture = try GaussianMixture(
      weights: [0.5, 0.3, 0.2], means: Matrix(rowVectors: [[1, -1, 0.5], [0, 1, -1.5]]),
      covariances: .tied(.identity(2)))
    let pairs = try mixture.pairs(bias: 0.7)
    let (w, nu) = (mixture.weights, mixture.means)
    let encoder = Matrix(rowVectors: [[0.5, 0.2], [-0.1, 0.4]])
    let h = encoder.gram
    var (exact, positives) = (0.0, 0.0)
    let nodes = stride(from: -11.0, through: 11, by: 0.25)
    for x in nodes {
      for y in nodes {
        let u = h.times([x, y])
        let square = u[0] * u[0] + u[1] * u[1]
        let shifts = (0..<3).map { u[0] * nu[0, $0] + u[1] * nu[1, $0] }
        let z = (0..<3).reduce(0) { $0 + w[$1] * exp(shifts[$1]) }
        let second = (0..<3).reduce(0) { $0 + w[$1] * exp(2 * shifts[$1]) } * exp(square)
        for k in 0..<3 {
          let distance = pow(x - nu[0, k], 2) + pow(y - nu[1, k], 2)
          let mass = w[k] * exp(-distance / 2) / (2 * Double.pi) / 16
          let positive = (0..<3).reduce(0) { $0 + pairs.coupling[k, $1] / w[k] * exp(shifts[$1]) } / z - 1
          positives += mass * positive
          exact += mass * (positive - (second / (z * z) - 1) / 2)
        }
      }
    }
    let loss = try FiniteNegativesInfoNCE(pairs, candidates: 2)
    let (found, largest) = (try #require(try loss.limitConstant(encoder)), try loss.largestExcess(encoder))
    #expect(abs(found.value - exact) <= found.budget.total + 1e-12, "\(found) for \(exact)")
    #expect(abs(largest.value - positives) <= largest.budget.total + 1e-12, "\(largest) for \(positives)")
    #expect(found.budget.total < 1e-11 && found.budget.grade == .proved)
  }

  /// The same on a line, in 106 bits.
  @Test func `the constants and their errors, by thirty digits`() throws {
    var generator = CounterBasedGenerator(key: 23)
    let count = ProcessInfo.processInfo.environment["CERTIFICATE_TRUTH"].flatMap { Int($0) } ?? 4
    for _ in 0..<count {
      let components = generator.integer(in: 2...3)
      let mixture = try GaussianMixture(
        weights: TestMixtures.weights(components, using: &generator),
        means: generator.uniform(in: 0.2...2)
          * Matrix.normal(rows: 1, columns: components, using: &generator),
        covariances: .tied(.identity(1)))
      let pairs = try mixture.pairs(bias: generator.uniform())
      let a = generator.uniform(in: 0.2...0.8)
      let h = DoubleDouble(a) * DoubleDouble(a)
      let (w, nu) = (mixture.weights.map { DoubleDouble($0) }, mixture.means.row(0).map { DoubleDouble($0) })
      var (positives, variances, mass) = (DoubleDouble(0), DoubleDouble(0), DoubleDouble(0))
      for x in stride(from: -60.0, through: 60, by: 0.125) {
        let u = h * DoubleDouble(x)
        mass = mass + DoubleDouble(-x * x / 2).exponential
        let tilts = nu.map { (u * $0).exponential }
        let z = zip(w, tilts).reduce(DoubleDouble(0)) { $0 + $1.0 * $1.1 }
        let second = zip(w, tilts).reduce(DoubleDouble(0)) { $0 + $1.0 * $1.1 * $1.1 }
        for k in w.indices {
          let exponent = DoubleDouble(-0.5) * (DoubleDouble(x) - nu[k]) * (DoubleDouble(x) - nu[k])
          let positive = w.indices.reduce(DoubleDouble(0)) {
            $0 + DoubleDouble(pairs.coupling[k, $1]) * tilts[$1]
          }
          positives = positives + exponent.exponential * (positive / z)
          variances = variances + w[k] * (exponent + u * u).exponential * (second / (z * z))
        }
      }
      let one = DoubleDouble(1)
      let largest = positives / mass - one
      let limit = largest - (variances / mass - one) * DoubleDouble(0.5)
      let loss = try FiniteNegativesInfoNCE(pairs, candidates: 2)
      let row = Matrix(rowVectors: [[a]])
      for (found, exact) in [
        (try loss.largestExcess(row), largest), (try #require(try loss.limitConstant(row)), limit),
      ] {
        let error = abs((DoubleDouble(found.value) - exact).high)
        #expect(error <= found.budget.total, "\(found) for \(exact.high)")
      }
    }
  }
}
