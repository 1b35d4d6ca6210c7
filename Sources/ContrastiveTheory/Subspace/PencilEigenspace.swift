import LinearAlgebra

/// The leading eigenvectors of a pencil (A, M), A symmetric and M a covariance, with what rounding may have done to them.
struct PencilEigenspace {
  /// The leading eigenvalues, the largest first.
  let values: [Double]
  /// Their eigenvectors V, d × dimension, Vᵀ M V = I.
  let vectors: Matrix
  /// A bound on the rounding error of each eigenvalue.
  let valueError: Double
  let subspace: Subspace

  /// LAPACK dsygvd, O(d³).
  /// - Parameters:
  ///   - dimension: how many, 0 … d.
  ///   - size: what is large: the eigenvalue itself, or its absolute value.
  ///   - noise: what rounding of the entries of A becomes in coordinates where M is the identity, given L⁻¹ with
  ///     M = L Lᵀ.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when M is singular to rounding.
  init(
    _ matrix: Matrix, against covariance: Matrix, dimension: Int, by size: (Double) -> Double = { $0 },
    noise: (_ inverseRoot: Matrix) -> Double
  ) throws(LinearAlgebraError) {
    let d = matrix.rows
    let pencil = try SymmetricDefinitePencil(matrix, covariance)
    let order = (0..<d).sorted { size(pencil.values[$0]) > size(pencil.values[$1]) }
    let chosen = order.prefix(dimension)
    values = chosen.map { pencil.values[$0] }
    vectors = Matrix(rows: d, columns: dimension) { pencil.vectors[$0, order[$1]] }

    // In coordinates where M is the identity: rounding of A and of the factorisation, then the residual.
    let cholesky = try Cholesky(of: covariance)
    let inverse = cholesky.solveLower(.identity(d))
    let spectrum = try SymmetricEigen(of: covariance).values
    let condition = spectrum[d - 1] / spectrum[0]
    let largest = pencil.values.reduce(0) { max($0, abs($1)) }
    let rounding = noise(inverse) + 4 * Double(d) * .ulpOfOne * condition * largest
    let residual = cholesky.solveLower(
      matrix * vectors - (covariance * vectors).scalingColumns(by: values))
    valueError = residual.frobeniusNorm + rounding
    guard dimension > 0, dimension < d, let last = values.last else {
      subspace = Subspace(orthonormalBasis: try QR(of: vectors).q)
      return
    }
    let gap = size(last) - size(pencil.values[order[dimension]])
    // The way back to the original coordinates stretches a step by at most |L⁻¹|, the subspace by at least σ.
    let stretch = 1 / (spectrum[0].squareRoot() * (try SingularValues(of: vectors).values[dimension - 1]))
    subspace = Subspace(
      orthonormalBasis: try QR(of: vectors).q, error: gap > 0 ? stretch * valueError / gap : .infinity)
  }
}
