@testable import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Posteriors` {
  @Test func `densities by eigenvectors, within their error`() throws {
    var generator = CounterBasedGenerator(key: 31)
    for mixture in [
      try TestMixtures.shared(1, d: 5, components: 3), try TestMixtures.unequal(2, d: 4, components: 3),
    ] {
      let d = mixture.dimension
      let points = 2 * Matrix.normal(rows: d, columns: 6, using: &generator)
      let densities = try ComponentDensities(of: mixture, at: points)
      for k in 0..<mixture.componentCount {
        let eigen = try SymmetricEigen(of: mixture.covariance(of: k))
        let inverse = eigen.map { 1 / $0 }
        for n in 0..<6 {
          let difference = points.columns(n..<(n + 1)) - mixture.means.columns(k..<(k + 1))
          let logarithm =
            -difference.inner(inverse * difference) / 2
            - eigen.values.reduce(0) { $0 + log(2 * Double.pi * $1) } / 2
          #expect(abs(logarithm - densities.logarithms[k, n]) <= 2 * densities.errors[n])
          #expect(densities.errors[n] < 1e-8)
        }
      }
      let posterior = densities.posterior
      for n in 0..<6 {
        let joint = (0..<mixture.componentCount).map {
          mixture.weights[$0] * exp(densities.logarithms[$0, n] - densities.logarithms[0, n])
        }
        for k in joint.indices { #expect(abs(posterior[k, n] - joint[k] / joint.reduce(0, +)) < 1e-12) }
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
}
