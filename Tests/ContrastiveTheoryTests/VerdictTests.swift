import ContrastiveTheory
import Evidence
import Testing

@Suite struct Verdicts {
  private func budget(_ rounding: Double) -> ErrorBudget { ErrorBudget([.rounding: rounding]) }

  @Test func `vanishing`() {
    #expect(Verdict.vanishes(measured: 1e-12, budget: budget(1e-11)).outcome == .holds)
    #expect(Verdict.vanishes(measured: 1e-10, budget: budget(1e-11)).outcome == .refuted)
    #expect(Verdict.vanishes(measured: 0, budget: budget(1e-3)).outcome == .inconclusive)
    // A fat budget does not hide a violation either.
    #expect(Verdict.vanishes(measured: 1, budget: budget(1e-3)).outcome == .refuted)
    for bad in [Double.nan, .infinity] {
      #expect(Verdict.vanishes(measured: bad, budget: budget(1e-11)).outcome == .inconclusive)
      #expect(Verdict.vanishes(measured: 0, budget: budget(bad)).outcome == .inconclusive)
    }
    #expect(Verdict.vanishes(measured: 0, budget: budget(-1)).outcome == .inconclusive)
  }

  @Test func `positivity`() {
    #expect(Verdict.positive(1e-3, budget: budget(1e-4)).outcome == .holds)
    #expect(Verdict.positive(1e-5, budget: budget(1e-4)).outcome == .inconclusive)
    #expect(Verdict.positive(-1e-3, budget: budget(1e-4)).outcome == .refuted)
    #expect(Verdict.positive(.nan, budget: budget(1e-4)).outcome == .inconclusive)
  }

  @Test func `inequalities`() {
    func atMost(_ a: Double, _ b: Double, error: Double = 1e-9) -> Verdict {
      .atMost(a, b, scale: 1, budget: budget(error))
    }
    #expect(atMost(1, 2).outcome == .holds && atMost(1, 2).ratio < 0.51)
    #expect(atMost(2, 1).outcome == .refuted)
    #expect(atMost(1, 1).outcome == .holds && atMost(1, 1.05, error: 0.1).outcome == .inconclusive)
    // However large the error is, if the difference is larger.
    #expect(atMost(1, 2, error: 0.1).outcome == .holds && atMost(1, 2, error: 1.1).outcome == .inconclusive)
    #expect(atMost(.nan, 1).outcome == .inconclusive && atMost(1, .nan).outcome == .inconclusive)
    #expect(atMost(1, 2, error: .nan).outcome == .inconclusive)
  }

  @Test func `both of two statements`() {
    let holds = Verdict.vanishes(measured: 0, budget: budget(1e-11))
    let refuted = Verdict.vanishes(measured: 1, budget: budget(1e-11))
    let open = Verdict.inconclusive("unknown")
    #expect(holds.and(refuted).outcome == .refuted && refuted.and(open).outcome == .refuted)
    #expect(holds.and(open).outcome == .inconclusive && open.and(holds).outcome == .inconclusive)
    #expect(holds.and(holds).outcome == .holds)
  }

  @Test func `a budget adds its terms and tells their shares`() {
    let sum = ErrorBudget([.certificate: 3]) + ErrorBudget([.rounding: 1, .certificate: 0])
    #expect(sum.total == 4 && sum.shares == [.certificate: 0.75, .rounding: 0.25])
    #expect(sum.scaled(by: 2).total == 8 && ErrorBudget().total == 0)
    #expect(sum.description == "4 (certificate 3, rounding 1)")
  }

  @Test func `halving an input error halves its part of the bound`() {
    let whole = ErrorBudget([.integration: 2e-9, .rounding: 1e-9])
    let halved = ErrorBudget([.integration: 1e-9, .rounding: 1e-9])
    #expect(
      Verdict.vanishes(measured: 0, budget: halved).bound < Verdict.vanishes(measured: 0, budget: whole).bound
    )
  }
}
