import Foundation
import TheoremTesting

/// A Gaussian pair on the line, where the CLIP loss can be summed by its definition, and a form.
struct Line: Sendable {
  /// E u, in standard deviations.
  var mean = 0.0
  let deviations: (u: Double, v: Double)
  let correlation: Double
  /// M: the score is M u v.
  let form: Double

  /// "The loss by its definition is that of the closed form." The loss from v is that of the line with u and v exchanged.
  var agreement: Verdict {
    let numbers = [form, deviations.u, deviations.v].map(Estimate.init(exactly:))
    let n = numbers[0] * numbers[1] * numbers[2]
    return .equal(loss(n), ((n - rho).squared - rho.squared) / 2, scale: 1)
  }

  /// "The loss of CCA's form by its definition is minus half of the squared correlation."
  var attainment: Verdict { .equal(loss(rho), rho.squared / -2, scale: 1) }

  private var rho: Estimate { Estimate(exactly: correlation) }

  /// The loss from u by its definition. Of u = σ (t + μ) and v = τ t the score is N (t + μ) t′, where N = σ M τ.
  private func loss(_ n: Estimate) -> Estimate {
    let logarithms = normalMean { t in logarithm(of: n * (t + Estimate(exactly: mean))) }
    return integrated(logarithms, n) - n * rho
  }

  /// With a mean of u of its own deviation.
  var movedOff: Line { Line(mean: 1, deviations: deviations, correlation: correlation, form: form) }

  private let step = 0.75
  /// So many standard deviations beyond the bulk of what is integrated.
  private let reach = 7.0

  /// log E e^{st}, t standard normal.
  private func logarithm(of s: Estimate) -> Estimate {
    Estimate.log(trapezoids(upTo: reach + s.magnitude.value) { t in Estimate.exp(s * t - t.squared / 2) })
  }

  /// E f(t).
  private func normalMean(_ function: (Estimate) -> Estimate) -> Estimate {
    trapezoids(upTo: reach) { t in function(t) * Estimate.exp(t.squared / -2) }
  }

  /// (1/√(2π)) ∫ f, by the trapezoidal rule.
  private func trapezoids(upTo end: Double, _ function: (Estimate) -> Estimate) -> Estimate {
    let last = Int((end / step).rounded(.up))
    let sum = (-last...last).map { function(Estimate(exactly: Double($0) * step)) }.sum
    return Estimate(exactly: step) * sum / (2 * Estimate.pi).squareRoot()
  }

  /// With what the sums leave out of the integrals (Proofs/G1).
  private func integrated(_ sum: Estimate, _ n: Estimate) -> Estimate {
    let size = pow((reach + 1) * n.value, 2)
    let error = 8 * (1 + size) * (exp(-reach * reach / 2) + 100 * exp(-2 * .pi * .pi / (step * step)))
    return Estimate(sum.value, budget: sum.budget + ErrorBudget([.integration: error]))
  }
}

extension Family<Line> {
  static let lines = Family("pairs on the line") { draw in
    let deviations = (
      u: draw.logarithmic("deviation of u", in: 0.1...10), v: draw.logarithmic("deviation of v", in: 0.1...10)
    )
    return Line(
      deviations: deviations, correlation: draw.real("correlation", in: -0.99...0.99),
      form: draw.real("form", in: -1.5...1.5) / (deviations.u * deviations.v))
  }
  .assuming("centring") { $0.mean == 0 }
  .covering("a score of large variance", 0.2) { abs($0.form * $0.deviations.u * $0.deviations.v) > 1 }
}
