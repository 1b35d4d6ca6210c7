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

  @Test func `the limit of small bias and its constant, by thirty digits`() throws {
    for (weight, mean) in [(0.25, 1.0), (0.5, 3), (0.125, 0.3)] {
      // On a line, around zero: ν = ±mean over the other weight.
      let means = [mean * (1 - weight), -mean * weight]
      let mixture = try GaussianMixture(
        weights: [weight, 1 - weight], whitenedMeans: Matrix(rowVectors: [means]))
      let small = try SmallBias(of: mixture)
      let (w, nu) = (mixture.weights.map { DoubleDouble($0) }, means.map { DoubleDouble($0) })
      func average(_ terms: (DoubleDouble) -> DoubleDouble) -> DoubleDouble {
        w[0] * terms(nu[0]) + w[1] * terms(nu[1])
      }
      let moment = DoubleDouble(1) + average { $0 * $0 }
      let limit = (moment - DoubleDouble(1)) / (moment * moment)
      #expect(abs((DoubleDouble(small.limit[0, 0]) - limit).high) <= small.limitError.total)
      let diameter = nu[0] - nu[1]
      let fourth = average { $0 * $0 * $0 * $0 + DoubleDouble(6) * $0 * $0 + DoubleDouble(3) }
      let constant =
        diameter * diameter * diameter * limit * limit * (moment * fourth).squareRoot * DoubleDouble(0.125)
      let error = abs((DoubleDouble(small.remainder.value) - constant).high)
      #expect(error <= small.remainder.budget.total, "\(small.remainder) for \(constant.high)")
      #expect(small.remainder.budget.total < 1e-12 * constant.high)
    }
  }
}
