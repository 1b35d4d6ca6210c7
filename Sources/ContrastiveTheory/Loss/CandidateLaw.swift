import CVectorMath
import Foundation

/// The law of e^s/Z for candidates of each component, given the output u of x, by its Laplace transforms ψ(t/N) at equidistant
/// nodes of log t.
///
/// s is normal, so that ψ is a sum over equidistant nodes of its noise. These stand so far apart that a whole number of them makes
/// the distance of two log t: then τ e^s/Z takes few values, whose exponentials are tabulated.
struct CandidateLaw {
  /// log t at the first node, and from one node to the next.
  static let start = -20.0
  let width: Double
  /// E_l e^s/Z.
  let expectations: [Double]
  /// The standard deviation of s.
  let deviation: Double
  private let candidates: Double
  /// The distance of two nodes of the noise.
  private let apart: Double
  /// The masses of the nodes of the noise, and these times the nodes and the sign of u.
  private let masses: [Double]
  private let moments: [Double]
  /// log e^s/Z of each component at the first node of the noise, and from one node to the next.
  private let lowest: [Double]
  private let spacing: Double
  /// The nodes of the noise that make the distance of two log t, at most all of them.
  private let stride: Int

  init(line: LineOfScores, output u: Double, step: Double) {
    (width, candidates) = (0.25 * step, line.candidates)
    // s = u v is normal with this standard deviation; exponentials of it are entire, with a strip that narrows.
    deviation = abs(u) * line.spread
    // A little more than the distance of two log t, so that rounding does not decide whether one makes the other.
    let widest = step * min(0.5, 0.26 / max(deviation, 0.1))
    let parts = (width / max(deviation * widest, .leastNormalMagnitude)).rounded(.up)
    apart = min(widest, width / (parts * max(deviation, .leastNormalMagnitude)))
    let count = Int(((18 + deviation) / apart).rounded(.up)) + 1
    let nodes = (0..<count).map { [apart] in -9 + Double($0) * apart }
    let densities = nodes.map { exp(-$0 * $0 / 2) }
    let sum = densities.reduce(0, +)
    masses = densities.map { $0 / sum }
    moments = zip(masses, nodes).map { u < 0 ? -$0 * $1 : $0 * $1 }
    (spacing, stride) = (deviation * apart, Int(min(parts, Double(count))))
    let shifts = line.means.map { u * $0 }
    let total = logSumExp(zip(line.weights, shifts).map { log($0) + $1 })
    expectations = shifts.map { exp($0 - total) }
    lowest = shifts.map { [deviation] in $0 - total - deviation * (9 + deviation / 2) }
  }

  /// What is known at a few nodes of log t, one after another.
  struct Block {
    /// t at each.
    let times: [Double]
    /// Whether they begin with the first of all.
    let isFirst: Bool
    /// Of each component, 1 − ψ.
    fileprivate(set) var below: [[Double]] = []
    /// Of each component, the mean of v e^(−v), v = t/N e^s/Z, and of that times the noise. Empty where they are not wanted.
    fileprivate(set) var mass: [[Double]] = []
    fileprivate(set) var noise: [[Double]] = []

    /// ψ and its logarithm, at each node, for a candidate of component l with probability shares[l].
    func transform(_ shares: [Double]) -> (values: [Double], logarithms: [Double]) {
      var missing = [Double](repeating: 0, count: times.count)
      for (share, below) in zip(shares, below) where share > 0 {
        for node in missing.indices { missing[node] += share * below[node] }
      }
      // ψ is above 0, if by less than rounding.
      for node in missing.indices { missing[node] = min(missing[node], 1 - .ulpOfOne) }
      return (missing.map { 1 - $0 }, missing.map { log1p(-$0) })
    }

    /// By how much the logarithm of a component's ψ falls from a node to the next, at most, where that is known.
    func largestFall(_ component: Int) -> Double {
      let below = below[component]
      var largest = 1.0
      for node in 1..<below.count where 1 - below[node] >= 1e-6 {
        largest = max(largest, (1 - below[node - 1]) / (1 - below[node]))
      }
      return log(largest)
    }
  }

  // What is proved of the nodes (Proofs/T24_FiniteNegatives.md, S9).

  /// What 1 − ψ and the means of ``Node`` are off by at a node, over the least of 2 and t/N E_l e^s/Z.
  var noiseError: Double {
    let shift = min(Self.noiseAngle / max(deviation, .leastNormalMagnitude), 2 * .pi / apart)
    let decay = 2 * Double.pi * shift / apart
    return 4.4 * exp(shift * shift / 2 - decay) / -expm1(-decay) + 4e-18
  }

  /// By how much the noise is shifted, times the standard deviation of s.
  private static let noiseAngle = 1.4

  /// A bound on what rounding does to them, likewise.
  var roundingError: Double { (24 * exponents + Double(masses.count + 4 * lowest.count) + 200) * .ulpOfOne }

  /// A bound on what is added up to the exponents of the tables.
  var exponents: Double {
    60 + log(candidates) + 2 * lowest.reduce(0) { max($0, abs($1)) } + (18 + deviation) * deviation
  }

  /// E log e^s/Z of each component.
  var meanLogarithms: [Double] { lowest.map { $0 + 9 * deviation } }

  /// A bound on E (e^s/Z)² of a component.
  var secondMoment: Double { expectations.reduce(0) { max($0, $1 * $1) } * exp(deviation * deviation) }

  /// Calls `body` with nodes from t = e^−20 to 50, and with as many more as it takes.
  /// - Parameters:
  ///   - withSlopes: whether ``Block/mass`` and ``Block/noise`` are wanted.
  ///   - body: returns the largest logarithm, at the last of the nodes, of what decays, infinite where that does not tell what is left.
  func forEachBlock(withSlopes: Bool, _ body: (Block) -> Double) {
    var nodes = 0..<Int((log(50) - Self.start) / width) + 2
    while body(block(nodes, withSlopes: withSlopes)) > -45 {
      nodes = nodes.upperBound..<nodes.upperBound + 16
    }
  }

  private func block(_ nodes: Range<Int>, withSlopes: Bool) -> Block {
    var block = Block(
      times: nodes.map { exp(Self.start + Double($0) * width) }, isFirst: nodes.lowerBound == 0)
    // Beyond the last node as well, as far as its noise reaches.
    let rows = nodes.lowerBound..<nodes.upperBound + (masses.count - 1) / stride
    let origin = Self.start - log(candidates)
    for low in lowest {
      var values: [Double] = []
      values.reserveCapacity(rows.count * stride)
      for row in rows {
        let start = origin + low + Double(row) * width
        for part in 0..<stride { values.append(start + Double(part) * spacing) }
      }
      if withSlopes {
        var shares = values
        vector_complements(&values, values.count, &shares)
        block.mass.append(sums(shares, masses, nodes.count))
        block.noise.append(sums(shares, moments, nodes.count))
      } else {
        vector_complements(&values, values.count, nil)
      }
      block.below.append(sums(values, masses, nodes.count))
    }
    return block
  }

  /// Of a table over the noise, at each of a number of nodes.
  private func sums(_ table: [Double], _ weights: [Double], _ count: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { sums, initialized in
      guard let first = sums.baseAddress else { return }
      vector_windows(table, stride, weights, weights.count, first, count)
      initialized = count
    }
  }
}
