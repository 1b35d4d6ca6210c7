import CVectorMath
import LinearAlgebra

/// Scores s_l(z) = constant + gradient·z + zᵀ form z / 2 of a standard normal vector z of n coordinates, and the moments of their
/// softmax.
struct QuadraticScores {
  let constants: [Double]
  /// K × n.
  let gradients: Matrix
  /// n × n each, symmetric.
  let forms: [Matrix]

  /// Moments of the softmax p.
  struct Moments {
    /// E log Σ_l exp(score).
    var value = 0.0
    /// E[p_l].
    var probability: [Double]
    /// E[p_l z], n × 1 each.
    var first: [Matrix]
    /// E[p_l z zᵀ], n × n each.
    var second: [Matrix]
    /// The means of 1, |z|, … |z|⁴ over the nodes.
    var distances: [Double]
  }

  /// The body-centred rule for these scores.
  /// - Throws: ``IntegrationError`` where a score overflows, or where even a coarse rule would need several times the
  ///   nodes of the budget.
  func rule(target: Double, nodeBudget: Double) throws(IntegrationError) -> LatticeRule {
    guard gradients.isFinite, constants.allSatisfy(\.isFinite), forms.allSatisfy(\.isFinite) else {
      throw .scoresTooSpread
    }
    let rule = LatticeRule(scores: gradients, forms: forms, target: target, nodeBudget: nodeBudget)
    guard rule.dimension == gradients.columns, rule.expectedNodes <= 4 * nodeBudget else {
      throw .scoresTooSteep
    }
    return rule
  }

  /// In absolute value a score is at most a polynomial in |z| with these coefficients.
  var reach: [Double] {
    constants.indices.reduce(into: [0, 0, 0]) { reach, l in
      reach[0] = max(reach[0], abs(constants[l]))
      reach[1] = max(reach[1], gradients.rowNorm(l))
      reach[2] = max(reach[2], forms[l].frobeniusNorm / 2)
    }
  }

  /// So many terms at most are added one after the other; their sums are then added with their rounding errors kept.
  static let longestSum = 32

  /// The sums over a rule's nodes. Cost: nodes × K exponentials and K n² multiplications.
  func moments(over rule: LatticeRule) -> Moments {
    let (count, n) = (constants.count, gradients.columns)
    // Row l: E[p_l], E[p_l z_i], E[p_l z_i z_j] for i ≤ j; then the distances and the value.
    let width = 1 + n + n * (n + 1) / 2
    let (distances, logarithm) = (count * width, count * width + 5)
    var batch = NodeBatch(scores: count, coefficients: coefficients(width), axes: n)
    rule.forEachNode { point, weight in
      batch.append(point, weight)
      if batch.isFull { batch.add() }
    }
    batch.add()
    let totals = batch.totals
    return Moments(
      totals[..<distances], value: totals[logarithm], distances: Array(totals[distances..<logarithm]),
      width: width, n: n)
  }

  /// Row l: the score of l is the inner product of its coefficients with the features 1, z_i, z_i z_j for i ≤ j.
  private func coefficients(_ width: Int) -> [Double] {
    let n = gradients.columns
    var coefficients: [Double] = []
    coefficients.reserveCapacity(constants.count * width)
    for l in constants.indices {
      coefficients.append(constants[l])
      for i in 0..<n { coefficients.append(gradients[l, i]) }
      for i in 0..<n {
        for j in i..<n { coefficients.append(i == j ? forms[l][i, i] / 2 : forms[l][i, j]) }
      }
    }
    return coefficients
  }
}

extension QuadraticScores.Moments {
  fileprivate init(_ sums: ArraySlice<Double>, value: Double, distances: [Double], width: Int, n: Int) {
    let rows = (0..<(sums.count / width)).map { l in Array(sums[(l * width)..<((l + 1) * width)]) }
    self.init(
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
      }, distances: distances)
  }
}

/// Nodes whose terms are added in one go: sixteen sums, each of a term a block.
private struct NodeBatch {
  /// Half of the longest sum is one of the blocks, the other half that of the sixteen sums.
  private static let (lanes, blocks) = (16, QuadraticScores.longestSum / 2)

  private let scores: Int
  private let coefficients: [Double]
  private let axes: Int
  /// [block][axis][lane] and [block][lane].
  private var points: [Double]
  private var weights: [Double]
  private var count = 0
  private var scratch: [Double]
  /// Of the nodes, then their totals and what these lost.
  private var sums: [Double]

  init(scores: Int, coefficients: [Double], axes: Int) {
    (self.scores, self.coefficients, self.axes) = (scores, coefficients, axes)
    weights = Array(repeating: 0, count: Self.lanes * Self.blocks)
    points = Array(repeating: 0, count: axes * weights.count)
    let (width, each) = (coefficients.count / scores, coefficients.count + 6)
    sums = Array(repeating: 0, count: 3 * each)
    scratch = Array(repeating: 0, count: Self.lanes * (width + scores + each))
  }

  var isFull: Bool { count == weights.count }

  mutating func append(_ point: [Double], _ weight: Double) {
    let (block, lane) = (count / Self.lanes, count % Self.lanes)
    for axis in 0..<axes { points[(block * axes + axis) * Self.lanes + lane] = point[axis] }
    weights[count] = weight
    count += 1
  }

  /// The sums over all nodes that were added.
  var totals: [Double] {
    let each = sums.count / 3
    return (0..<each).map { sums[each + $0] + sums[2 * each + $0] }
  }

  /// Adds the nodes' terms.
  mutating func add() {
    // What fills up the last block weighs nothing.
    let blocks = (count + Self.lanes - 1) / Self.lanes
    for place in count..<(blocks * Self.lanes) { weights[place] = 0 }
    softmax_add_quadratic(points, weights, blocks, axes, coefficients, scores, &scratch, &sums)
    vector_carry(&sums, sums.count / 3)
    count = 0
  }
}
