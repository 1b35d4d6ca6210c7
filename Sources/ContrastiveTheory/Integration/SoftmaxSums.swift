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

  /// C, one row a score.
  let directions: Matrix
  /// w, one a component.
  let weights: [Double]
  /// [l, k]: the score's weight times exp(mean score of l under component k), up to a factor of k.
  let factors: Matrix
  let withValue: Bool

  private var scoreCount: Int { directions.rows }

  /// So many terms at most are added one after the other; the sums of as many are then added with their rounding errors kept.
  static let longestSum = 64

  /// The sums over a body-centred lattice, by its tables of exponentials.
  func total(over rule: LatticeRule) -> Total {
    let (components, scores) = (weights.count, scoreCount)
    let (axes, tables) = axes(of: rule)
    let depth = max(rule.dimension, 1)
    // Four sums of each that softmax_add_lattice names.
    let products = 4 * components * scores
    let logarithm = products + 4 * scores * scores
    let count = logarithm + 4
    var sums = Array(repeatElement(0.0, count: 3 * count))
    var scratch = Array(repeatElement(0.0, count: scores * (depth + 2 * (scores + 3))))
    softmax_add_lattice(
      axes, axes.count / depth, depth, tables, rule.radius * rule.radius, rule.dimension == 0 ? 1 : 0.5,
      weights, factors.storage, components, scores, Self.longestSum / 2, withValue ? 1 : 0, &scratch, &sums)
    func total(_ index: Int) -> Double { sums[count + index] + sums[2 * count + index] }
    func sum(_ index: Int) -> Double {
      (total(index) + total(index + 2)) + (total(index + 1) + total(index + 3))
    }
    return Total(
      logarithm: sum(logarithm),
      posterior: Matrix(rows: components, columns: scores) { k, l in sum(4 * (k * scores + l)) },
      covariance: .softmaxCovariance(scores) { l, m in sum(products + 4 * (l * scores + m)) })
  }

  /// The axes of the two cubic lattices, nodes from −radius … radius padded to whole blocks of four, and their tables: the weight
  /// step · φ(z) of each node, then for each score l exp(C[l, axis] z) of each. Of no dimensions, one node.
  private func axes(of rule: LatticeRule) -> ([lattice_axis], tables: [Double]) {
    guard rule.dimension > 0 else {
      return (
        [lattice_axis(first: 0, step: 1, count: 4, table: 0)],
        [1, 0, 0, 0] + [Double](repeating: 1, count: 4 * scoreCount)
      )
    }
    var axes: [lattice_axis] = []
    var room = 0
    for offset in [0.0, 0.5] {
      for step in rule.steps {
        let half = Int((rule.radius / step).rounded(.up))
        let count = (2 * half + 1 + 3) / 4 * 4 + 4
        axes.append(
          lattice_axis(first: (Double(-half) + offset) * step, step: step, count: count, table: room))
        room += (1 + scoreCount) * count
      }
    }
    var tables = Array(repeatElement(0.0, count: room))
    tables.withUnsafeMutableBufferPointer { tables in
      for (index, axis) in axes.enumerated() {
        let logNormalisation = log(axis.step / (2 * Double.pi).squareRoot())
        for node in 0..<axis.count {
          let position = axis.first + Double(node) * axis.step
          tables[axis.table + node] = logNormalisation - position * position / 2
        }
        for l in 0..<scoreCount {
          let (start, slope) = (axis.table + (1 + l) * axis.count, directions[l, index % rule.dimension])
          for node in 0..<axis.count {
            tables[start + node] = slope * (axis.first + Double(node) * axis.step)
          }
        }
      }
      vector_exponentials(tables.baseAddress, room, 0)
    }
    return (axes, tables)
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
