import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

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

  @Test func `it is the mean of a sample, in many dimensions`() throws {
    let mixture = try TestMixtures.shared(3, d: 4, components: 3, condition: 5).centred
    let pairs = try mixture.pairs(bias: 0.7)
    var generator = CounterBasedGenerator(key: 5)
    let whitened = 0.3 * Matrix.normal(rows: 1, columns: 4, using: &generator)
    let factor = try Cholesky(of: mixture.withinClassCovariance)
    let encoder = factor.solveTransposedLower(whitened.transposed).transposed
    let count = 20_000
    for candidates in [2, 7] {
      let (positives, others) = (
        try pairs.sample(count, using: &generator),
        try pairs.sample(count * (candidates - 1), using: &generator)
      )
      let (x, y, z) = (
        (encoder * positives.first).row(0), (encoder * positives.second).row(0),
        (encoder * others.first).row(0)
      )
      let losses = (0..<count).map { i in
        let negatives = (0..<(candidates - 1)).map { x[i] * z[i * (candidates - 1) + $0] }
        return ScoreLoss.infoNCE.value(positive: x[i] * y[i], negatives: negatives)
      }
      let mean = losses.reduce(0, +) / Double(count)
      let spread = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot() / Double(count)
      let exact = try FiniteNegativesInfoNCE(pairs, candidates: candidates).lineValue(encoder)
      #expect(abs(mean - exact.value) < 6 * spread, "\(candidates): \(mean) for \(exact)")
      #expect(6 * spread < 0.1 && exact.budget.total < 1e-9)
    }
  }

  /// Of one negative L is E log(1 + e^{ud}), d normal, the difference of two outputs: a sum over the plane in 106 bits.
  @Test func `the excess and its error, by a second route`() throws {
    var generator = CounterBasedGenerator(key: 77)
    let count = ProcessInfo.processInfo.environment["CERTIFICATE_TRUTH"].flatMap { Int($0) } ?? 2
    let one = DoubleDouble(1)
    for _ in 0..<count {
      let mixture = try GaussianMixture(
        weights: TestMixtures.weights(2, using: &generator),
        means: Matrix.normal(rows: 1, columns: 2, using: &generator), covariances: .tied(.identity(1)))
      let pairs = try mixture.pairs(bias: generator.uniform())
      let b = generator.uniform(in: 0.2...0.7)
      let (means, spread) = (mixture.means.row(0).map { DoubleDouble($0) * DoubleDouble(b) }, DoubleDouble(b))
      let step = 0x1p-4
      func masses(_ x: Double, _ mean: DoubleDouble, _ variance: DoubleDouble) -> DoubleDouble {
        let deviation = DoubleDouble(x) - mean
        let exponent = DoubleDouble(-0.5) * deviation * deviation / variance
        return exponent.high < -80 ? DoubleDouble(0) : exponent.exponential
      }
      let variance = spread * spread
      var (sum, mass) = (DoubleDouble(0), DoubleDouble(0))
      for u in stride(from: -12.0, through: 12, by: step) {
        let outputs = means.map { masses(u, $0, variance) }
        guard outputs.contains(where: { $0.high > 1e-33 }) else { continue }
        for d in stride(from: -15.0, through: 15, by: step) {
          var weight = DoubleDouble(0)
          for k in 0..<2 {
            for l in 0..<2 {
              for m in 0..<2 {
                let joint = DoubleDouble(pairs.coupling[k, l]) * DoubleDouble(mixture.weights[m])
                weight = weight + joint * outputs[k] * masses(d, means[m] - means[l], variance + variance)
              }
            }
          }
          guard weight.high > 1e-33 else { continue }
          mass = mass + weight
          sum = sum + weight * (one + DoubleDouble(u * d).exponential).logarithm
        }
      }
      let found = try FiniteNegativesInfoNCE(pairs, candidates: 2).lineValue(Matrix(rowVectors: [[b]]))
      let error = abs((DoubleDouble(found.value) - sum / mass).high)
      #expect(error <= found.budget.total, "\(b): \(error), \(found)")
      #expect(found.budget.total < 1e-10 && found.budget.grade == .proved, "\(found)")
    }
  }

  @Test func `coarse sums are wrong by no more than they say`() throws {
    var generator = CounterBasedGenerator(key: 78)
    for candidates in [2.0, 5, 100, 3000] {
      let weights = TestMixtures.weights(3, using: &generator)
      let bias = generator.uniform()
      let line = LineOfScores(
        means: (0..<3).map { _ in generator.normal() }, spread: generator.uniform(in: 0.2...0.9),
        weights: weights,
        coupling: Matrix(rows: 3, columns: 3) {
          (1 - bias) * weights[$0] * weights[$1] + ($0 == $1 ? bias * weights[$0] : 0)
        }, candidates: candidates)
      let (excess, slopes) = (line.excess(step: 0.75), line.slopes(step: 0.75))
      for step in [1, 1.5, 2, 3, 4] {
        let (coarse, coarseSlopes) = (line.excess(step: step), line.slopes(step: step))
        let known = coarse.budget.total + excess.budget.total
        #expect(abs(coarse.value - excess.value) <= known, "\(candidates), \(step): \(coarse) for \(excess)")
        let byMeans = zip(coarseSlopes.byMeans, slopes.byMeans).reduce(0) { $0 + abs($1.0 - $1.1) }
        let ofMeans = coarseSlopes.byMeansError.budget.total + slopes.byMeansError.budget.total
        #expect(byMeans <= ofMeans, "\(candidates), \(step): \(byMeans), \(ofMeans)")
        let ofSpread = coarseSlopes.bySpreadError.budget.total + slopes.bySpreadError.budget.total
        #expect(
          abs(coarseSlopes.bySpread - slopes.bySpread) <= ofSpread, "\(candidates), \(step): \(ofSpread)")
        if step == 1 { #expect(known < 1e-8 && ofMeans < 1e-7, "\(candidates): \(known), \(ofMeans)") }
      }
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
      let found = try loss.lineGradient(atWhitened: row)
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

  @Test(arguments: [30, 1e9, 1e300, .infinity, .nan])
  func `of scores that differ by hundreds there is no sum`(size: Double) throws {
    let loss = try FiniteNegativesInfoNCE(distant(), candidates: 16)
    let row = Matrix(rowVectors: [[size]])
    #expect(throws: IntegrationError.scoresTooSpread) { try loss.lineExcess(row) }
    #expect(throws: IntegrationError.scoresTooSpread) { try loss.lineGradient(atWhitened: row) }
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
