import Foundation

/// The law of e^s/Z for candidates of each component, given the output u of x.
struct CandidateLaw {
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
