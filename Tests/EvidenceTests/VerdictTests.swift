import Testing

@testable import Evidence

@Suite struct Verdicts {
  private func budget(_ rounding: Double) -> ErrorBudget { .proved([.rounding: rounding]) }

  private func number(_ value: Double, _ error: Double = 0) -> Estimate {
    Estimate(value, budget: budget(error))
  }

  @Test func `equalities hold to within their errors, and have no margin`() {
    let held = Verdict.equal(number(2, 1e-9), number(2 + 1e-10))
    #expect(held.outcome == .holds && held.margin == nil)
    #expect(held.sharpness > 0.49e-9 && held.sharpness < 0.51e-9)
    let refuted = Verdict.equal(number(2, 1e-9), number(1))
    #expect(refuted.outcome == .refuted && abs((refuted.margin ?? 0) + 0.5) < 1e-8)
    // A fat budget buys no pass, and does not hide a violation either.
    #expect(Verdict.equal(number(2, 1e-3), number(2)).outcome == .inconclusive)
    #expect(Verdict.equal(number(2, 1e-3), number(1)).outcome == .refuted)
    #expect(Verdict.vanishes(measured: 1e-12, budget: budget(1e-11)).outcome == .holds)
    #expect(Verdict.vanishes(measured: 1e-10, budget: budget(1e-11)).outcome == .refuted)
  }

  @Test func `strict inequalities hold beyond every error`() {
    let held = Verdict.less(number(1, 0.1), than: number(2, 0.1))
    #expect(held.outcome == .holds && abs((held.margin ?? 0) - 0.4) < 1e-15)
    #expect(Verdict.less(number(1), than: number(1)).outcome == .inconclusive)
    let open = Verdict.less(number(1, 0.6), than: number(2, 0.6))
    #expect(open.outcome == .inconclusive && open.margin == 0)
    let refuted = Verdict.less(number(2, 0.1), than: number(1, 0.1))
    #expect(refuted.outcome == .refuted && abs((refuted.margin ?? 0) + 0.4) < 1e-15)
    #expect(Verdict.positive(1e-3, budget: budget(1e-4)).outcome == .holds)
    #expect(Verdict.positive(-1e-3, budget: budget(1e-4)).outcome == .refuted)
  }

  @Test func `inequalities that are attained hold as equalities do`() {
    #expect(Verdict.atMost(number(1), number(2)).margin == 0.5)
    let attained = Verdict.atMost(number(1, 1e-9), number(1))
    #expect(attained.outcome == .holds && attained.margin == 0)
    #expect(Verdict.atMost(number(1, 0.1), number(1.05)).outcome == .inconclusive)
    #expect(Verdict.atMost(number(1, 0.1), number(2)).outcome == .holds)
    #expect(Verdict.atMost(number(2), number(1)).outcome == .refuted)
  }

  @Test func `margins have the unit of what is compared`() {
    for unit in [1e-200, 1e-6, 1, 1e9, 1e200] {
      let verdict = Verdict.atMost(number(3 * unit, unit), number(8 * unit, unit))
      #expect(abs((verdict.margin ?? 0) - 0.375) < 1e-12, "\(unit)")
    }
    #expect(Verdict.equal(number(0), number(0)).outcome == .holds)
  }

  @Test func `what is not a number, or has no error, is inconclusive`() {
    for bad in [number(.nan), number(.infinity), number(1, .nan), number(1, .infinity), number(1, -1)] {
      for verdict in [
        Verdict.equal(bad, 1), .atMost(bad, 1), .atMost(1, bad), .less(bad, than: 1), .less(1, than: bad),
        .equal(bad, 1).not, .less(bad, than: 1).not,
      ] { #expect(verdict.outcome == .inconclusive && verdict.margin == nil, "\(verdict)") }
    }
    let unknown = Verdict.equal(Estimate(1, budget: ErrorBudget()), 1)
    #expect(unknown.outcome == .inconclusive && unknown.reason == "nothing is known of the error")
  }

  @Test func `a conjunction has the smallest margin and the largest error`() {
    let (wide, narrow) = (
      Verdict.less(number(1, 1e-9), than: 2), Verdict.less(number(9, 1e-3), than: 10)
    )
    let both = wide.and(narrow)
    #expect(both.margin == narrow.margin && both.sharpness == narrow.sharpness)
    let turned = narrow.and(wide)
    #expect(
      both.outcome == turned.outcome && both.margin == turned.margin && both.difference == turned.difference)
    #expect(both.clauses == [-0.5, -0.1] && turned.clauses == [-0.1, -0.5] && both.not.clauses == [0.1])
    // An equality that holds leaves the inequality's margin as it is, whichever comes first.
    let equal = Verdict.equal(number(1, 1e-12), 1)
    #expect(equal.and(narrow).margin == narrow.margin && narrow.and(equal).margin == narrow.margin)
    let refuted = Verdict.less(3, than: 2)
    let open = Verdict.inconclusive("unknown")
    #expect(wide.and(refuted).outcome == .refuted && refuted.and(open).outcome == .refuted)
    #expect(wide.and(open).outcome == .inconclusive && open.and(wide).outcome == .inconclusive)
    #expect(wide.and(refuted).margin == refuted.margin)
  }

  @Test func `a verdict tells the coarsest resolution that it holds by`() {
    let coarse = Verdict.vanishes(measured: 0.1, budget: budget(0.5), resolution: 1)
    #expect(coarse.outcome == .holds && coarse.usedResolution == 1)
    #expect(Verdict.equal(number(1, 1e-9), 1).usedResolution == Verdict.resolution)
    #expect(Verdict.atMost(number(1, 0.1), 1, resolution: 0.2).usedResolution == 0.2)
    #expect(Verdict.$resolution.withValue(0.3) { Verdict.equal(number(1, 0.2), 1) }.usedResolution == 0.3)
    // What is certain, or does not hold, holds by none.
    for verdict in [
      Verdict.atMost(1, 2, resolution: 1), .less(1, than: 2), .equal(1, 2, resolution: 1),
      .equal(number(1, 0.5), 1),
    ] {
      #expect(verdict.usedResolution == 0)
      #expect(verdict.and(coarse).usedResolution == 1 && coarse.and(verdict).usedResolution == 1)
    }
  }

  @Test func `the contrary takes the margin the other way round`() {
    let holds = Verdict.less(1, than: 2)
    #expect(holds.not.outcome == .refuted && holds.not.margin == -0.5 && holds.not.not == holds)
    #expect(Verdict.equal(1, 2).not.outcome == .holds)
    // That two numbers agree to within an error does not refute that they differ.
    #expect(Verdict.equal(number(1, 1e-12), 1).not.outcome == .inconclusive)
    // Nor does it beside what is certain, nor what was not compared.
    for other in [
      Verdict.equal(number(1, 1e-12), 1), .atMost(number(1, 1e-9), 1), .inconclusive("unknown"),
      .equal(.pi, number(3, 1)),
    ] {
      for both in [holds.and(other), other.and(holds)] {
        #expect(both.not.outcome == .inconclusive && both.not.not.outcome == .inconclusive, "\(other)")
      }
      #expect(Verdict.less(2, than: 1).and(other).not.outcome == .holds)
    }
    #expect(holds.and(.less(2, than: 3)).not.outcome == .refuted)
  }

  @Test func `a tie is one in every scale, and a scale is above 0`() {
    // 23/49 rounds up, and 1/49 down.
    let number = Estimate(49, budget: .proved([.rounding: 23]))
    #expect(Verdict.equal(number, 26).outcome == .inconclusive)
    #expect(Verdict.less(26, than: number).outcome == .inconclusive)
    #expect(Verdict.equal(1e-9, 2e-9, scale: 0).outcome == .inconclusive)
    for scale: Double in [-1, -.infinity] {
      #expect(Verdict.atMost(2, 1, scale: scale).outcome == .inconclusive, "\(scale)")
      #expect(Verdict.positive(-1, scale: scale, budget: .exact).outcome == .inconclusive, "\(scale)")
    }
  }

  @Test func `a bound is attained by what is certain`() {
    let half = Verdict.atMost(number(0.5, 0.45), 1)
    #expect(half.outcome == .holds && abs((half.attained ?? 0) - 0.05) < 1e-12)
    #expect(Verdict.equal(0, 0).attained == nil && Verdict.atMost(2, 1).attained == nil)
    #expect(Verdict.atMost(number(1, 0.1), 1).attained == nil)
  }

  @Test func `one order: outcome, then margin, then error`() {
    let worst = [
      Verdict.less(3, than: 1), .less(2, than: 1), .inconclusive("unknown"),
      .atMost(number(1, 1e-9), 1), .less(1, than: 2), .less(1, than: 4), .equal(number(1, 1e-9), 1),
      .equal(1, 1),
    ]
    for (worse, better) in zip(worst, worst.dropFirst()) {
      #expect(worse.isWorse(than: better) && !better.isWorse(than: worse), "\(worse) and \(better)")
    }
  }

  @Test func `a verdict is as well founded as the weakest of its numbers`() {
    let asserted = Estimate(1, budget: ErrorBudget([.rounding: 1e-9]))
    #expect(Verdict.equal(number(1, 1e-9), 1).grade == .proved)
    guard case .asserted(let file, _) = Verdict.equal(number(1, 1e-9), asserted).grade else {
      Issue.record("the grade is lost")
      return
    }
    #expect(file.hasSuffix("VerdictTests.swift"))
    let estimated = Verdict.vanishes(measured: 0, budget: .computed([.rounding: 1e-9]))
    #expect(estimated.grade == .estimated && estimated.and(.equal(1, 1)).grade == .estimated)
  }
}
