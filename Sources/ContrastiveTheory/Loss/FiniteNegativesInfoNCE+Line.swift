import Evidence
import Foundation
import LinearAlgebra

// The loss with N candidates and its gradient at an encoder of one row, without sampling, for every N.

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
    let line = line(encoder * whitening.factor)
    let fine = line.excess(step: 1)
    let error = abs(fine - line.excess(step: 1.25))
    return Estimate(
      fine, budget: ErrorBudget.computed([.integration: error, .rounding: 64 * .ulpOfOne * line.size]))
  }

  /// The derivatives of L_N at a row: by the mean output b·νₖ under each component, and by |b|, the outputs' standard deviation.
  public struct LineGradient: Sendable {
    public let byMeans: [Double]
    public let bySpread: Double
    /// Of the row's gradient, 1 × d in whitened coordinates.
    public let gradient: Matrix
    /// What all of them may be wrong by, the gradient in the Frobenius norm.
    public let budget: ErrorBudget
  }

  /// The gradient of L_N at an encoder of one row b = A L, W = L Lᵀ, not zero: the mean of Σ (p − 1₊) ds over the candidates,
  /// p their softmax, by the same sums and with the same estimate of the error as ``lineExcess(_:)``.
  public func lineGradient(atWhitened row: Matrix) -> LineGradient {
    let line = line(row)
    let (fine, coarse) = (line.slopes(step: 1), line.slopes(step: 1.25))
    let gradient = rowGradient(fine, at: row)
    let error = (gradient - rowGradient(coarse, at: row)).frobeniusNorm
    let inner = zip(fine.byMeans, coarse.byMeans).reduce(abs(fine.bySpread - coarse.bySpread)) {
      max($0, abs($1.0 - $1.1))
    }
    return LineGradient(
      byMeans: fine.byMeans, bySpread: fine.bySpread, gradient: gradient,
      budget: ErrorBudget.computed([
        .integration: max(error, inner),
        .rounding: 64 * .ulpOfOne * line.size * (1 + means.frobeniusNorm),
      ]))
  }

  /// L_N as a function of one row in whitened coordinates, for a solver.
  /// - Parameter step: how much farther apart the nodes of its sums are: 1 is as exact as it gets.
  public func rows(step: Double = 1) -> some EncoderLoss { RowLoss(loss: self, step: step) }

  fileprivate func line(_ b: Matrix) -> LineOfScores {
    precondition(b.rows == 1, "an encoder of one row")
    return LineOfScores(
      means: (b * means).row(0), spread: b.frobeniusNorm, weights: pairs.mixture.weights,
      coupling: pairs.coupling, candidates: Double(candidates))
  }

  fileprivate func rowGradient(_ slopes: LineOfScores.Slopes, at b: Matrix) -> Matrix {
    Matrix(rowVectors: [means.times(slopes.byMeans)]) + (slopes.bySpread / b.frobeniusNorm) * b
  }
}

private struct RowLoss: EncoderLoss {
  let loss: FiniteNegativesInfoNCE
  let step: Double

  var dimension: Int { loss.pairs.mixture.dimension }

  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let logarithm = log(Double(loss.candidates))
    guard encoder.frobeniusNorm > 0 else { return (logarithm, try gradient(encoder)) }
    let original = loss.whitening.solveTransposedLower(encoder.transposed).transposed
    let infinite = try loss.limit.value(original.gram).value
    return (logarithm + infinite + loss.line(encoder).excess(step: step), try gradient(encoder))
  }

  func gradient(_ encoder: Matrix) throws -> Matrix {
    guard encoder.frobeniusNorm > 0 else { return Matrix(rows: encoder.rows, columns: encoder.columns) }
    return loss.rowGradient(loss.line(encoder).slopes(step: step), at: encoder)
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

  struct Slopes {
    var byMeans: [Double]
    var bySpread: Double
  }

  /// The derivatives of L_N by the means and the spread of the outputs: the mean of Σ (p − 1₊)(u dv + v du).
  func slopes(step: Double) -> Slopes {
    let (low, high) = ends
    let count = Int(((high - low) / (0.25 * step * spread)).rounded(.up))
    var slopes = Slopes(byMeans: means.map { _ in 0 }, bySpread: 0)
    guard count > 0 else { return slopes }
    let width = (high - low) / Double(count)
    for node in 0...count {
      let u = low + Double(node) * width
      let deviations = means.map { (u - $0) / spread }
      let masses = zip(weights, deviations).map { weight, deviation in
        weight * exp(-deviation * deviation / 2) * width / (spread * (2 * Double.pi).squareRoot())
      }
      guard masses.contains(where: { $0 > 0 }) else { continue }
      let shares = excessShares(at: u, step: step)
      for k in means.indices {
        let noise = shares[k].noise.reduce(0, +)
        let output = zip(means, shares[k].mass).reduce(spread * noise) { $0 + $1.0 * $1.1 }
        for l in means.indices { slopes.byMeans[l] += masses[k] * u * shares[k].mass[l] }
        slopes.byMeans[k] += masses[k] * output
        slopes.bySpread += masses[k] * (u * noise + deviations[k] * output)
      }
    }
    return slopes
  }

  /// Given u and each component of x: the mean of Σ (p − 1₊) over the candidates of each component, and that of their noise.
  ///
  /// A softmax is an integral as its logarithm is: e^s/Σ e^s = ∫ τ v e^(−τ Σ v) d log τ with v = e^s/Z.
  private func excessShares(at u: Double, step: Double) -> [(mass: [Double], noise: [Double])] {
    let law = Candidates(line: self, output: u, step: step)
    let ratios = weights.indices.map { k in coupling.row(k).map { $0 / weights[k] } }
    let (width, start) = (0.25 * step, -20.0)
    let none = means.map { _ in 0.0 }
    var shares = ratios.map { (mass: $0.map { -$0 / width }, noise: none) }
    var node = 0
    var isDecaying = false
    while !isDecaying {
      let t = exp(start + Double(node) * width)
      let laplace = law.slopes(t / candidates)
      let one = Self.logarithm(laplace.below, laplace.remaining, weights)
      // Below the first node it is a geometric series.
      let factor = t / candidates * (node == 0 ? 1 + 1 / expm1(width) : 1)
      isDecaying = t > 50
      for k in weights.indices {
        let positive = Self.logarithm(laplace.below, laplace.remaining, ratios[k])
        let drawn = factor * (candidates - 1) * exp((candidates - 2) * one + positive)
        let partner = factor * exp((candidates - 1) * one)
        for l in weights.indices {
          let share = drawn * weights[l] + partner * ratios[k][l]
          shares[k].mass[l] += share * laplace.mass[l]
          shares[k].noise[l] += share * laplace.noise[l]
        }
        if (candidates - 1) * one + positive > -45 { isDecaying = false }
      }
      node += 1
    }
    return shares.map { share in (share.mass.map { $0 * width }, share.noise.map { $0 * width }) }
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
  /// e^s/Z at the nodes of each component, the nodes and their masses. The noise at a node is the node times the sign of u.
  private let values: [[Double]]
  private let nodes: [Double]
  private let masses: [Double]
  private let sign: Double

  init(line: LineOfScores, output u: Double, step: Double) {
    sign = u < 0 ? -1 : 1
    // s = u v is normal with this standard deviation; exponentials of it are entire, with a strip that narrows.
    let deviation = abs(u) * line.spread
    let width = step * min(0.5, 0.3 / max(deviation, 0.1))
    let count = Int(((18 + deviation) / width).rounded(.up))
    let nodes = (0...count).map { -9 + Double($0) * width }
    self.nodes = nodes
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
  /// 1 − ψ and ψ, and the means of v e^(−τ v) and of it times the noise, for each component.
  func slopes(
    _ tau: Double
  ) -> (below: [Double], remaining: [Double], mass: [Double], noise: [Double]) {
    var (below, remaining) = ([Double](), [Double]())
    var (mass, noise) = ([Double](), [Double]())
    for component in values {
      var (missing, left, sum, moment) = (0.0, 0.0, 0.0, 0.0)
      for node in component.indices {
        let lost = Self.complement(tau * component[node])
        missing += masses[node] * lost
        left += masses[node] * (1 - lost)
        let share = masses[node] * component[node] * (1 - lost)
        sum += share
        moment += share * nodes[node]
      }
      below.append(missing)
      remaining.append(left)
      mass.append(sum)
      noise.append(sign * moment)
    }
    return (below, remaining, mass, noise)
  }
}
