import Evidence
import LinearAlgebra

// What LAPACK finds of a matrix in 106 bits, checked and not trusted (Proofs/Certificate.md, S13 and S18).

extension MatrixEstimate {
  /// The singular values, the largest first. O(mn min(m, n)).
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  package var singularValues: [Estimate] {
    get throws(LinearAlgebraError) {
      let found = try SingularValues(of: value.high)
      let error = found.error(of: value.high) + .ulpOfOne * value.normBound
      return found.values.map { Estimate($0, budget: budget + .proved([.rounding: error])) }
    }
  }

  /// The eigenvalues of a symmetric matrix, the least first. O(n³).
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  package var eigenvalues: [Estimate] {
    get throws(LinearAlgebraError) {
      let found = try SymmetricEigen(of: value.high)
      let error = found.errors(of: value).ofValues
      return found.values.map { Estimate($0, budget: budget + .proved([.rounding: error])) }
    }
  }

  /// A⁻¹ B for a positive definite matrix A, n × n, and an n × k matrix B, O(n³ + n² k). Of a matrix that may be singular nothing is
  /// known.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when A is singular to rounding.
  package func solve(_ right: MatrixEstimate) throws(LinearAlgebraError) -> MatrixEstimate {
    let solution = try DoubleDoubleCholesky(of: value).solve(right.value)
    let rest = self * MatrixEstimate(solution) - right
    return MatrixEstimate(
      solution,
      budget: (rest.budget + .proved([.rounding: rest.value.normBound])).scaled(by: try inverseBound))
  }

  /// A root R of a positive definite matrix, A = R Rᵀ, the lower triangular one but for a rotation that is one to rounding. O(n³).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when A is singular to rounding.
  package var root: MatrixEstimate {
    get throws(LinearAlgebraError) {
      let root = try DoubleDoubleCholesky(of: value)
      let known = budget.scaled(by: try inverseBound) + .proved([.rounding: root.lost(ofSize: 1)])
      return MatrixEstimate(root.exactFactor, budget: known.scaled(by: root.exactFactor.normBound))
    }
  }

  /// A bound on |A⁻¹|, infinite where A may be singular.
  var inverseBound: Double {
    get throws(LinearAlgebraError) {
      guard let least = try eigenvalues.first else { return 0 }
      let narrowest = least.interval.lower
      return narrowest > 0 ? (1 + 0x1p-30) / narrowest : .infinity
    }
  }
}
