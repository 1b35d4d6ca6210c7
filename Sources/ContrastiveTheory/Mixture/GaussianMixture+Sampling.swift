import LinearAlgebra

extension GaussianMixture {
  /// Draws independent points with their components.
  ///
  /// Each point takes one uniform deviate for its component and d normal ones, in this order, so that the first n of a
  /// longer sample are a sample of n. Cost O(K d³ + n d²); a shared covariance is factored once.
  /// - Parameters:
  ///   - count: n ≥ 0.
  ///   - generator: the source of randomness; its stream fixes the sample.
  /// - Returns: the points, d × n, one a column, and the n components, counted from 0.
  /// - Throws: `LinearAlgebraError` when a covariance has no Cholesky factor to rounding.
  public func sample(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) throws(LinearAlgebraError) -> (points: Matrix, components: [Int]) {
    precondition(count >= 0, "a sample has no negative size")
    var components: [Int] = []
    var noise = Matrix(rows: dimension, columns: count)
    for point in 0..<count {
      components.append(component(at: generator.uniform()))
      for row in 0..<dimension { noise[row, point] = generator.normal() }
    }
    return (try placing(noise, in: components), components)
  }

  /// Points of given components from standard normal deviates: column i becomes μ + L zᵢ, with Σ = L Lᵀ the covariance of its
  /// component. No BLAS has a part in it: a sample of another law would make verdicts wrong. O(K d³ + n d²).
  /// - Parameter noise: the zᵢ, d × n.
  /// - Throws: `LinearAlgebraError` when a covariance has no Cholesky factor to rounding.
  func placing(_ noise: Matrix, in components: [Int]) throws(LinearAlgebraError) -> Matrix {
    var factors: [Matrix] = []
    for k in 0..<(sharedCovariance == nil ? componentCount : 1) {
      factors.append(try DoubleDoubleCholesky(of: covariance(of: k)).factor)
    }
    let d = dimension
    var points = Matrix(rows: d, columns: noise.columns)
    points.withUnsafeMutableEntries { points in
      noise.withUnsafeEntries { noise in
        for (point, k) in components.enumerated() {
          let (start, factor) = (point * d, factors[factors.count == 1 ? 0 : k])
          factor.withUnsafeEntries { factor in
            for j in 0..<d {
              let deviate = noise[start + j]
              for i in j..<d { points[start + i] += factor[j * d + i] * deviate }
            }
          }
          for i in 0..<d { points[start + i] += means[i, k] }
        }
      }
    }
    return points
  }

  /// The component whose share of (0, 1) holds the number; the last takes what the weights' rounding leaves.
  private func component(at uniform: Double) -> Int {
    var upper = 0.0
    for (k, weight) in weights.enumerated() {
      upper += weight
      if uniform < upper { return k }
    }
    return componentCount - 1
  }
}
