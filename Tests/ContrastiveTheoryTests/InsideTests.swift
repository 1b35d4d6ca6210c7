import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Best encoders inside a subspace` {
  private let mixture = try? GaussianMixture(
    weights: [0.5, 0.4, 0.1], means: Matrix(columnVectors: [[2, -2], [4, 1], [-3, 4]]),
    covariances: .tied(.identity(2))
  ).centred

  @Test func `is refuted where a freer row does better, and holds in the whole of F`() throws {
    let loss = try InfoNCE(try #require(mixture).pairs(bias: 1))
    let leading = try LinearDiscriminants(of: #require(mixture), dimension: 1).subspace
    let verdict = try loss.criticality(ofBestIn: leading)
    #expect(verdict.outcome == .refuted && verdict.difference.value > 0.01, "\(verdict)")
    // A second route: the least loss on the leading discriminant, on a grid.
    let free = try loss.minimizer(rank: 1)
    let best = try (1...2000).reduce(Double.infinity) {
      min($0, try loss.value((Double($1) / 2000).squareRoot() * leading.basis.transposed))
    }
    #expect(free.value < best - 0.05)
    let whole = try loss.criticality(ofBestIn: #require(mixture).fisherSubspace)
    #expect(whole.outcome == .holds, "\(whole)")
  }

  @Test func `the marginals of the posterior are those of a sample`() throws {
    let mixture = try #require(mixture)
    let loss = try InfoNCE(mixture.pairs(bias: 1))
    let found = try loss.minimizer(rank: 2)
    let verdict = try loss.posteriorMarginals(at: found)
    var generator = CounterBasedGenerator(key: 14)
    let scores = found.gram * mixture.means
    let count = 40_000
    var sums = [0.0, 0, 0]
    for index in 0..<count {
      // As many points of a component as its weight says.
      let share = (Double(index) + 0.5) / Double(count)
      let k = share < 0.5 ? 0 : share < 0.9 ? 1 : 2
      let x = mixture.means.column(k).map { $0 + generator.normal() }
      let logits = zip(scores.transposed.times(x), mixture.weights).map { $0 + log($1) }
      let largest = logits.max() ?? 0
      let exponentials = logits.map { exp($0 - largest) }
      let total = exponentials.reduce(0, +)
      for l in 0..<3 { sums[l] += exponentials[l] / total / Double(count) }
    }
    let off = zip(sums, mixture.weights).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    #expect(verdict.outcome == .refuted)
    #expect(
      abs(off - verdict.difference.value) < 4 / Double(count).squareRoot(),
      "\(off) for \(verdict.difference.value)")
  }
}
