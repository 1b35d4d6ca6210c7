import Evidence
import LinearAlgebra

// Every rule that a mixture obeys, in one place. Indices in messages count from 0, as in JSON and scikit-learn.

extension GaussianMixture {
  /// How far the sum of the weights may be from 1: room for printed decimals.
  static let weightTolerance = 1e-9
  /// By how much of the largest entry the halves of a covariance may differ.
  static let symmetryTolerance = 1e-12

  static func check(weights: [Double], means: Matrix) throws(MixtureError) {
    try check(means: means, weights: weights)
    let sum = weights.reduce(0, +)
    guard abs(sum - 1) <= weightTolerance else {
      throw .weightsDoNotSumToOne(sum: sum, tolerance: weightTolerance)
    }
  }

  /// All but the sum of the weights.
  static func check(means: Matrix, weights: [Double]) throws(MixtureError) {
    guard !weights.isEmpty else { throw .noComponents }
    guard means.columns == weights.count else {
      throw .shape(
        key: "means", found: "\(means.columns) vectors", expected: "\(weights.count), one for each weight")
    }
    guard means.rows > 0 else { throw .noDimensions }
    guard weights.allSatisfy(\.isFinite) else { throw .notFinite(key: "weights") }
    guard means.isFinite else { throw .notFinite(key: "means") }
    for (component, weight) in weights.enumerated() where weight <= 0 {
      throw .weightNotPositive(component: component, weight: weight)
    }
  }

  static func check(_ covariances: Covariances, dimension d: Int, componentCount: Int) throws(MixtureError) {
    switch covariances {
    case .tied(let matrix):
      try check(covariance: matrix, key: "covariances", dimension: d)
    case .full(let matrices):
      guard matrices.count == componentCount else {
        throw .shape(
          key: "covariances", found: "\(matrices.count) matrices",
          expected: "\(componentCount), one for each weight")
      }
      for (k, matrix) in matrices.enumerated() {
        try check(covariance: matrix, key: "covariances[\(k)]", dimension: d)
      }
    case .diagonal(let variances):
      guard variances.rows == d, variances.columns == componentCount else {
        throw .shape(
          key: "covariances",
          found: "\(variances.columns.counted("list")) of \(variances.rows.counted("variance"))",
          expected: "\(componentCount.counted("list")) of \(d)")
      }
      for k in 0..<componentCount { try check(variances: variances.column(k), key: "covariances[\(k)]") }
    case .spherical(let variances):
      guard variances.count == componentCount else {
        throw .shape(
          key: "covariances", found: "\(variances.count) variances",
          expected: "\(componentCount), one for each weight")
      }
      try check(variances: variances, key: "covariances")
    }
  }

  private static func check(variances: [Double], key: String) throws(MixtureError) {
    guard variances.allSatisfy(\.isFinite) else { throw .notFinite(key: key) }
    if let smallest = variances.min(), smallest <= 0 {
      throw .notPositiveDefinite(key: key, smallestEigenvalue: smallest)
    }
  }

  private static func check(covariance: Matrix, key: String, dimension d: Int) throws(MixtureError) {
    guard covariance.rows == d, covariance.columns == d else {
      throw .shape(
        key: key, found: "a \(covariance.rows) x \(covariance.columns) matrix", expected: "\(d) x \(d)")
    }
    guard covariance.isFinite else { throw .notFinite(key: key) }
    let allowance = symmetryTolerance * covariance.largestEntry
    for column in 0..<d {
      for row in (column + 1)..<max(d, column + 1) {
        let difference = abs(covariance[row, column] - covariance[column, row])
        guard difference <= allowance else {
          throw .notSymmetric(key: key, row: row, column: column, difference: difference)
        }
      }
    }
    // A matrix whose Cholesky factorisation succeeds can still be singular to rounding, where every number that
    // is computed from its inverse would be noise; the diagonal is scaled to one first, so that units do not count.
    let scale = covariance.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 1 }
    let correlation = Matrix(rows: d, columns: d) { covariance[$0, $1] * scale[$0] * scale[$1] }.symmetricPart
    let floor = Double(d) * .ulpOfOne
    // What has a factor although it was moved down by more than a factorisation's rounding is above the floor: no eigenvalue is needed.
    let moved = correlation - Double(d + 2) * floor * .identity(d)
    if (try? Cholesky(of: moved)) != nil { return }
    guard let smallest = try? SymmetricEigen(of: correlation).values[0] else { throw .notFinite(key: key) }
    if smallest > floor { return }
    guard let eigenvalue = try? SymmetricEigen(of: covariance.symmetricPart).values[0] else {
      throw .notFinite(key: key)
    }
    throw .notPositiveDefinite(key: key, smallestEigenvalue: eigenvalue)
  }
}
