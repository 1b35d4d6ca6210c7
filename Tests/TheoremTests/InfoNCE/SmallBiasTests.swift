import Foundation
import MixtureFamilies
import Testing

@Suite struct `The limit of small bias` {
  @Test func `that of two components is the one on paper`() throws {
    // ν = ±2 with equal weights: B = 4, S = 5, Y = 4/25, E|Y x|⁴ = Y⁴ E x⁴ = Y⁴ (16 + 6 · 4 + 3).
    let small = try SmallBias(
      of: GaussianMixture(
        weights: [0.5, 0.5], means: Matrix(columnVectors: [[6], [-6]]),
        covariances: .tied(Matrix(rowVectors: [[9]]))))
    let constant = 64 * (5 * pow(0.16, 4) * 43).squareRoot() / 8
    #expect(abs(small.limit[0, 0] - 0.16) < 1e-14)
    #expect(abs(small.remainder.value - constant) < 1e-12)
    #expect(abs(small.spanningBias - 0.16 / constant) < 1e-13)
  }
}
