import Foundation
import MixtureFamilies

@testable import TheoremTesting

/// Identities and bounds that are false by little, or by a wrong matrix; each beside the true one.
@Suite struct `Planted identities and bounds` {
  /// Mixtures with a condition number of the covariance from 1e3 to 1e4.
  private static let stretched = Family.centred(
    MixtureFamily(dimensions: 6...12, componentShares: [0, 0, 1], condition: 1e3...1e4))

  @Test func `off by a hundredth, by 1e-9, by less than the error`() throws {
    try planted("250 of 250 instances refute it") {
      try identity(.unit) { (rounded(1.01 * $0), rounded($0)) }
    }
    try planted("250 of 250 instances refute it") {
      try identity(.unit) { (rounded((1 + 1e-9) * $0), rounded($0)) }
    }
    try identity(.unit) { (rounded((1 + 1e-13) * $0), rounded($0)) }
    try planted("250 of 250 instances are undecided") {
      try identity(.unit) { (rounded($0, relative: 1e-3), rounded($0, relative: 1e-3)) }
    }
    try identity(.unit, resolution: 1e-2) { (rounded($0, relative: 1e-3), rounded($0, relative: 1e-3)) }
  }

  @Test func `the largest of Fisher's ratios with the total covariance for the one within the classes`()
    throws
  {
    @Sendable func largest(_ mixture: GaussianMixture, against matrix: Matrix) throws -> Estimate {
      try LinearDiscriminants(of: mixture, against: matrix, dimension: 2).values.reduce(0, Estimate.maximum)
    }
    try planted("60 of 60 instances refute it") {
      try identity(Self.stretched, count: 60) { mixture in
        (
          try largest(mixture, against: mixture.totalCovariance),
          try largest(mixture, against: mixture.withinClassCovariance)
        )
      }
    }
    // λ / (1 + λ) has a slope of at most 1.
    try identity(Self.stretched, count: 60) { mixture in
      let within = try largest(mixture, against: mixture.withinClassCovariance)
      let expected = Estimate(within.value / (1 + within.value), budget: within.budget)
      return (try largest(mixture, against: mixture.totalCovariance), expected)
    }
  }

  @Test func `a rounding bound without the condition number refutes the truth`() throws {
    // The solution of W x = W e is e.
    @Sendable func solution(
      _ mixture: GaussianMixture, condition: @Sendable (GaussianMixture) throws -> Double
    ) throws -> Verdict {
      let within = mixture.withinClassCovariance
      let ones = Matrix(rows: within.rows, columns: 1) { _, _ in 1 }
      let solved = try Cholesky(of: within).solve(within * ones)
      let rounding = Double(within.rows) * Double.ulpOfOne * (try condition(mixture))
      return .vanishes(
        measured: (solved - ones).frobeniusNorm / ones.frobeniusNorm,
        budget: ErrorBudget([.rounding: 4 * rounding]))
    }
    try planted("instances refute it") {
      try forAll(Self.stretched, count: 60) { try solution($0) { _ in 1 } }
    }
    try forAll(Self.stretched, count: 60) { try solution($0) { try $0.condition } }
  }

  @Test func `a bound the wrong way round`() throws {
    try planted("250 of 250 instances refute it") {
      try lowerBound(.unit) { (rounded($0), rounded(1.01 * $0)) }
    }
    try lowerBound(.unit) { (rounded($0), rounded(0.99 * $0)) }
    try planted("instances refute it") { try upperBound(.unit) { (rounded($0), rounded(0.99)) } }
  }

  @Test func `a tight bound that nothing attains`() throws {
    try planted("no instance comes certainly nearer to the bound than 0.5 of it, claimed 0.9") {
      try upperBound(.unit, attaining: 0.9) { (rounded(0.5 * $0), rounded($0)) }
    }
    try planted("no instance comes certainly nearer") {
      try lowerBound(.unit, attaining: 0.9) { (rounded($0), rounded(0.5 * $0)) }
    }
    try upperBound(.unit, attaining: 0.9) { (rounded($0), rounded(1)) }
    // A wide error attains nothing, nor does a bound of 0.
    try planted("no instance reaches a part of the bound") {
      try upperBound(.unit, attaining: 0.9) { _ in (Estimate(exactly: 0), Estimate(exactly: 0)) }
    }
    try planted("250 of 250 instances refute it") {
      try upperBound(.unit, attaining: 0.9) { (rounded(1.01 * $0), rounded($0)) }
    }
  }
}
