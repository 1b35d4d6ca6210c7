import RandomNumbers
import Testing

@testable import Evidence

@Suite struct Estimates {
  /// A number near a true one, off by at most its error.
  private func near(_ true_: Double, using generator: inout CounterBasedGenerator) -> Estimate {
    let error = true_.magnitude * generator.logUniform(in: 1e-12...0.1)
    return Estimate(
      true_ + 0.999 * generator.uniform(in: -1...1) * error, budget: .computed([.integration: error]))
  }

  /// The true results are enclosed by intervals, which know nothing of budgets.
  @Test func `nothing is taken off a bound`() {
    let asserted = { ErrorBudget([.statistical: $0], file: "a", line: 1) }
    let budget = asserted(0.1) + asserted(0.1).scaled(by: -1)
    #expect(budget.total >= 0.2 && budget.grade != .proved)
    #expect(!(asserted(0.2) + asserted(-0.1)).total.isFinite)
    let zero = Estimate.pi.budget + Estimate.pi.budget.scaled(by: -1)
    #expect(Verdict.vanishes(measured: 0, budget: zero).sharpness > 0)
  }

  @Test func `arithmetic keeps the true result within its error`() {
    var generator = CounterBasedGenerator(key: 51)
    for _ in 0..<2000 {
      let (x, y) = (generator.normal(), generator.normal())
      let (a, b) = (near(x, using: &generator), near(y, using: &generator))
      let (s, t) = (Interval(x), Interval(y))
      let results: [(Estimate, Interval, String)] = [
        (a + b, s + t, "+"), (a - b, s - t, "-"), (a * b, s * t, "*"), (a / b, s / t, "/"),
        (a.magnitude, s.absoluteValue, "magnitude"), (a.squared.squareRoot(), s.absoluteValue, "root"),
        (.exp(a), .exp(s), "exp"), (.log(b.magnitude), .log(t.absoluteValue), "log"),
        (.sin(a), .sin(s), "sin"),
        (.cos(a), .cos(s), "cos"), (.tanh(b), .tanh(t), "tanh"), (.atan(b), .atan(t), "atan"),
        (a.power(3), s.power(3), "power"), (.maximum(a, b), .maximum(s, t), "maximum"),
        ([a, b, a].sum, s + t + s, "sum"),
      ]
      for (found, truth, name) in results where found.budget.total.isFinite {
        let interval = found.interval
        #expect(interval.lower <= truth.upper && truth.lower <= interval.upper, "\(name) of \(a) and \(b)")
      }
    }
  }

  @Test func `rounding is proved, and exact where the result is`() {
    let sum = Estimate(exactly: 0.1) + 0.2
    #expect(sum.budget.grade == .proved && sum.budget.total > 0 && sum.budget.total < 1e-16)
    #expect((Estimate(exactly: 0.5) + 0.25).budget.total == 0 && (3 * Estimate(exactly: 7)).budget.total == 0)
    #expect(
      (Estimate(exactly: 1) / 4).budget.total == 0 && Estimate(exactly: 9).squareRoot().budget.total == 0)
    #expect((Estimate(exactly: 1) / 3).budget.total > 0)
  }

  @Test func `terms keep their source and grade`() {
    let typed = Estimate(2, budget: ErrorBudget([.statistical: 1e-3]))
    let result = Estimate.exp(typed * 3 - 1)
    #expect(result.budget[.statistical] > 0 && result.budget.grade.name == "asserted")
    let exact = typed * 0
    #expect(exact.budget.total == 0 && exact.budget.grade == .proved)
  }

  @Test func `what is no number stays none`() {
    let none = Estimate(exactly: .nan)
    let results: [Estimate] = [
      .maximum(none, 1), .maximum(1, none), .minimum(none, 1), .minimum(1, none), .sin(none),
    ]
    for result in results {
      #expect(result.value.isNaN && Verdict.atMost(result, 2).outcome == .inconclusive)
    }
  }

  @Test func `what is not known stays unknown`() {
    let unknown = Estimate(1, budget: ErrorBudget())
    for result in [unknown + 1, 1 - unknown, unknown * 2, 2 / unknown, .exp(unknown), unknown.squareRoot()] {
      #expect(result.budget.terms.isEmpty && result.budget.total.isNaN)
    }
    let zero = Estimate(0, budget: .computed([.rounding: 1e-9]))
    for result in [1 / zero, .log(zero), (zero - 1).squareRoot(), Estimate.exp(1e9)] {
      #expect(!result.budget.total.isFinite, "\(result)")
    }
  }

  @Test func `a budget adds its terms and tells their shares`() {
    let sum = ErrorBudget.proved([.certificate: 3]) + .proved([.rounding: 1, .certificate: 0])
    #expect(sum.total == 4 && sum.shares == [.certificate: 0.75, .rounding: 0.25])
    #expect(sum.scaled(by: 2).total == 8 && ErrorBudget.exact.total == 0 && ErrorBudget().total.isNaN)
    #expect(sum.description == "4 (certificate 3, rounding 1)")
    #expect(ErrorBudget([.rounding: -1]).total.isNaN && ErrorBudget([.rounding: .nan]).total.isNaN)
  }

  @Test(arguments: ErrorBudget.Source.allCases)
  func `what is computed without a proof is proved of no source`(source: ErrorBudget.Source) {
    #expect(ErrorBudget.computed([source: 1]).grade == .estimated)
  }

  /// Gradient descent on a quadratic: the error analysis is that of the numbers.
  @Test func `a scalar recursion carries its errors`() {
    var x: Estimate = 1
    let (curvature, rate): (Estimate, Estimate) = (0.3, 0.7)
    for _ in 0..<50 { x = x - rate * curvature * x }
    let closed = (1 - rate * curvature).power(50)
    #expect(Verdict.equal(x, closed).outcome == .holds && x.budget.grade == .proved)
    // Two occurrences of x count as independent numbers, so that the error of this form grows by 1.21 a step and not by .79.
    #expect(x.budget.total / x.value < 1e-6)
    #expect(closed.budget.total / closed.value < 1e-13)
  }
}
