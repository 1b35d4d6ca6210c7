import CVectorMath
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
  /// What the rule may be wrong by (Proofs/LatticeRule.md, S10).
  let integrationError: Double
  /// What rounding may have added, of ν as it is given (Proofs/Certificate.md, S16).
  let roundingError: Double
  /// A bound on the mean of the logarithm's absolute value.
  let size: Double

  /// - Parameters:
  ///   - means: ν, q × K, of weighted mean zero.
  ///   - coupling: π, symmetric, K × K.
  ///   - scored: ω, symmetric, of the same marginals and positive where π is.
  ///   - target: the lattice error to aim at.
  ///   - nodeBudget: the number of nodes for each pair of components, above which accuracy is given up instead of time.
  init(means: Matrix, coupling: Matrix, scored: Matrix, target: Double, nodeBudget: Double) {
    let (q, count) = (means.rows, means.columns)
    let cells = (0..<count).flatMap { a in (0..<count).map { (a, $0) } }.filter { scored[$0.0, $0.1] > 0 }
    let directions = Matrix(rows: cells.count, columns: 2 * q) {
      $1 < q ? means[$1, cells[$0].0] : means[$1 - q, cells[$0].1]
    }
    let rule = LatticeRule(scores: directions, target: target, nodeBudget: nodeBudget).widened(to: nodeBudget)
    let grids = [0, 0.5].map {
      Grid(means: means, steps: Array(rule.steps.prefix(q)), radius: rule.radius, offset: $0)
    }
    let sums = grids.map { $0.sum(coupling, scored, radius: rule.radius) }
    value = (sums[0].mean + sums[1].mean) / 2

    let lengths = (0..<count).map { means.column($0).reduce(0) { $0 + $1 * $1 } }
    let reach = cells.map { lengths[$0.0] + lengths[$0.1] }.max() ?? 0
    // The largest mean score of a pair of components is half of their squared lengths: a constant that the nodes see.
    let constant = lengths.indices.reduce(0) { $0 + coupling.row($1).reduce(0, +) * lengths[$1] }
    integrationError =
      rule.logarithmError(
        reach: reach.squareRoot(), lightest: cells.map { scored[$0.0, $0.1] }.min() ?? 1, count: cells.count)
      + constant * (rule.latticeError + 2 * rule.tailError)

    let (axes, components, weight) = (Double(q), Double(count), 1 + rule.latticeError)
    size = (weight * (sums[0].square + sums[1].square) / 2).squareRoot()
    let longest = Double(grids.map(\.count).max() ?? 0)
    let ofMasses = 1.5 * (axes + 2) * pow(2, axes / 2) + 6 * axes + 2 * components + 2 * longest + 20
    let apart = means.widestColumnDistance
    let ofLogarithms =
      (axes + 3) * (4 * (lengths.max() ?? 0) + 4 * apart * apart + 9 * pow(2, axes)) + 2 * components + 6
    roundingError = (ofMasses * size + ofLogarithms * weight) * .ulpOfOne
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

  var count: Int { squares.count }

  /// Over the pairs of nodes within the radius of a pair of means, of the mass times the logarithm, and times its square.
  func sum(_ coupling: Matrix, _ scored: Matrix, radius: Double) -> (mean: Double, square: Double) {
    var (total, squared) = (0.0, 0.0)
    var end = squares.count
    for i in squares.indices {
      while end > 0, squares[end - 1] > radius * radius - squares[i] { end -= 1 }
      // The couplings are symmetric: of two nodes the nearer is the second.
      let count = min(end, i + 1)
      let masses = Self.combined(coupling, self.masses, at: i, count)
      let ratios = Self.combined(scored, exponentials, at: i, count)
      var logarithms = ratios
      vector_logarithms(&logarithms, count)
      var (sum, square) = (0.0, 0.0)
      for j in 0..<count where ratios[j] > 0 {
        // Below the normal numbers it takes the library's.
        let own = ratios[j].isNormal ? logarithms[j] : log(ratios[j])
        let logarithm = shifts[i] + shifts[j] + own
        let term = (j < i ? 2 : 1) * masses[j] * logarithm
        sum += term
        square += term * logarithm
      }
      total += sum
      squared += square
    }
    return (total, squared)
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
