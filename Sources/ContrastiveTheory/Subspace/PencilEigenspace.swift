import Evidence
import LinearAlgebra

/// The leading eigenvectors of a pencil (A, M), A symmetric and M a covariance, with what rounding may have done to them: M is
/// factored in 106 bits, so that its condition number does not enter, and LAPACK's answer is checked, not trusted.
struct PencilEigenspace {
  /// The leading eigenvalues, the largest first.
  let values: [Double]
  /// Their eigenvectors V, d × dimension, Vᵀ M V = I, before they are rounded to doubles.
  let exactVectors: DoubleDoubleMatrix
  /// A bound on the error of each eigenvalue.
  let valueError: Double
  /// A bound on what V diag(values) Vᵀ, of all eigenpairs, may be off by in coordinates where M is the identity, Frobenius.
  let productError: Double
  var subspace: Subspace

  /// V to the nearest doubles.
  var vectors: Matrix { exactVectors.high }

  /// The eigenvalues with their errors.
  var estimates: [Estimate] { values.map { Estimate($0, budget: .proved([.rounding: valueError])) } }

  /// LAPACK dsyevd, O(d³).
  /// - Parameters:
  ///   - momentError: what A and M may be off by in coordinates where M is the identity, by the factor of M.
  ///   - dimension: how many, 0 … d.
  ///   - size: what is large: the eigenvalue itself, or its absolute value.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when M is singular to rounding.
  init(
    _ matrix: DoubleDoubleMatrix, against covariance: DoubleDoubleMatrix,
    off momentError: (DoubleDoubleCholesky) -> Double, dimension: Int, by size: (Double) -> Double = { $0 }
  ) throws(LinearAlgebraError) {
    let d = matrix.rows
    let root = try DoubleDoubleCholesky(of: covariance)
    let half = root.solveLower(matrix)
    let whitened = root.solveLower(half.transposed)
    let symmetric = whitened.symmetricPart
    let eigen = try SymmetricEigen(of: symmetric.high)
    let order = (0..<d).sorted { size(eigen.values[$0]) > size(eigen.values[$1]) }
    values = order.prefix(dimension).map { eigen.values[$0] }
    let chosen = eigen.vectors.columns(Array(order.prefix(dimension)))

    // The residual of all eigenpairs and their orthogonality bound every eigenvalue's error (Weyl), and over the gap that of the
    // subspace (Davis and Kahan).
    let errors = eigen.errors(of: symmetric)
    // A moved by g in these coordinates, and M, which divides it on both sides.
    let (whole, moved) = (whitened.normBound, momentError(root))
    let known = moved < 0x1p-10 ? moved : .infinity
    valueError = errors.ofValues + root.lost(ofSize: whole) + 1.01 * known * (1 + whole)
    let directions = root.solveTransposedLower(DoubleDoubleMatrix(chosen))
    exactVectors = directions
    productError = 2 * valueError + 3 * (eigen.values.map(abs).max() ?? 0) * errors.ofVectors
    guard dimension > 0, dimension < d, let last = values.last else {
      subspace = Subspace(orthonormalBasis: dimension == d ? .identity(d) : chosen)
      return
    }
    let gap = size(last) - size(eigen.values[order[dimension]]) - valueError
    let error = gap > 0 ? valueError / gap + 2 * errors.ofVectors + 1.01 * known : .infinity
    subspace = Subspace(exactBasis: directions.orthonormalised, off: error, whitenedBy: root)
  }
}
