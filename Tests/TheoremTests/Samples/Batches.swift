import Foundation
import MixtureFamilies
import TheoremTesting

/// A problem, and pairs of its mixture one after another.
struct Batches: Sendable {
  var problem: Problem
  let stream: CounterBasedGenerator

  /// Of the mixture, centred.
  var law: LimitLaw { get throws { try LimitLaw(problem.with(\.mixture, problem.mixture.centred)) } }

  /// With its mean off zero, mostly along F.
  var shifted: Batches {
    get throws {
      let mixture = problem.mixture
      let moved = try mixture.movedOff(by: mixture.means.column(0).map { 2 * $0 + 1 })
      return Batches(problem: problem.with(\.mixture, moved), stream: stream)
    }
  }

  func first(_ count: Int) throws -> SampledPairs {
    var stream = stream
    return try problem.pairs.sample(count, using: &stream)
  }

  /// Of an estimate, over the batches of so many pairs that the first pairs are cut into.
  func rootMeanSquare(
    pairs count: Int, of total: Int, _ estimate: (SampledPairs) throws -> Estimate
  ) throws -> Estimate {
    let all = try first(total)
    let squares = try stride(from: 0, to: total, by: count).map { start in
      let range = start..<(start + count)
      return try estimate(SampledPairs(first: all.first.columns(range), second: all.second.columns(range)))
        .squared
    }
    return (squares.reduce(0, +) / Estimate(exactly: Double(squares.count))).squareRoot()
  }

  /// By how many standard deviations n |C^−½ T|² is off: in the limit it is a chi square, whose cube root is nearly normal (Wilson
  /// and Hilferty, 1931).
  func deviation(pairs count: Int) throws -> Estimate {
    let law = try law
    let (found, error) = try law.tangents(ofMinimizerOn: first(count))
    let freedom = Double(problem.rank * (problem.mixture.dimension - problem.rank))
    let square = try Double(count) * found.inner(law.covariance().solve(found)) / freedom
    let variance = 2 / (9 * freedom)
    return Estimate(
      abs(cbrt(square) - 1 + variance) / variance.squareRoot(),
      budget: .computed([.rounding: error * cbrt(square) / variance.squareRoot()]))
  }
}

extension Family<Batches> {
  /// No weight is below a seventh: F is spanned as far as is known (T13, T18).
  static func batches(components shares: [Double] = [0, 0.5, 0.5]) -> Family {
    Family("two or three components, and pairs of them") { draw in
      let recipe = MixtureFamily(
        dimensions: 8...16, componentShares: shares, condition: 1...10, fisherRatios: 2...6, weightRatio: 3)
      let mixture = try recipe.draw(&draw)
      let problem = Problem(
        mixture: mixture, bias: draw.real("bias", in: 0.6...1), rank: mixture.componentCount - 1)
      return Batches(problem: problem, stream: draw.stream("pairs"))
    }
    .assuming("centring") { $0.problem.mixture.isCentred }
  }
}
