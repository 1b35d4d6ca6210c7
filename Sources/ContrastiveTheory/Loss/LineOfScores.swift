import Foundation
import LinearAlgebra

/// The outputs u = b x of a row, normal with a standard deviation for all components.
struct LineOfScores {
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

  /// Calls `body` with equidistant outputs, whose distances grow with `step`, and the mass of each component there.
  private func forEachOutput(step: Double, _ body: (_ output: Double, _ masses: [Double]) -> Void) {
    let (low, high) = ends
    let count = Int(((high - low) / (0.25 * step * spread)).rounded(.up))
    guard count > 0 else { return }
    let width = (high - low) / Double(count)
    for node in 0...count {
      let u = low + Double(node) * width
      let masses = zip(weights, means).map { weight, mean in
        let deviation = (u - mean) / spread
        return weight * exp(-deviation * deviation / 2) * width / (spread * (2 * Double.pi).squareRoot())
      }
      if masses.contains(where: { $0 > 0 }) { body(u, masses) }
    }
  }

  /// E_x E(log R | x).
  func excess(step: Double) -> Double {
    var sum = 0.0
    forEachOutput(step: step) { u, masses in
      sum += zip(masses, logarithms(at: u, step: step)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return sum
  }

  struct Slopes {
    var byMeans: [Double]
    var bySpread: Double
  }

  /// The derivatives of L_N by the means and the spread of the outputs: the mean of Σ (p − 1₊)(u dv + v du).
  func slopes(step: Double) -> Slopes {
    var slopes = Slopes(byMeans: means.map { _ in 0 }, bySpread: 0)
    forEachOutput(step: step) { u, masses in
      let shares = excessShares(at: u, step: step)
      for k in means.indices {
        let noise = shares[k].noise.reduce(0, +)
        let output = zip(means, shares[k].mass).reduce(spread * noise) { $0 + $1.0 * $1.1 }
        for l in means.indices { slopes.byMeans[l] += masses[k] * u * shares[k].mass[l] }
        slopes.byMeans[k] += masses[k] * output
        slopes.bySpread += masses[k] * (u * noise + (u - means[k]) / spread * output)
      }
    }
    return slopes
  }

  /// [k][l]: the law of the positive's component l, given that of x.
  private var partners: [[Double]] {
    weights.indices.map { k in coupling.row(k).map { $0 / weights[k] } }
  }

  /// Given u and each component of x: the mean of Σ (p − 1₊) over the candidates of each component, and that of their noise.
  ///
  /// A softmax is an integral as its logarithm is: e^s/Σ e^s = ∫ τ v e^(−τ Σ v) d log τ with v = e^s/Z.
  private func excessShares(at u: Double, step: Double) -> [(mass: [Double], noise: [Double])] {
    let law = CandidateLaw(line: self, output: u, step: step)
    let partners = partners
    let none = means.map { _ in 0.0 }
    var shares = partners.map { (mass: $0.map { -$0 / law.width }, noise: none) }
    law.forEachNode(withSlopes: true) { node in
      let one = node.logarithm(weights)
      // Below the first node it is a geometric series.
      let factor = node.isFirst ? 1 + 1 / expm1(law.width) : 1
      let partner = factor * exp((candidates - 1) * one)
      var largest = -Double.infinity
      for k in weights.indices {
        let positive = node.logarithm(partners[k])
        let drawn = factor * (candidates - 1) * exp((candidates - 2) * one + positive)
        for l in weights.indices {
          let share = drawn * weights[l] + partner * partners[k][l]
          shares[k].mass[l] += share * node.mass(l)
          shares[k].noise[l] += share * node.noise(l)
        }
        largest = max(largest, (candidates - 1) * one + positive)
      }
      return largest
    }
    return shares.map { share in (share.mass.map { $0 * law.width }, share.noise.map { $0 * law.width }) }
  }

  /// E(log R | u, k) for each component k of x.
  private func logarithms(at u: Double, step: Double) -> [Double] {
    let law = CandidateLaw(line: self, output: u, step: step)
    let partners = partners
    // Below the first node the integrand is t (E R − 1) up to t²: a geometric series.
    var integrals = partners.map { partner in
      let positive = zip(partner, law.expectations).reduce(0) { $0 + $1.0 * $1.1 }
      return (positive - 1) / candidates * exp(CandidateLaw.start) / expm1(law.width)
    }
    law.forEachNode(withSlopes: false) { node in
      let negatives = (candidates - 1) * node.logarithm(weights)
      var largest = -Double.infinity
      for k in weights.indices {
        let logarithm = negatives + node.logarithm(partners[k])
        // Small t leave a difference of nearly equal numbers.
        integrals[k] +=
          node.t < 1 ? -exp(-node.t) * expm1(logarithm + node.t) : exp(-node.t) - exp(logarithm)
        largest = max(largest, logarithm)
      }
      return largest
    }
    return integrals.map { $0 * law.width }
  }
}
