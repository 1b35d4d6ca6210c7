import CVectorMath
import Foundation
import LinearAlgebra

/// The inner loop of ``SoftmaxMoments``: sums over the nodes of a rule, four nodes of its last axis at a time.
struct SoftmaxSums: SampledSums {
  /// The sums over all nodes, weighted.
  struct Total: SampledMoments {
    /// Σₖ wₖ E log Σ_l factors[l, k] exp(C z)_l.
    var logarithm: Double
    /// [k, l]: wₖ E[p_l], one row a component and one column a score.
    let posterior: Matrix
    /// Σₖ wₖ E[diag(p) − p pᵀ].
    let covariance: Matrix
  }

  /// One axis of a lattice: `count` nodes first, first + step …, at least four.
  private struct Axis {
    let first: Double
    let step: Double
    let count: Int
    /// Where its table starts: the weight step · φ(z) of each node, then for each score l exp(C[l, axis] z) of each.
    let table: Int
  }

  /// C, one row a score.
  let directions: Matrix
  /// w, one a component.
  let weights: [Double]
  /// [l, k]: the score's weight times exp(mean score of l under component k), up to a factor of k.
  let factors: Matrix
  let withValue: Bool

  private var scoreCount: Int { directions.rows }

  /// The sums over a body-centred lattice, by its tables of exponentials.
  func total(over rule: LatticeRule) -> Total {
    var state = State(self, depth: rule.dimension)
    if rule.dimension == 0 {
      let tables = [1, 0, 0, 0] + [Double](repeating: 1, count: 4 * scoreCount)
      state.visitLast(
        Axis(first: 0, step: 1, count: 4, table: 0), tables, from: 0, to: 0, depth: 0, weight: 1)
      return state.total()
    }
    for offset in [0.0, 0.5] {
      let (axes, tables) = axes(of: rule, offset: offset)
      visit(axes, tables, 0, rule.radius * rule.radius, 0.5, &state)
    }
    return state.total()
  }

  /// So many terms at most are added one after the other; the sums of as many are then added with their rounding errors kept.
  static let longestSum = 64

  /// The axes of one of the two cubic lattices, nodes from −radius … radius padded to whole blocks of four, and their tables.
  private func axes(of rule: LatticeRule, offset: Double) -> ([Axis], tables: [Double]) {
    var axes: [Axis] = []
    axes.reserveCapacity(rule.dimension)
    var room = 0
    for step in rule.steps {
      let half = Int((rule.radius / step).rounded(.up))
      let count = (2 * half + 1 + 3) / 4 * 4 + 4
      axes.append(Axis(first: (Double(-half) + offset) * step, step: step, count: count, table: room))
      room += (1 + scoreCount) * count
    }
    var tables: [Double] = []
    tables.reserveCapacity(room)
    for (index, axis) in axes.enumerated() {
      let logNormalisation = log(axis.step / (2 * Double.pi).squareRoot())
      for node in 0..<axis.count {
        let position = axis.first + Double(node) * axis.step
        tables.append(logNormalisation - position * position / 2)
      }
      for l in 0..<scoreCount {
        let slope = directions[l, index]
        for node in 0..<axis.count { tables.append(slope * (axis.first + Double(node) * axis.step)) }
      }
    }
    vector_exponentials(&tables, tables.count, 0)
    return (axes, tables)
  }

  /// Walks the axes before the last one, carrying the product of the weights and, for each score, of the exponentials.
  private func visit(
    _ axes: [Axis], _ tables: [Double], _ depth: Int, _ room: Double, _ weight: Double, _ state: inout State
  ) {
    let axis = axes[depth]
    let reach = max(room, 0).squareRoot()
    let low = max(Int(((-reach - axis.first) / axis.step).rounded(.up)), 0)
    let high = min(Int(((reach - axis.first) / axis.step).rounded(.down)), axis.count - 1)
    guard low <= high else { return }
    if depth == axes.count - 1 {
      state.visitLast(axis, tables, from: low, to: high, depth: depth, weight: weight)
      return
    }
    for node in low...high {
      let position = axis.first + Double(node) * axis.step
      state.extendPrefix(axis, tables, node: node, depth: depth)
      visit(
        axes, tables, depth + 1, room - position * position, weight * tables[axis.table + node], &state)
    }
  }

  /// The running sums, four of each until the end, and what the walk needs on its way: all in one array, because an array takes
  /// longer than many a row of nodes.
  private struct State {
    /// The numbers of components and of scores.
    let (components, count): (Int, Int)
    let weights: [Double]
    let factors: [Double]
    let withValue: Bool
    /// The posterior's sums [k, l, 4], from `products` on those of the products [l, m, 4] for m < l, then the logarithm's
    /// [4], from `prefixes` on the product of the exponentials before each axis [axis, l], and at the end scratch.
    private var numbers: [Double]
    private let (products, logarithm, prefixes, scratch): (Int, Int, Int, Int)
    /// What was added before, and how many blocks the present sums have.
    private var added: CompensatedSums
    private var blocks = 0

    /// - Parameter depth: the number of axes.
    init(_ sums: SoftmaxSums, depth: Int) {
      (components, count) = (sums.weights.count, sums.scoreCount)
      weights = sums.weights
      factors = sums.factors.storage
      withValue = sums.withValue
      products = 4 * components * count
      logarithm = products + 4 * count * count
      prefixes = logarithm + 4
      scratch = prefixes + max(depth, 1) * count
      numbers = Array(repeatElement(0, count: scratch + 2 * count * (count + 3)))
      added = CompensatedSums(count: prefixes)
      for l in 0..<count { numbers[prefixes + l] = 1 }
    }

    /// Moves the present sums to what was added before.
    private mutating func carry() {
      added.add(numbers[..<prefixes])
      for index in 0..<prefixes { numbers[index] = 0 }
      blocks = 0
    }

    /// The sums, when all nodes were visited.
    consuming func total() -> Total {
      carry()
      let totals = added.totals
      func sum(_ index: Int) -> Double {
        (totals[index] + totals[index + 2]) + (totals[index + 1] + totals[index + 3])
      }
      let posterior = Matrix(rows: components, columns: count) { k, l in sum(4 * (k * count + l)) }
      return Total(
        logarithm: sum(logarithm), posterior: posterior,
        covariance: .softmaxCovariance(count) { l, m in sum(products + 4 * (l * count + m)) })
    }

    /// Writes the products of exponentials for the axis after `depth`, where that one stands at `node`.
    mutating func extendPrefix(_ axis: Axis, _ tables: [Double], node: Int, depth: Int) {
      let own = prefixes + depth * count
      for l in 0..<count {
        numbers[own + count + l] = numbers[own + l] * tables[axis.table + (1 + l) * axis.count + node]
      }
    }

    /// Adds the nodes low … high of the last axis, four at a time: those beyond `high` are nodes of the lattice too, so
    /// they only make the truncation error smaller.
    mutating func visitLast(
      _ axis: Axis, _ tables: [Double], from low: Int, to high: Int, depth: Int, weight: Double
    ) {
      let half = SoftmaxSums.longestSum / 2
      for low in stride(from: low, through: high, by: 4 * half) {
        let high = min(high, low + 4 * half - 1)
        add(axis, tables, from: low, to: high, depth: depth, weight: weight)
        blocks += (high - low) / 4 + 1
        if blocks >= half { carry() }
      }
    }

    private mutating func add(
      _ axis: Axis, _ tables: [Double], from low: Int, to high: Int, depth: Int, weight: Double
    ) {
      numbers.withUnsafeMutableBufferPointer { numbers in
        tables.withUnsafeBufferPointer { tables in
          guard let numbers = numbers.baseAddress, let tables = tables.baseAddress else { return }
          softmax_add_moments(
            tables + axis.table, tables + axis.table + axis.count, axis.count, low, high, weight,
            numbers + prefixes + depth * count, weights, factors, components, count, numbers + scratch,
            numbers, numbers + products, withValue ? 1 : 0, numbers + logarithm)
        }
      }
    }
  }
}

extension Matrix {
  /// E[diag(p) − p pᵀ] from the products E[p_l p_m], m < l.
  static func softmaxCovariance(_ count: Int, product: (_ l: Int, _ m: Int) -> Double) -> Matrix {
    // p_l − p_l² is the sum of the other p_l p_m, which does not cancel.
    var covariance = Matrix(rows: count, columns: count)
    for l in 0..<count {
      for m in 0..<l {
        let product = product(l, m)
        covariance[l, m] = -product
        covariance[m, l] = -product
        covariance[l, l] += product
        covariance[m, m] += product
      }
    }
    return covariance
  }
}
