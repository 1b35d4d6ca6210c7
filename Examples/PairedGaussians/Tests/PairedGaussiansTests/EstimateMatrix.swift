import TheoremTesting

/// A matrix of numbers with errors, which contains an exact one: what is computed of it contains what is true of that one.
struct EstimateMatrix: Sendable {
  let rows: [[Estimate]]

  init(_ rows: [[Estimate]]) { self.rows = rows }

  init(exactly matrix: Matrix) {
    rows = (0..<matrix.rows).map { matrix.row($0).map(Estimate.init(exactly:)) }
  }

  /// With these numbers on the diagonal, zero elsewhere.
  init(diagonal: [Estimate], rows: Int, columns: Int) {
    self.rows = (0..<rows).map { i in (0..<columns).map { $0 == i && i < diagonal.count ? diagonal[i] : 0 } }
  }

  /// An exactly orthogonal matrix, of Householder's reflections along some vectors. The zero vector has none.
  init(reflectingAlong normals: [[Double]], order: Int) {
    let identity = EstimateMatrix(diagonal: Array(repeating: 1, count: order), rows: order, columns: order)
    self = normals.filter { $0.contains { $0 != 0 } }.reduce(identity) { product, normal in
      let column = EstimateMatrix(normal.map { [Estimate(exactly: $0)] })
      let alongNormal = column * (column.transposed * product)
      return product - alongNormal.scaled(by: 2 / column.squaredNorm)
    }
  }

  var transposed: EstimateMatrix {
    EstimateMatrix((rows.first ?? []).indices.map { j in rows.map { $0[j] } })
  }

  /// The sum of the squares of all entries.
  var squaredNorm: Estimate { rows.joined().map(\.squared).sum }

  /// The sum of the products of the entries of both.
  func inner(_ other: EstimateMatrix) -> Estimate {
    zip(rows.joined(), other.rows.joined()).map { $0 * $1 }.sum
  }

  func scaled(by factor: Estimate) -> EstimateMatrix { EstimateMatrix(rows.map { $0.map { factor * $0 } }) }

  static func - (a: EstimateMatrix, b: EstimateMatrix) -> EstimateMatrix {
    EstimateMatrix(zip(a.rows, b.rows).map { zip($0, $1).map { $0 - $1 } })
  }

  static func * (a: EstimateMatrix, b: EstimateMatrix) -> EstimateMatrix {
    let columns = b.transposed.rows
    return EstimateMatrix(a.rows.map { row in columns.map { zip(row, $0).map { $0 * $1 }.sum } })
  }

  /// The inverse of a square matrix.
  var inverse: EstimateMatrix {
    let identity = EstimateMatrix(
      diagonal: rows.map { _ in 1 }, rows: rows.count, columns: rows.count)
    return EstimateMatrix(eliminated(besides: identity.rows).solution)
  }

  /// The determinant of a square matrix, without its sign.
  var absoluteDeterminant: Estimate {
    eliminated(besides: rows.map { _ in [] }).pivots.reduce(1, *).magnitude
  }

  /// Gauss and Jordan's elimination, by the largest pivots. One that may be zero leaves nothing known.
  private func eliminated(besides right: [[Estimate]]) -> (solution: [[Estimate]], pivots: [Estimate]) {
    let n = rows.count
    var work = zip(rows, right).map { $0 + $1 }
    var pivots: [Estimate] = []
    for k in 0..<n {
      let best = (k..<n).max { work[$0][k].value.magnitude < work[$1][k].value.magnitude } ?? k
      work.swapAt(k, best)
      let pivot = work[k][k]
      pivots.append(pivot)
      work[k] = work[k].map { $0 / pivot }
      for i in 0..<n where i != k {
        let factor = work[i][k]
        work[i] = zip(work[i], work[k]).map { $0 - factor * $1 }
      }
    }
    return (work.map { Array($0.dropFirst(n)) }, pivots)
  }
}
