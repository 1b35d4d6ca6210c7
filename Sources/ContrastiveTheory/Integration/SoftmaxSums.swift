import CVectorMath
import Foundation
import LinearAlgebra

/// The inner loop of ``SoftmaxMoments``: sums over the nodes of a rule, four nodes of its last axis at a time.
struct SoftmaxSums {
  /// The sums over all nodes, weighted.
  struct Total {
    /// Σₖ wₖ E log Σ_l factors[k, l] exp(C z)_l.
    let logarithm: Double
    /// [k, l]: wₖ E[p_l], one row a component and one column a score.
    let posterior: Matrix
    /// Σₖ wₖ E[diag(p) − p pᵀ].
    let covariance: Matrix
  }

  /// One axis of one of the two cubic lattices: nodes from −reach … reach, padded to whole blocks of four.
  private struct Axis {
    let first: Double
    let step: Double
    let count: Int
    /// Weight step · φ(z) of each node.
    let weights: [Double]
    /// [l * count + node]: exp(C[l, axis] z).
    let factors: [Double]
  }

  /// C, one row a score.
  let directions: Matrix
  /// w, one a component.
  let weights: [Double]
  /// [k * scores + l]: the score's weight times exp(mean score of l under component k), up to a factor of k.
  let factors: [Double]
  let withValue: Bool

  private var scoreCount: Int { directions.rows }

  /// The sums over a body-centred lattice, by its tables of exponentials.
  func total(over rule: LatticeRule) -> Total {
    var state = State(self)
    if rule.dimension == 0 {
      let one = Axis(
        first: 0, step: 1, count: 4, weights: [1, 0, 0, 0],
        factors: .init(repeating: 1, count: 4 * scoreCount))
      state.visitLast(one, from: 0, to: 0, weight: 1, prefix: .init(repeating: 1, count: scoreCount))
      return state.total
    }
    for offset in [0.0, 0.5] {
      let axes = (0..<rule.dimension).map { axis($0, of: rule, offset: offset) }
      visit(axes, 0, rule.radius * rule.radius, 0.5, .init(repeating: 1, count: scoreCount), &state)
    }
    return state.total
  }

  /// The sums over one shift of a shifted lattice, whose nodes are one long axis.
  func total(over lattice: ShiftedLattice, shift: Int) -> Total {
    let count = lattice.nodeCount
    let scores = (directions * lattice.nodes(shift: shift)).transposed
    let nodes = Axis(
      first: 0, step: 1, count: count, weights: .init(repeating: 1 / Double(count), count: count),
      factors: scores.storage.map { exp($0) })
    var state = State(self)
    state.visitLast(
      nodes, from: 0, to: count - 1, weight: 1, prefix: .init(repeating: 1, count: scoreCount))
    return state.total
  }

  private func axis(_ index: Int, of rule: LatticeRule, offset: Double) -> Axis {
    let step = rule.steps[index]
    let half = Int((rule.radius / step).rounded(.up))
    let count = (2 * half + 1 + 3) / 4 * 4 + 4
    let first = (Double(-half) + offset) * step
    let logNormalisation = log(step / (2 * Double.pi).squareRoot())
    var weights = [Double](repeating: 0, count: count)
    for node in 0..<count {
      let position = first + Double(node) * step
      weights[node] = logNormalisation - position * position / 2
    }
    vector_exponentials(&weights, count, 0)
    var factors = [Double](repeating: 0, count: scoreCount * count)
    for l in 0..<scoreCount {
      let slope = directions[l, index]
      for node in 0..<count { factors[l * count + node] = slope * (first + Double(node) * step) }
    }
    vector_exponentials(&factors, factors.count, 0)
    return Axis(first: first, step: step, count: count, weights: weights, factors: factors)
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

  /// The running sums, four of each until the end.
  private struct State {
    /// The number of scores.
    let count: Int
    let weights: [Double]
    let factors: [Double]
    /// [k, l, 4], [l, m, 4] for m < l, and [4].
    var posterior: [Double]
    var products: [Double]
    let withValue: Bool
    var logarithm = [0.0, 0, 0, 0]
    var scratch: [Double]

    init(_ sums: SoftmaxSums) {
      count = sums.scoreCount
      weights = sums.weights
      factors = sums.factors
      posterior = .init(repeating: 0, count: 4 * weights.count * count)
      products = .init(repeating: 0, count: 4 * count * count)
      withValue = sums.withValue
      scratch = .init(repeating: 0, count: 2 * count * (count + 3))
    }

    var total: Total {
      func sum(_ parts: [Double], _ index: Int) -> Double {
        (parts[4 * index] + parts[4 * index + 2]) + (parts[4 * index + 1] + parts[4 * index + 3])
      }
      let posterior = Matrix(rows: weights.count, columns: count) { k, l in
        sum(self.posterior, k * count + l)
      }
      // p_l − p_l² is the sum of the other p_l p_m, which does not cancel.
      var covariance = Matrix(rows: count, columns: count)
      for l in 0..<count {
        for m in 0..<l {
          let product = sum(products, l * count + m)
          covariance[l, m] = -product
          covariance[m, l] = -product
          covariance[l, l] += product
          covariance[m, m] += product
        }
      }
      return Total(logarithm: sum(logarithm, 0), posterior: posterior, covariance: covariance)
    }

    /// Adds the nodes low … high of the last axis, four at a time: those beyond `high` are nodes of the lattice too, so
    /// they only make the truncation error smaller.
    mutating func visitLast(_ axis: Axis, from low: Int, to high: Int, weight: Double, prefix: [Double]) {
      softmax_add_moments(
        axis.weights, axis.factors, axis.count, low, high, weight, prefix, weights, factors, weights.count,
        count,
        &scratch, &posterior, &products, withValue ? 1 : 0, &logarithm)
    }
  }
}
