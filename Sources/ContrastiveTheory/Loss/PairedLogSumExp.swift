import Foundation
import LinearAlgebra

/// E log Σ_ab ω_ab exp(s_a(x) + s_b(x′)) over pairs: their components (k, l) have the probability π_kl, given them x and x′ are
/// normal around νₖ and ν_l with the identity, and s_a(x) = ⟨ν_a, x⟩ − |ν_a|²/2.
///
/// All components share the nodes of one ``LatticeRule``, whose bound holds for a lattice that is moved. Its two cubic lattices are
/// products of the nodes of x and those of x′, so that what is exponentiated is a function of one point, and a pair of nodes
/// costs K multiplications and a logarithm.
struct PairedLogSumExp {
  let value: Double
  /// What the value may be wrong by: proved where the target was reached, else estimated.
  let error: Double

  /// What is left out is at most this share of the normal law where accuracy is given up.
  private static let coarseTarget = 1e-8

  /// - Parameters:
  ///   - means: ν, q × K, of weighted mean zero.
  ///   - coupling: π, symmetric, K × K.
  ///   - scored: ω, symmetric, of the same marginals and positive where π is.
  ///   - target: the lattice error to aim at.
  ///   - nodeBudget: the number of nodes for each pair of components, above which accuracy is given up instead of time. The
  ///     difference of the two cubic lattices is the error then: it is that of each, and both together have a smaller one.
  init(means: Matrix, coupling: Matrix, scored: Matrix, target: Double, nodeBudget: Double) {
    let (q, count) = (means.rows, means.columns)
    let cells = (0..<count).flatMap { a in (0..<count).map { (a, $0) } }.filter { scored[$0.0, $0.1] > 0 }
    let directions = Matrix(rows: cells.count, columns: 2 * q) {
      $1 < q ? means[$1, cells[$0].0] : means[$1 - q, cells[$0].1]
    }
    var rule = LatticeRule(scores: directions, target: target, nodeBudget: .infinity)
    let isProved = rule.expectedNodes <= nodeBudget
    if !isProved { rule = LatticeRule(scores: directions, target: Self.coarseTarget, nodeBudget: .infinity) }
    let widening = max(pow(rule.expectedNodes / nodeBudget, 0.5 / Double(max(q, 1))), 1)
    let steps = rule.steps.prefix(q).map { $0 * widening }
    let sums = [0, 0.5].map { offset in
      Grid(means: means, steps: steps, radius: rule.radius, offset: offset)
        .sum(coupling, scored, radius: rule.radius)
    }
    value = (sums[0] + sums[1]) / 2
    let reach = directions.timesTranspose(directions).diagonal.max() ?? 0
    let bound = rule.logarithmError(
      reach: reach.squareRoot(), lightest: cells.map { scored[$0.0, $0.1] }.min() ?? 1, count: cells.count)
    // The bound of the finer rule is one on what is left out beyond the radius.
    error = isProved ? bound : bound + abs(sums[0] - sums[1])
  }
}

/// The nodes of one point that are at most a radius away from a mean, the nearest first.
private struct Grid {
  /// The square of the distance to the nearest mean.
  var squares: [Double] = []
  /// The largest score, and for each component the density times the cell and the exponential of the score less the largest.
  var shifts: [Double] = []
  var masses: [[Double]]
  var exponentials: [[Double]]

  init(means: Matrix, steps: [Double], radius: Double, offset: Double) {
    let cell = steps.reduce(1) { $0 * $1 / (2 * Double.pi).squareRoot() }
    var points: [[Double]] = [[]]
    for (axis, step) in steps.enumerated() {
      let (row, last) = (means.row(axis), points)
      let low = ((row.min() ?? 0) - radius) / step - offset
      let high = ((row.max() ?? 0) + radius) / step - offset
      points = stride(from: low.rounded(.up), through: high, by: 1).flatMap { index in
        last.map { $0 + [(index + offset) * step] }
      }
    }
    // Of each point, its squared distances to the means: a score is half of |x|² less that.
    let near = points.map { point in
      (0..<means.columns).map { k in
        point.indices.reduce(0) { $0 + (point[$1] - means[$1, k]) * (point[$1] - means[$1, k]) }
      }
    }
    let order = near.indices.map { (near[$0].min() ?? 0, $0) }.filter { $0.0 <= radius * radius }
      .sorted { $0.0 < $1.0 }
    squares = order.map(\.0)
    shifts = order.map { square, index in (points[index].reduce(0) { $0 + $1 * $1 } - square) / 2 }
    let components = 0..<means.columns
    masses = components.map { k in order.map { cell * exp(-near[$0.1][k] / 2) } }
    exponentials = components.map { k in order.map { exp(($0.0 - near[$0.1][k]) / 2) } }
  }

  /// Over the pairs of nodes within the radius of a pair of means, of the mass times the logarithm.
  func sum(_ coupling: Matrix, _ scored: Matrix, radius: Double) -> Double {
    var total = 0.0
    var end = squares.count
    for i in squares.indices {
      while end > 0, squares[end - 1] > radius * radius - squares[i] { end -= 1 }
      // The couplings are symmetric: of two nodes the nearer is the second.
      let count = min(end, i + 1)
      let masses = Self.combined(coupling, self.masses, at: i, count)
      let ratios = Self.combined(scored, exponentials, at: i, count)
      var sum = 0.0
      for j in 0..<count where ratios[j] > 0 {
        sum += (j < i ? 2 : 1) * masses[j] * (shifts[i] + shifts[j] + log(ratios[j]))
      }
      total += sum
    }
    return total
  }

  /// Σ_kl matrix_kl factors_k(i) factors_l(j) for the first nodes j.
  private static func combined(_ matrix: Matrix, _ factors: [[Double]], at i: Int, _ count: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for l in factors.indices {
      let factor = factors.indices.reduce(0) { $0 + matrix[$1, l] * factors[$1][i] }
      factors[l].withUnsafeBufferPointer { column in
        for j in 0..<count { sums[j] += factor * column[j] }
      }
    }
    return sums
  }
}
