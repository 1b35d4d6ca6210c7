import Foundation
import LinearAlgebra

/// The inner loop of ``SoftmaxMoments``: sums over the nodes of a lattice rule, four nodes of the last axis at a time.
struct SoftmaxLatticeSum {
  struct Totals {
    var logarithm = 0.0
    /// [k * K + l]: wₖ E[p_l].
    var posterior: [Double]
    /// [l * K + m]: Σₖ wₖ E[p_l p_m].
    var products: [Double]
  }

  private typealias Lanes = SIMD4<Double>

  /// One axis of one of the two cubic lattices: nodes from −reach … reach, padded to whole lanes.
  private struct Axis {
    let first: Double
    let step: Double
    let count: Int
    /// Weight step · φ(z) of each node.
    let weights: [Double]
    /// [l * count + node]: exp(C[l, axis] z).
    let factors: [Double]
  }

  let rule: LatticeRule
  let directions: Matrix
  let weights: [Double]
  let factors: [Double]
  let withValue: Bool

  func accumulate() -> Totals {
    let count = weights.count
    var state = State(count: count, weights: weights, factors: factors, withValue: withValue)
    if rule.dimension == 0 {
      let one = Axis(first: 0, step: 1, count: 4, weights: [1, 0, 0, 0], factors: .init(repeating: 1, count: 4 * count))
      state.visitLast(one, from: 0, to: 0, weight: 1, prefix: .init(repeating: 1, count: count))
      return state.totals
    }
    for offset in [0.0, 0.5] {
      let axes = (0..<rule.dimension).map { axis(at: $0, offset: offset) }
      visit(axes, 0, rule.radius * rule.radius, 0.5, .init(repeating: 1, count: count), &state)
    }
    return state.totals
  }

  private func axis(at index: Int, offset: Double) -> Axis {
    let step = rule.steps[index]
    let half = Int((rule.radius / step).rounded(.up))
    let count = (2 * half + 1 + 3) / 4 * 4 + 4
    let first = (Double(-half) + offset) * step
    let positions = (0..<count).map { first + Double($0) * step }
    let normalisation = step / (2 * Double.pi).squareRoot()
    return Axis(
      first: first, step: step, count: count,
      weights: positions.map { normalisation * exp(-$0 * $0 / 2) },
      factors: (0..<weights.count).flatMap { l in positions.map { exp(directions[l, index] * $0) } })
  }

  /// Walks the axes before the last one, carrying the product of the weights and, for each score, of the exponentials.
  private func visit(
    _ axes: [Axis], _ depth: Int, _ room: Double, _ weight: Double, _ prefix: [Double], _ state: inout State
  ) {
    let axis = axes[depth]
    let reach = max(room, 0).squareRoot()
    let low = max(Int(((-reach - axis.first) / axis.step).rounded(.up)), 0)
    let high = min(Int(((reach - axis.first) / axis.step).rounded(.down)), axis.count - 1)
    guard low <= high else { return }
    if depth == axes.count - 1 {
      state.visitLast(axis, from: low, to: high, weight: weight, prefix: prefix)
      return
    }
    var next = prefix
    for node in low...high {
      let position = axis.first + Double(node) * axis.step
      for l in next.indices { next[l] = prefix[l] * axis.factors[l * axis.count + node] }
      visit(axes, depth + 1, room - position * position, weight * axis.weights[node], next, &state)
    }
  }

  /// The running sums, kept in lanes until the end.
  private struct State {
    let count: Int
    let weights: [Double]
    let factors: [Double]
    var exponentials: [Lanes]
    var probabilities: [Lanes]
    var posterior: [Lanes]
    var products: [Lanes]
    let withValue: Bool
    var logarithm = Lanes.zero

    init(count: Int, weights: [Double], factors: [Double], withValue: Bool) {
      self.withValue = withValue
      self.count = count
      self.weights = weights
      self.factors = factors
      exponentials = .init(repeating: .zero, count: count)
      probabilities = .init(repeating: .zero, count: count)
      posterior = .init(repeating: .zero, count: count * count)
      products = .init(repeating: .zero, count: count * count)
    }

    var totals: Totals {
      var products = self.products.map { $0.sum() }
      for l in 0..<count {
        for m in 0..<l { products[l * count + m] = products[m * count + l] }
      }
      return Totals(logarithm: logarithm.sum(), posterior: posterior.map { $0.sum() }, products: products)
    }

    /// Adds the nodes low … high of the last axis, in whole lanes: the lanes beyond `high` are nodes of the lattice
    /// too, so they only make the truncation error smaller.
    mutating func visitLast(_ axis: Axis, from low: Int, to high: Int, weight: Double, prefix: [Double]) {
      let count = self.count
      axis.weights.withUnsafeBufferPointer { axisWeights in
        axis.factors.withUnsafeBufferPointer { axisFactors in
          factors.withUnsafeBufferPointer { factors in
            exponentials.withUnsafeMutableBufferPointer { exponentials in
              probabilities.withUnsafeMutableBufferPointer { probabilities in
                posterior.withUnsafeMutableBufferPointer { posterior in
                  products.withUnsafeMutableBufferPointer { products in
                    var node = min(low, axis.count - 4)
                    while node <= high {
                      let start = min(node, axis.count - 4)
                      var lanes = Self.load(axisWeights, start) * weight
                      // The last block of an axis may overlap the one before it; those lanes were added already.
                      for lane in 0..<(node - start) { lanes[lane] = 0 }
                      for l in 0..<count {
                        exponentials[l] = Self.load(axisFactors, l * axis.count + start) * prefix[l]
                      }
                      for k in 0..<count {
                        var sum = Lanes.zero
                        for l in 0..<count {
                          let numerator = exponentials[l] * factors[k * count + l]
                          probabilities[l] = numerator
                          sum += numerator
                        }
                        let nodeWeights = lanes * weights[k]
                        if withValue {
                          logarithm += nodeWeights * Lanes(log(sum[0]), log(sum[1]), log(sum[2]), log(sum[3]))
                        }
                        let inverse = 1 / sum
                        for l in 0..<count {
                          let probability = probabilities[l] * inverse
                          probabilities[l] = probability
                          let weighted = probability * nodeWeights
                          posterior[k * count + l] += weighted
                          for m in 0...l { products[m * count + l] += weighted * probabilities[m] }
                        }
                      }
                      node += 4
                    }
                  }
                }
              }
            }
          }
        }
      }
    }

    private static func load(_ buffer: UnsafeBufferPointer<Double>, _ index: Int) -> Lanes {
      Lanes(buffer[index], buffer[index + 1], buffer[index + 2], buffer[index + 3])
    }
  }
}
