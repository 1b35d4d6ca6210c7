import LinearAlgebra

extension AugmentedPairs {
  /// Draws n independent pairs.
  ///
  /// Each pair takes one uniform deviate for its components and 2 d normal ones, in this order, so that the first n of a
  /// longer sample are a sample of n. Cost O(K d³ + n d²).
  /// - Throws: `LinearAlgebraError` when a covariance has no Cholesky factor to rounding.
  public func sample(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) throws(LinearAlgebraError) -> SampledPairs {
    try SampledPairs(mixture, mixture, coupling, count, using: &generator)
  }
}

extension CrossModalPairs {
  /// Draws n independent pairs (x, y); as ``AugmentedPairs/sample(_:using:)``.
  /// - Throws: `LinearAlgebraError` when a covariance has no Cholesky factor to rounding.
  public func sample(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) throws(LinearAlgebraError) -> SampledPairs {
    try SampledPairs(x, y, coupling, count, using: &generator)
  }
}

extension SampledPairs {
  fileprivate init(
    _ x: GaussianMixture, _ y: GaussianMixture, _ coupling: Matrix, _ count: Int,
    using generator: inout some RandomNumberGenerator
  ) throws(LinearAlgebraError) {
    precondition(count >= 0, "a sample has no negative size")
    var components: (x: [Int], y: [Int]) = ([], [])
    var first = Matrix(rows: x.dimension, columns: count)
    var second = Matrix(rows: y.dimension, columns: count)
    for pair in 0..<count {
      let cell = coupling.cell(at: generator.uniform())
      components.x.append(cell.row)
      components.y.append(cell.column)
      for row in 0..<x.dimension { first[row, pair] = generator.normal() }
      for row in 0..<y.dimension { second[row, pair] = generator.normal() }
    }
    self.init(first: try x.placing(first, in: components.x), second: try y.placing(second, in: components.y))
  }
}

extension Matrix {
  /// The entry whose share of (0, 1) holds the number, for entries that sum to 1; the last takes what rounding leaves.
  fileprivate func cell(at uniform: Double) -> (row: Int, column: Int) {
    var upper = 0.0
    for row in 0..<rows {
      for column in 0..<columns {
        upper += self[row, column]
        if uniform < upper { return (row, column) }
      }
    }
    return (rows - 1, columns - 1)
  }
}
