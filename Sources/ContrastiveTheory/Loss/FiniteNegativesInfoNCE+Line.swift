import Evidence
import Foundation
import LinearAlgebra

// The loss with N candidates at an encoder of one row, without sampling, for every N.

extension FiniteNegativesInfoNCE {
  /// L_N at an encoder of one row, 1 × d: log N + L and ``lineExcess(_:)``.
  /// - Throws: ``IntegrationError`` where the encoder is so large that the scores overflow.
  public func lineValue(_ encoder: Matrix) throws -> Estimate {
    let infinite = try limit.value(encoder.gram)
    let excess = try lineExcess(encoder)
    return Estimate(
      log(Double(candidates)) + infinite.value + excess.value, budget: infinite.budget + excess.budget)
  }

  /// L_N − log N − L at an encoder of one row, 1 × d: a second route to ``excess(_:samples:using:)``, for every N at one
  /// cost (theory: T24).
  ///
  /// Given x the candidates are independent, so that Frullani's integral of the logarithm of their sum is one over the line,
  ///
  ///     E log R = ∫₀^∞ (e^{−t} − ψ(t/N)^{N−1} ψ₊(t/N)) dt/t,   R = (e^{s₊} + Σ e^{sᵢ}) / (N Z),
  ///
  /// with ψ(τ) = E_y exp(−τ e^s/Z) and ψ₊ the same for the positive. The integrals over x, log t and y are sums over
  /// equidistant nodes; their error is estimated by the difference to a rule with fewer nodes in all three.
  /// Cost: some million exponentials.
  public func lineExcess(_ encoder: Matrix) throws -> Estimate {
    precondition(encoder.rows == 1, "an encoder of one row")
    let b = encoder * whitening.factor
    let line = LineOfScores(
      means: (b * means).row(0), spread: b.frobeniusNorm, weights: pairs.mixture.weights,
      coupling: pairs.coupling, candidates: Double(candidates))
    let fine = line.excess(step: 1)
    let error = abs(fine - line.excess(step: 1.25))
    return Estimate(
      fine, budget: ErrorBudget.computed([.integration: error, .rounding: 64 * .ulpOfOne * line.size]))
  }
}

/// The outputs u = b x of a row, normal with a standard deviation for all components.
private struct LineOfScores {
  let means: [Double]
  let spread: Double
  let weights: [Double]
  let coupling: Matrix
  let candidates: Double

  /// The reach of a standard normal law, beyond which lies less than rounding.
  private static let reach = 9.0

  private var ends: (low: Double, high: Double) {
    let reach = Self.reach * spread
    return (
      means.reduce(.infinity) { min($0, $1) } - reach, means.reduce(-.infinity) { max($0, $1) } + reach
    )
  }

  /// A score is rounded relative to its size.
  var size: Double { 1 + max(ends.low * ends.low, ends.high * ends.high) }

  /// E_x E(log R | x), with equidistant nodes whose distances grow with `step`.
  func excess(step: Double) -> Double {
    let (low, high) = ends
    let count = Int(((high - low) / (0.25 * step * spread)).rounded(.up))
    guard count > 0 else { return 0 }
    let width = (high - low) / Double(count)
    var sum = 0.0
    for node in 0...count {
      let u = low + Double(node) * width
      let densities = means.indices.map { k in
        let deviation = (u - means[k]) / spread
        return weights[k] * exp(-deviation * deviation / 2)
      }
      guard densities.contains(where: { $0 > 0 }) else { continue }
      sum += zip(densities, logarithms(at: u, step: step)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return sum * width / (spread * (2 * Double.pi).squareRoot())
  }

  /// E(log R | u, k) for each component k of x.
  private func logarithms(at u: Double, step: Double) -> [Double] {
    let law = Candidates(line: self, output: u, step: step)
    let ratios = weights.indices.map { k in coupling.row(k).map { $0 / weights[k] } }
    let width = 0.25 * step
    // Below the first node the integrand is t (E R − 1) up to t²: a geometric series.
    let start = -20.0
    var integrals = ratios.map { ratio in
      let positive = zip(ratio, law.expectations).reduce(0) { $0 + $1.0 * $1.1 }
      return (positive - 1) / candidates * exp(start) / expm1(width)
    }
    var node = 0
    var isDecaying = false
    while !isDecaying {
      let t = exp(start + Double(node) * width)
      let (below, remaining) = law.laplace(t / candidates)
      let negatives = (candidates - 1) * Self.logarithm(below, remaining, weights)
      isDecaying = t > 50
      for k in weights.indices {
        let logarithm = negatives + Self.logarithm(below, remaining, ratios[k])
        // Small t leave a difference of nearly equal numbers.
        let difference = t < 1 ? -exp(-t) * expm1(logarithm + t) : exp(-t) - exp(logarithm)
        integrals[k] += difference
        if logarithm > -45 { isDecaying = false }
      }
      node += 1
    }
    return integrals.map { $0 * width }
  }

  /// The logarithm of a mixture of the ψ, from 1 − ψ where that is small.
  private static func logarithm(_ below: [Double], _ remaining: [Double], _ shares: [Double]) -> Double {
    let missing = zip(shares, below).reduce(0) { $0 + $1.0 * $1.1 }
    return missing < 0.5 ? log1p(-missing) : log(zip(shares, remaining).reduce(0) { $0 + $1.0 * $1.1 })
  }
}

/// The law of e^s/Z for candidates of each component, given the output u of x.
private struct Candidates {
  /// E_l e^s/Z.
  let expectations: [Double]
  /// e^s/Z at the nodes of each component, and the nodes' masses.
  private let values: [[Double]]
  private let masses: [Double]

  init(line: LineOfScores, output u: Double, step: Double) {
    // s = u v is normal with this standard deviation; exponentials of it are entire, with a strip that narrows.
    let deviation = abs(u) * line.spread
    let width = step * min(0.5, 0.3 / max(deviation, 0.1))
    let count = Int(((18 + deviation) / width).rounded(.up))
    let nodes = (0...count).map { -9 + Double($0) * width }
    masses = nodes.map { width * exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() }
    let shifts = line.means.map { u * $0 }
    let total = logSumExp(zip(line.weights, shifts).map { log($0) + $1 })
    let relative = shifts.map { $0 - total }
    expectations = relative.map { exp($0) }
    values = relative.map { shift in
      nodes.map { exp(shift + deviation * $0 - deviation * deviation / 2) }
    }
  }

  /// 1 − e^{−x} for x ≥ 0, to a few units of the last place of e^{−x} or of itself; most arguments are small, and then cheap.
  private static func complement(_ x: Double) -> Double {
    guard x < 0.03 else { return 1 - exp(-x) }
    return x * (1 - x / 2 * (1 - x / 3 * (1 - x / 4 * (1 - x / 5 * (1 - x / 6 * (1 - x / 7))))))
  }

  /// 1 − ψ and ψ at τ for each component.
  func laplace(_ tau: Double) -> (below: [Double], remaining: [Double]) {
    var below: [Double] = []
    var remaining: [Double] = []
    for component in values {
      var (missing, left) = (0.0, 0.0)
      for (value, mass) in zip(component, masses) {
        let lost = Self.complement(tau * value)
        missing += mass * lost
        left += mass * (1 - lost)
      }
      below.append(missing)
      remaining.append(left)
    }
    return (below, remaining)
  }
}
