import Foundation
import MixtureFamilies

@testable import TheoremTesting

/// Statements about every instance that are false, vacuous or undecided; each beside a true neighbour.
@Suite struct `Planted for all` {
  @Test func `false for one instance of many`() throws {
    let name = try #require(Test.current?.name)
    let instances = Instances(of: name, count: 250, settings: try Settings(environment: [:]))
    let largest = try #require(
      try (0..<250).compactMap { try Specimen(of: .unit, instances.draw($0))?.instance }.max())
    try planted("1 of 250 instances refute it") { try forAll(.unit) { isZero($0 == largest ? 1 : 0) } }
    // The worst is shown in full.
    try planted("of seed 0, shrunk: {\"number\":1}") { try forAll(.unit) { isZero($0) } }
    try planted("1 of 250 instances refute it") {
      try upperBound(.unit) { (rounded($0), rounded($0 == largest ? 0.999 * $0 : $0)) }
    }
    try forAll(.unit) { isZero($0 <= largest ? 0 : 1) }
  }

  @Test func `false where there are four components or more`() throws {
    @Sendable func dimension(_ mixture: GaussianMixture) throws -> (number: Estimate, bound: Estimate) {
      (Estimate(exactly: Double(try mixture.fisherSubspace.dimension)), 2)
    }
    let all = Family.centred
    let few = all.assuming("fewer than four components") { $0.componentCount < 4 }
    try planted("instances refute it") { try upperBound(all, dimension) }
    try upperBound(few, dimension)
  }

  @Test func `false where the bias is below a tenth`() throws {
    // What a loss with two spherical components learns is nothing at small bias: here, a number that drops to 0.
    @Sendable func learns(_ bias: Double) -> Verdict {
      .positive(bias - 0.1, budget: ErrorBudget([.integration: 1e-12]))
    }
    try planted("instances refute it") { try forAll(.unit, learns) }
    try forAll(Family.unit.assuming("a bias above a tenth") { $0 > 0.1001 }, learns)
  }

  @Test func `numbers that are none`() throws {
    let undecided = "250 of 250 instances are undecided"
    try planted(undecided) { try forAll(.unit) { _ in isZero(.nan) } }
    try planted(undecided) { try forAll(.unit) { _ in isZero(0, error: .nan) } }
    try planted(undecided) { try forAll(.unit) { _ in isZero(0, error: .infinity) } }
    try planted("is not a finite number") { try forAll(.unit) { _ in isZero(0, error: -1e-9) } }
    for bad in [Double.nan, .infinity] {
      try planted("is not a finite number") {
        try upperBound(.unit) { (rounded($0), rounded(bad, relative: 0)) }
      }
      try planted(undecided) { try upperBound(.unit) { _ in (rounded(bad, relative: 0), rounded(1)) } }
      try planted(undecided) { try lowerBound(.unit) { (rounded(bad, relative: 0), rounded($0)) } }
      try planted(undecided) { try identity(.unit) { (rounded($0), rounded(bad)) } }
      try planted(undecided) { try forAll(.unit) { _ in .positive(bad, budget: .init()) } }
    }
    try upperBound(.unit) { (rounded($0), rounded(1)) }
  }

  @Test func `instances that cannot be computed`() throws {
    try planted("the computation failed: the encoder is so large") {
      try forAll(.unit) { number in
        if number > 0.9 { throw IntegrationError.scoresTooSpread }
        return isZero(0)
      }
    }
  }

  @Test func `a certificate looser than the resolution`() throws {
    try planted("the error 1e-05 is larger than the resolution 1e-06") {
      try forAll(.unit) { _ in
        .vanishes(measured: 0, budget: ErrorBudget([.certificate: 0.99e-5, .rounding: 0.01e-5]))
      }
    }
    try forAll(.unit, resolution: 1e-4) { _ in isZero(0, error: 1e-5) }
    try planted("larger than the resolution 1e-08") {
      try forAll(.unit, resolution: 1e-8) { _ in isZero(0, error: 1e-7) }
    }
    // A coarser resolution buys no violation.
    try planted("250 of 250 instances refute it") {
      try forAll(.unit, resolution: 1) { _ in isZero(1e-4, error: 1e-5) }
    }
  }

  @Test func `no instances`() throws {
    let nothing = "no instances: the property says nothing"
    try planted(nothing) { try forAll(.unit, count: 0) { _ in isZero(0) } }
    try planted(nothing) { try forAll(Family.unit.assuming("its hypotheses") { $0 > 2 }) { _ in isZero(0) } }
    try forAll(.unit, count: 1) { _ in isZero(0) }
  }

  @Test func `classes that are not covered`() throws {
    let never = Family.unit.covering("above two", 0.3) { $0 > 2 }
    try planted("coverage: 0 of ") { try forAll(never) { _ in isZero(0) } }
    let thin = Family.unit.covering("above three quarters", 0.4) { $0 > 0.75 }
    try planted("instances are \"above three quarters\", required 0.4") {
      try forAll(thin) { _ in isZero(0) }
    }
    // Between the share that is certainly enough and the one that is certainly too little.
    let edge = Family.unit.covering("nearly", 0.5) { $0 < 0.448 }
    try planted("coverage") { try forAll(edge) { _ in isZero(0) } }
    // One instance in so many that no run could tell a class of them.
    try forAll(Family.unit.covering("above a quarter", 0.6) { $0 > 0.25 }) { _ in isZero(0) }
  }
}
