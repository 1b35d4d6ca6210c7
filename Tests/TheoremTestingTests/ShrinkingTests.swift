import Foundation
import Synchronization

@testable import TheoremTesting

@Suite struct `Shrinking an instance` {
  /// Numbers, of which there are at least two.
  private static let lists = Family("lists") { draw in
    let count = draw.integer("count", in: 2...8)
    return (0..<count).map { _ in draw.real("number", in: 0...2) }
  }

  /// "The sum of the numbers is at most 1."
  private static func property(
    _ family: Family<[Double]> = lists, statement: (@Sendable ([Double]) throws -> Verdict)? = nil
  ) -> Property<[Double]> {
    Property(.universal, family: family, resolution: 1e-6, statement: statement ?? sumIsSmall)
  }

  @Sendable private static func sumIsSmall(_ numbers: [Double]) -> Verdict {
    .positive(1 - numbers.reduce(0, +), budget: ErrorBudget([.rounding: 1e-12]))
  }

  private let complicated: Choices = [
    "count": 5, "number": [0.123456789, 0.987654321, 0.55555, 1.4142135, 0.0001234],
  ]

  private func shrunk(_ property: Property<[Double]>) throws -> Trial<[Double]> {
    property.shrunk(try #require(property.trial(Draw(strictly: complicated))))
  }

  @Test func `keeps at least half of the violation and gets shorter`() throws {
    let property = Self.property()
    let before = try #require(property.trial(Draw(strictly: complicated)))
    let (specimen, verdict) = try shrunk(property)
    #expect(verdict.outcome == .refuted && verdict.margin ?? 0 <= (before.verdict.margin ?? 0) / 2)
    #expect(property.verdict(specimen.instance) == verdict)
    #expect(specimen.instance.count == 2 && specimen.text.count <= 28, "\(specimen.text)")
  }

  @Test func `keeps to the hypotheses, also to those that cannot be computed`() throws {
    let four = Self.property(Self.lists.assuming("four") { $0.count >= 4 })
    #expect(try shrunk(four).specimen.instance.count == 4)
    let failing = Self.property(
      Self.lists.assuming("long") { if $0.count < 5 { throw CancellationError() } else { true } })
    #expect(try shrunk(failing).specimen.instance.count == 5)
  }

  @Test func `never leaves its family, whatever its choices are`() throws {
    // Every domain, with ends that a step could cross, and choices that depend on others.
    let family = Family("all of them") { draw in
      let d = draw.integer("dimension", in: 2...6)
      let shape = draw.element("shape", of: ["round", "long"])
      let condition = draw.logarithmic("condition", in: 3...1e4, atEnds: 0.1)
      let mean = draw.normals("mean", d, scale: 3)
      let tilt = shape == "long" ? draw.real("tilt", in: -0.5 ... -0.1) : 0
      let turn = draw.orthonormal("turn", rows: d, columns: d)
      let batch = draw.stream("batch")
      return (d, shape, condition, mean, tilt, turn, batch)
    }.assuming("away from zero") { $0.3.contains { abs($0) > 0.2 } }
    let seen = Mutex(0)
    let property = Property(.universal, family: family, resolution: 1e-6) { instance in
      let (d, shape, condition, mean, tilt, turn, _) = instance
      #expect((2...6).contains(d) && mean.count == d && (3...1e4).contains(condition))
      #expect(shape == "long" ? (-0.5 ... -0.1).contains(tilt) : tilt == 0)
      #expect((turn.transposed * turn - .identity(d)).largestEntry < 1e-14)
      #expect(mean.contains { abs($0) > 0.2 })
      seen.withLock { $0 += 1 }
      return .positive(-1, budget: .exact)
    }
    for seed in 0..<50 {
      guard let found = property.trial(Draw(using: .init(key: UInt64(seed)))) else { continue }
      let text = property.shrunk(found).specimen.text
      #expect(text.contains(#""dimension":2"#) && text.contains(#""turn":[[1,0],[0,1]]"#), "\(text)")
      #expect(text.contains(#""condition":3,"#) || text.contains(#""condition":10,"#), "\(text)")
    }
    #expect(seen.withLock(\.self) > 200)
  }

  @Test func `ends after so many steps`() throws {
    let steps = Mutex(0)
    // Every step is one.
    let endless = Self.property(
      Family("numbers") { draw in (0..<300).map { _ in draw.real("number", in: 0...2) } }
    ) {
      _ in
      steps.withLock { $0 += 1 }
      return .positive(-1, budget: .exact)
    }
    let found = try #require(endless.trial(Draw(using: .init(key: 1))))
    _ = endless.shrunk(found)
    #expect(steps.withLock(\.self) <= mostShrinkingSteps + 1)
  }

  @Test func `what cannot be computed is no violation`() throws {
    let failing = Self.property { numbers in
      if numbers.count < 5 { throw CancellationError() }
      return Self.sumIsSmall(numbers)
    }
    #expect(try shrunk(failing).specimen.instance.count == 5)
  }

  @Test func `simpler numbers`() {
    #expect(0.31830988618.simpler.prefix(4) == [0, 0.5, 0.3, 0.32])
    for none in [0, -0.0, Double.nan, .infinity] { #expect(none.simpler.isEmpty) }
    for number in [1e-300, -1e300, Double.leastNonzeroMagnitude, 1.7e308, -0.04, 12345.678, 0.1] {
      for simpler in number.simpler {
        #expect(simpler.isFinite && simpler != number && !(simpler == 0 && simpler.sign == .minus))
      }
    }
  }
}
