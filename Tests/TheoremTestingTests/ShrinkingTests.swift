import Foundation

@testable import TheoremTesting

/// A list of numbers whose simpler ones are as a test wants them.
private struct Numbers: Shrinkable, Codable, Sendable, Equatable {
  var numbers: [Double]
  var isStubborn = false

  var simpler: [Numbers] {
    if isStubborn { return [self, Numbers(numbers: numbers + numbers, isStubborn: true)] }
    let shorter = numbers.indices.map { index in
      var rest = numbers
      rest.remove(at: index)
      return Numbers(numbers: rest)
    }
    let rounder = numbers.indices.flatMap { index in
      numbers[index].simpler.map { number in
        var changed = numbers
        changed[index] = number
        return Numbers(numbers: changed)
      }
    }
    return shorter + rounder
  }
}

@Suite struct `Shrinking an instance` {
  /// "The sum of the numbers is at most 1."
  private static func property(
    _ family: Family<Numbers>? = nil, statement: (@Sendable (Numbers) throws -> Verdict)? = nil
  ) -> Property<Numbers> {
    Property(.universal, family: family, resolution: 1e-6, statement: statement ?? sumIsSmall)
  }

  @Sendable private static func sumIsSmall(_ instance: Numbers) -> Verdict {
    .positive(1 - instance.numbers.reduce(0, +), budget: ErrorBudget([.rounding: 1e-12]))
  }

  private let complicated = Numbers(numbers: [0.123456789, 0.987654321, 0.55555, 1.4142135, 0.0001234])

  private func shrunk(_ property: Property<Numbers>) -> (instance: Numbers, verdict: Verdict) {
    Shrinking(property).shrink(complicated, property.verdict(complicated))
  }

  @Test func `keeps at least half of the violation and gets shorter`() {
    let property = Self.property()
    let before = property.verdict(complicated)
    let (instance, verdict) = shrunk(property)
    #expect(verdict.outcome == .refuted && verdict.margin ?? 0 <= (before.margin ?? 0) / 2)
    #expect(property.verdict(instance) == verdict)
    #expect(json(instance).count < json(complicated).count / 2, "\(instance)")
    // As simple as it gets: no single step is left.
    for candidate in instance.simpler where json(candidate).count < json(instance).count {
      #expect(property.verdict(candidate).margin ?? 0 > (verdict.margin ?? 0) / 2)
    }
  }

  @Test func `keeps to the hypotheses, also to those that cannot be computed`() {
    let pairs = Family<Numbers>("pairs") { _ in Numbers(numbers: []) }
    let four = Self.property(pairs.requiring { $0.numbers.count >= 4 })
    #expect(shrunk(four).instance.numbers.count == 4)
    let failing = Self.property(pairs.requiring { _ in throw CancellationError() })
    #expect(shrunk(failing).instance == complicated)
  }

  @Test func `ends where the simpler ones go round in circles`() {
    let stubborn = Numbers(numbers: [2], isStubborn: true)
    let property = Self.property()
    #expect(Shrinking(property).shrink(stubborn, property.verdict(stubborn)).instance == stubborn)
  }

  @Test func `ends in time`() {
    let slow = Self.property { instance in
      Thread.sleep(forTimeInterval: 0.02)
      return Self.sumIsSmall(instance)
    }
    let start = ContinuousClock.now
    _ = Shrinking(slow, patience: .milliseconds(100)).shrink(complicated, Self.sumIsSmall(complicated))
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  @Test func `what cannot be computed is no violation`() {
    let failing = Self.property { instance in
      if instance.numbers.count < 5 { throw CancellationError() }
      return Self.sumIsSmall(instance)
    }
    #expect(shrunk(failing).instance.numbers.count == 5)
  }

  @Test func `simpler numbers`() {
    #expect(0.31830988618.simpler.prefix(4) == [0, 0.5, 0.3, 0.32])
    for none in [0, -0.0, Double.nan, .infinity] { #expect(none.simpler.isEmpty) }
    for number in [1e-300, -1e300, Double.leastNonzeroMagnitude, 1.7e308, -0.04, 12345.678, 0.1] {
      for simpler in number.simpler {
        #expect(simpler.isFinite && simpler != number && !(simpler == 0 && simpler.sign == .minus))
      }
    }
    #expect([0.7, 0.2, 0.1].simplerProportions.contains([7, 2, 1]))
    #expect([1e-9, 1].simplerProportions.allSatisfy { $0.allSatisfy { $0 >= 1 } })
    #expect([0.0].simplerProportions.isEmpty && [Double.nan].simplerProportions.isEmpty)
  }
}
