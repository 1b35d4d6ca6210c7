import LinearAlgebra

/// The axes along which scores are integrated.
enum ScoreDirections {
  /// C, K × n, with C Cᵀ the covariance of the scores' deviations from their weighted mean and orthogonal columns,
  /// widest last. The deviations have rank at most K − 1; directions that carry no more than rounding are dropped, and
  /// the largest entry of each is positive, so that a small change of the encoder moves the nodes a little.
  /// - Parameter rank: what else bounds the covariance's rank.
  static func principal(covariance: consuming Matrix, rank: Int) throws(LinearAlgebraError) -> Matrix {
    let eigen = try SymmetricEigen(of: covariance)
    let count = eigen.values.count
    let floor = max(16 * .ulpOfOne * (eigen.values.last ?? 0), 1e-17)
    let first = max(eigen.values.firstIndex { $0 > floor } ?? count, count - min(rank, count - 1))
    let scales = (first..<count).map { j in
      let vector = eigen.vectors.column(j)
      let (low, high) = (vector.reduce(0) { min($0, $1) }, vector.reduce(0) { max($0, $1) })
      return (high >= -low ? 1 : -1) * eigen.values[j].squareRoot()
    }
    return Matrix(rows: count, columns: count - first) { eigen.vectors[$0, first + $1] * scales[$1] }
  }
}
