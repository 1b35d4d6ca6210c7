import LinearAlgebra

/// The axes along which scores are integrated.
enum ScoreDirections {
  /// C, K × n, with C Cᵀ the covariance of the scores' deviations from their weighted mean and orthogonal columns,
  /// widest last. The deviations have rank at most K − 1; directions that carry no more than rounding are dropped, and
  /// the largest entry of each is positive, so that a small change of the encoder moves the nodes a little.
  /// - Parameter rank: what else bounds the covariance's rank.
  static func principal(covariance: Matrix, rank: Int) throws(LinearAlgebraError) -> Matrix {
    let eigen = try SymmetricEigen(of: covariance.symmetricPart)
    let count = eigen.values.count
    let floor = max(16 * .ulpOfOne * (eigen.values.last ?? 0), 1e-17)
    let first = max(eigen.values.firstIndex { $0 > floor } ?? count, count - min(rank, count - 1))
    let scales = (first..<count).map { j in
      let column = eigen.vectors.column(j)
      let sign = (column.max() ?? 0) >= -(column.min() ?? 0) ? 1.0 : -1
      return sign * eigen.values[j].squareRoot()
    }
    return eigen.vectors.columns(first..<count).scalingColumns(by: scales)
  }
}
