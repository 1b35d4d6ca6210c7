@testable import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Posteriors` {
  @Test func `the error of a log density and of a posterior is above the true one`() throws {
    var generator = CounterBasedGenerator(key: 31)
    let count = ProcessInfo.processInfo.environment["CERTIFICATE_TRUTH"].flatMap { Int($0) } ?? 6
    for key in 0..<UInt64(count) {
      let mixture =
        key % 2 == 0
        ? try TestMixtures.shared(key, d: 5, components: 3, condition: pow(10, generator.uniform(in: 0...8)))
        : try TestMixtures.unequal(key, d: 4, components: 3)
      let d = mixture.dimension
      let points =
        pow(10, generator.uniform(in: -1...2)) * Matrix.normal(rows: d, columns: 6, using: &generator)
      let densities = try ComponentDensities(of: mixture, at: points)
      let posterior = densities.posterior
      for n in 0..<6 {
        // By elimination, not by substitution with the library's factor.
        let exact = (0..<mixture.componentCount).map { k in
          let covariance = DoubleDoubleMatrix(mixture.covariance(of: k))
          let difference =
            DoubleDoubleMatrix(points.columns(n..<(n + 1)))
            - DoubleDoubleMatrix(mixture.means.columns(k..<(k + 1)))
          let square = (difference.transposed * covariance.solving(difference))[0, 0]
          let root = covariance.lowerFactor
          let turn = DoubleDouble(2) * DoubleDouble(high: .pi, low: 0x1.1a62633145c07p-53)
          return (0..<d).reduce(DoubleDouble(-0.5) * square) {
            $0 - root[$1, $1].logarithm - DoubleDouble(0.5) * turn.logarithm
          }
        }
        for k in exact.indices {
          let error = abs((DoubleDouble(densities.logarithms[k, n]) - exact[k]).high)
          #expect(error <= densities.errors[n], "\(key): \(error) above \(densities.errors[n])")
          #expect(densities.errors[n] < 1e-13 * (10 + abs(exact.map(\.high).min() ?? 0)))
        }
        let largest = exact.map(\.high).max() ?? 0
        let joint = zip(mixture.weights, exact).map { weight, logarithm in
          let below = logarithm - DoubleDouble(largest)
          return below.high < -600 ? DoubleDouble(0) : DoubleDouble(weight) * below.exponential
        }
        let sum = joint.reduce(DoubleDouble(0)) { $0 + $1 }
        let distance = joint.indices.reduce(0) {
          $0 + abs((DoubleDouble(posterior[$1, n]) - joint[$1] / sum).high) / 2
        }
        #expect(distance <= densities.errors[n])
      }
    }
  }

  @Test func `the whitened error of F covers its angle to the span of the whitened means`() throws {
    var largest = 0.0
    for key in 0..<20 {
      let mixture = try TestMixtures.shared(UInt64(key), d: 8, components: 3, condition: 1e6)
      let root = try mixture.whitening
      let whitened = try WhitenedSubspace(mixture.fisherSubspace, root).basis
      // A second route: the singular vectors of the whitened means themselves.
      let means = root.solveLower(mixture.centred.exactMeans).high
      let span = try Subspace(spannedBy: means, tolerance: 1e-10)
      let outside = whitened - span.basis * span.basis.transposeTimes(whitened)
      let error = try mixture.whitenedFisherError
      largest = max(largest, try SingularValues(of: outside).values[0] / error)
      #expect(error < 1e-14)
    }
    #expect(largest <= 1)
    #expect(try TestMixtures.shared(1, d: 2, components: 3).whitenedFisherError == 0)
  }

  @Test func `a subspace that is not sufficient is refuted`() throws {
    var generator = CounterBasedGenerator(key: 32)
    let mixture = try TestMixtures.shared(3, d: 5, components: 3)
    let points = Matrix.normal(rows: 5, columns: 8, using: &generator)
    let fisher = try mixture.fisherSubspace
    #expect(try mixture.sufficiency(of: fisher, at: points).outcome == .holds)
    // More than F is sufficient as well; a part of it is not, nor is nothing.
    let more = fisher.basis.besides(.normal(rows: 5, columns: 1, using: &generator))
    let whole = Subspace(orthonormalBasis: try QR(of: more).q, error: fisher.error)
    #expect(try mixture.sufficiency(of: whole, at: points).outcome == .holds)
    let part = Subspace(orthonormalBasis: fisher.basis.columns(0..<1), error: fisher.error)
    #expect(try mixture.sufficiency(of: part, at: points).outcome == .refuted)
  }

  @Test func `the density ratio of a pair by its definition`() throws {
    var generator = CounterBasedGenerator(key: 33)
    let mixture = try TestMixtures.shared(4, d: 3, components: 3)
    let pairs = try mixture.pairs(bias: 0.7)
    let (x, y) = (
      Matrix.normal(rows: 3, columns: 4, using: &generator),
      Matrix.normal(rows: 3, columns: 4, using: &generator)
    )
    let fisher = try mixture.fisherSubspace
    #expect(try pairs.sufficiency(of: fisher, at: x, y).outcome == .holds)
    let part = Subspace(orthonormalBasis: fisher.basis.columns(0..<1), error: fisher.error)
    let refuted = try pairs.sufficiency(of: part, at: x, y)
    #expect(refuted.outcome == .refuted)
    // What is measured there, by posteriors.
    func ratios(_ mixture: GaussianMixture, _ x: Matrix, _ y: Matrix) throws -> [Double] {
      let (p, q) = (
        try ComponentDensities(of: mixture, at: x).posterior,
        try ComponentDensities(of: mixture, at: y).posterior
      )
      return (0..<4).map { n in
        var sum = 0.0
        for k in 0..<3 {
          for l in 0..<3 {
            sum += pairs.coupling[k, l] * p[k, n] * q[l, n] / (mixture.weights[k] * mixture.weights[l])
          }
        }
        return log(sum)
      }
    }
    let projection = part.basis.transposed
    let differences = zip(
      try ratios(mixture, x, y), try ratios(mixture.mapped(by: projection), projection * x, projection * y)
    ).map { abs($0 - $1) }
    #expect(differences.contains { abs($0 - refuted.difference.value) < 1e-9 })
  }

  @Test func `how firmly a line is held and its error, by thirty digits`() throws {
    var generator = CounterBasedGenerator(key: 33)
    for _ in 0..<8 {
      let line = generator.uniform(in: 0.1...2) * Matrix.normal(rows: 1, columns: 3, using: &generator)
      let mixture = try GaussianMixture(
        weights: TestMixtures.weights(3, using: &generator),
        means: Matrix.normal(rows: 3, columns: 1, using: &generator) * line, covariances: .tied(.identity(3))
      ).centred
      let loss = try InfoNCE(mixture.pairs(bias: 0.8))
      let minimizer = try loss.minimizer(rank: 1)
      let hold = try #require(try loss.hold(of: mixture.fisherSubspace, at: minimizer))
      let posterior = try #require(try loss.posterior(at: minimizer))
      // Along the only direction v of F.
      let means = mixture.exactMeans
      let v = means.columns(0..<1)
      let along = means.transposed * v
      func form(_ matrix: Matrix) -> DoubleDouble {
        (along.transposed * DoubleDoubleMatrix(matrix) * along)[0, 0]
      }
      let between = form(.diagonal(mixture.weights))
      let agreement = form(posterior.matrix) / between
      let share = between / (v.gram[0, 0] + between + form(posterior.covariance))
      // P is that of both, so that its own error counts for nothing in the first.
      let own = posterior.matrixError[.rounding] / (mixture.weights.min() ?? 1)
      for (estimate, exact, known) in [(hold.agreement, agreement, own), (hold.share, share, 0)] {
        let error = abs((DoubleDouble(estimate.value) - exact).high)
        #expect(error <= estimate.budget[.rounding] - 0.99 * known, "\(estimate) for \(exact.high)")
      }
    }
  }
}
