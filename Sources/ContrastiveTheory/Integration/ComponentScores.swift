import Foundation
import LinearAlgebra

/// The law of the encoded input t = B x under one component, t = m + F z with z standard normal, and the scores that
/// the components give it: log w_l + t·m_l + tᵀ U_l t / 2.
struct ComponentScores {
  /// F, r × n: a root of U of the component, n its numerical rank.
  let root: Matrix
  /// (F⁺)ᵀ, r × n.
  let inverseRoot: Matrix
  private let component: Int
  private let means: Matrix
  private let forms: [Matrix]
  private let logWeights: [Double]

  /// Moments of the softmax p of the scores under the component.
  struct Moments {
    /// E log Σ_l exp(score).
    var value = 0.0
    /// E[p_l].
    var probability: [Double]
    /// E[p_l z], n × 1 each.
    var first: [Matrix]
    /// E[p_l z zᵀ], n × n each.
    var second: [Matrix]
  }

  init(component: Int, means: Matrix, forms: [Matrix], weights: [Double]) throws(LinearAlgebraError) {
    self.component = component
    self.means = means
    self.forms = forms
    logWeights = weights.map { log($0) }
    let eigen = try SymmetricEigen(of: forms[component])
    let floor = 1e-15 * (eigen.values.last ?? 0)
    let kept = (eigen.values.firstIndex { $0 > floor } ?? eigen.values.count)..<eigen.values.count
    let scales = eigen.values[kept].map { $0.squareRoot() }
    root = eigen.vectors.columns(kept).scalingColumns(by: scales)
    inverseRoot = eigen.vectors.columns(kept).scalingColumns(by: scales.map { 1 / $0 })
  }

  /// Sums over a body-centred rule. Cost: nodes × K exponentials and K n² multiplications.
  /// - Parameter target: the lattice error at which the rule would stop if the scores' curvature did not grow.
  /// - Throws: ``IntegrationError`` where a score overflows, or where even a coarse rule would need several times the
  ///   nodes of the budget.
  func moments(target: Double, nodeBudget: Double) throws(IntegrationError) -> Moments {
    let (count, n) = (logWeights.count, root.columns)
    // In z the score of l is constant + gradient·z + zᵀ form z / 2.
    let centre = means.columns(component..<(component + 1))
    let forms = forms.map { root.transposeTimes($0 * root).symmetricPart }
    var gradients = Matrix(rows: count, columns: n)
    var constants = logWeights
    for l in 0..<count {
      let pulled = self.forms[l] * centre
      let gradient = root.transposeTimes(means.columns(l..<(l + 1)) + pulled)
      for axis in 0..<n { gradients[l, axis] = gradient[axis, 0] }
      constants[l] += centre.inner(means.columns(l..<(l + 1))) + centre.inner(pulled) / 2
    }
    guard gradients.isFinite, constants.allSatisfy(\.isFinite) else { throw .scoresTooSpread }
    var curvature = 0.0
    for l in 0..<count {
      for m in 0..<l { curvature = max(curvature, (forms[l] - forms[m]).frobeniusNorm) }
    }
    // The scores' differences grow by the curvature times the distance, typically √n + 1.
    let rule = LatticeRule(
      scores: gradients, curvature: curvature * (Double(n).squareRoot() + 1), target: target,
      nodeBudget: nodeBudget)
    guard rule.expectedNodes <= 4 * nodeBudget else { throw .scoresTooSteep }
    return LatticeSum(constants: constants, gradients: gradients, forms: forms).moments(over: rule.nodes)
  }
}

/// Softmax moments of quadratic scores over a list of nodes.
private struct LatticeSum {
  let constants: [Double]
  let gradients: Matrix
  let forms: [Matrix]

  func moments(over nodes: LatticeRule.Nodes) -> ComponentScores.Moments {
    let (count, n) = (constants.count, gradients.columns)
    let pairs = n * (n + 1) / 2
    // Row l: E[p_l], E[p_l z_i], E[p_l z_i z_j] for i ≤ j.
    let width = 1 + n + pairs
    // Block by block, so that rounding grows with the length of a block and the number of blocks, not their product.
    var sums = [Double](repeating: 0, count: count * width)
    var blockSums = sums
    var features = [Double](repeating: 1, count: width)
    // The score of l is the inner product of its coefficients with the features.
    var coefficients = [Double](repeating: 0, count: count * width)
    for l in 0..<count {
      coefficients[l * width] = constants[l]
      var index = 1
      for i in 0..<n {
        coefficients[l * width + index] = gradients[l, i]
        index += 1
      }
      for i in 0..<n {
        for j in i..<n {
          coefficients[l * width + index] = i == j ? forms[l][i, i] / 2 : forms[l][i, j]
          index += 1
        }
      }
    }
    var scores = [Double](repeating: 0, count: count)
    var value = 0.0
    for node in nodes.weights.indices {
      let z = node * n
      for i in 0..<n { features[1 + i] = nodes.coordinates[z + i] }
      var index = 1 + n
      for i in 0..<n {
        for j in i..<n {
          features[index] = nodes.coordinates[z + i] * nodes.coordinates[z + j]
          index += 1
        }
      }
      var largest = -Double.infinity
      for l in 0..<count {
        var score = 0.0
        for f in 0..<width { score += coefficients[l * width + f] * features[f] }
        scores[l] = score
        largest = max(largest, score)
      }
      var total = 0.0
      for l in 0..<count {
        scores[l] = exp(scores[l] - largest)
        total += scores[l]
      }
      value += nodes.weights[node] * (largest + log(total))
      let scale = nodes.weights[node] / total
      for l in 0..<count {
        let probability = scores[l] * scale
        for f in 0..<width { blockSums[l * width + f] += probability * features[f] }
      }
      guard node % 512 == 511 || node == nodes.weights.count - 1 else { continue }
      for index in sums.indices {
        sums[index] += blockSums[index]
        blockSums[index] = 0
      }
    }
    return unpack(sums, value: value, width: width, n: n)
  }

  private func unpack(_ sums: [Double], value: Double, width: Int, n: Int) -> ComponentScores.Moments {
    let rows = constants.indices.map { l in Array(sums[(l * width)..<((l + 1) * width)]) }
    return ComponentScores.Moments(
      value: value, probability: rows.map { $0[0] },
      first: rows.map { Matrix(rows: n, columns: 1, storage: Array($0[1..<(1 + n)])) },
      second: rows.map { row in
        var matrix = Matrix(rows: n, columns: n)
        var index = 1 + n
        for i in 0..<n {
          for j in i..<n {
            matrix[i, j] = row[index]
            matrix[j, i] = row[index]
            index += 1
          }
        }
        return matrix
      })
  }
}
