import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Gradient steps` {
  private func drawn() throws -> (mixture: GaussianMixture, b: Matrix) {
    var generator = CounterBasedGenerator(key: 41)
    return (
      try TestMixtures.shared(4, d: 5, components: 3).centred,
      0.4 * Matrix.normal(rows: 2, columns: 5, using: &generator)
    )
  }

  @Test func `both kinds by the gradient in the original coordinates`() throws {
    let (mixture, b) = try drawn()
    let loss = try InfoNCE(mixture.pairs(bias: 0.8))
    let whitening = try Cholesky(of: mixture.withinClassCovariance)
    let encoder = whitening.solveTransposedLower(b.transposed).transposed
    let gradient = try loss.gradient(encoder)
    let size = 0.01
    let whitened = try loss.gradientStep(atWhitened: b, size: size)
    let inWhitened = b - size * whitening.solveLower(gradient.transposed).transposed
    #expect((whitened.after - inWhitened).frobeniusNorm < 1e-11)
    let original = try loss.gradientStep(atWhitened: b, size: size, coordinates: .original)
    #expect((original.after - (encoder - size * gradient) * whitening.factor).frobeniusNorm < 1e-11)
    #expect(whitened.error.total < 1e-10)
  }

  @Test func `filtering by its definition`() throws {
    let (mixture, b) = try drawn()
    let loss = try InfoNCE(mixture.pairs(bias: 0.8))
    let step = try loss.gradientStep(atWhitened: b, size: loss.filteringStep(atWhitened: b))
    let fisher = try mixture.fisherSubspace
    let whitening = try Cholesky(of: mixture.withinClassCovariance)
    // The projector in whitened coordinates, by the means instead of F.
    let span = try Subspace(spannedBy: whitening.solveLower(mixture.means), tolerance: 1e-10)
    let outside = Matrix.identity(5) - span.projector
    let (before, after) = ((b * outside).frobeniusNorm, (step.after * outside).frobeniusNorm)
    let leak = b.transposeTimes(b * outside).frobeniusNorm
    let verdict = try step.filtering(outside: fisher)
    #expect(verdict.outcome == .holds)
    let size = b.inner(b)
    let left = (before * before - (after * after + 2 * step.size * leak * leak)) / size
    // The other clause, along every direction, may be tighter.
    #expect(try #require(verdict.margin) <= left && left > 0)
  }

  @Test func `the rate of the flow is the restoring force`() throws {
    let (mixture, b) = try drawn()
    let loss = try InfoNCE(mixture.pairs(bias: 0.8))
    let fisher = try mixture.fisherSubspace
    let rate = try loss.gradientStep(atWhitened: b, size: 1).filteringRate(outside: fisher)
    let force = try loss.restoringForce(atWhitened: b, towards: fisher)
    #expect(rate.outcome == .holds)
    #expect(force.pull > force.leak && (rate.margin ?? -1) >= 0)
    // Against another subspace the encoder is not driven back along every direction.
    let other = Subspace(orthonormalBasis: Matrix.identity(5).columns(0..<fisher.dimension))
    #expect(try loss.gradientStep(atWhitened: b, size: 1).filteringRate(outside: other).outcome == .refuted)
  }

  @Test func `the largest step by its formula`() throws {
    let mixture = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[2, -2], [0, 0]]), covariances: .tied(.identity(2)))
    let loss = try InfoNCE(mixture.pairs(bias: 1))
    // |S|₂ = 1 + 4, max |ν_k − ν_l|² = 16, |B|₂ = 3.
    let step = try loss.filteringStep(atWhitened: Matrix(rowVectors: [[3, 0], [0, 1]]))
    let exact = 1 / ((1 + 5 + 4) * 9.0)
    #expect(step <= exact && step > (1 - 1e-5) * exact)
  }
}
