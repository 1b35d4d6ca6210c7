import Evidence
import LinearAlgebra

/// A computed bound on the distance of a Gram matrix to the true minimiser of a strongly convex loss over the cone of
/// positive semidefinite matrices (theory: section 3, Proofs/Certificate.md).
///
/// For every M ⪰ 0, |H − H*| ≤ (b/2m + √(b²/4m² + a/m)) / √λ_min(S) with a = tr(M H), b = |S^(−½)(Λ − M)| + error of S^(−½) Λ, S the
/// second moment and m the modulus of strong convexity. Several choices of M are tried and the smallest bound is kept.
public struct Certificate: Sendable {
  /// The bound e on |H − H*|, Frobenius norm, whitened coordinates.
  public let distance: Double
  /// The distance's terms: what the solver left, the error of the integrals or of the sample in their place, rounding.
  public let budget: ErrorBudget
  /// The modulus m of strong convexity in whitened coordinates: 1 for a shared covariance.
  public let modulus: Double
  /// What the gradient Λ at H may be wrong by, Frobenius norm.
  public var gradientError: Double { gradientBudget.total }
  /// The terms of that.
  let gradientBudget: ErrorBudget

  /// The part of the distance that the solver left: what a better minimisation could remove.
  var solverDistance: Double { budget[.certificate] }

  /// A matrix M = X Xᵀ, which is positive semidefinite whatever X is, and a point H₀ = Y Yᵀ near H.
  private struct Dual {
    /// X, m × p.
    let factor: Matrix
    /// Y, m × r.
    let point: DoubleDoubleMatrix
    /// |H − H₀|, Frobenius.
    let displacement: Double
  }

  /// - Parameters:
  ///   - gradient: Λ and H in a common basis.
  ///   - modulus: m > 0.
  ///   - lipschitz: of Λ as a function of H.
  init(_ gradient: GramGradient, modulus: Double, lipschitz: Double) throws(LinearAlgebraError) {
    let root = try DoubleDoubleCholesky(of: gradient.moment)
    let size = gradient.moment.rows
    // S is at least this many times its computed value, because it is at least the identity. That makes up for a root of the computed
    // value too, which need not be as large as the identity.
    let share = max(1 - (1 + 0x1p-30) * gradient.momentError, .leastNormalMagnitude)
    let modulus = modulus * share
    let smallest = size == gradient.basis.rows ? try Self.leastEigenvalue(of: gradient.moment) * share : 1

    let (integration, statistical) = (
      gradient.weightedError[.integration], gradient.weightedError[.statistical]
    )
    var best: (distance: Double, exact: Double, integrated: Double)?
    for dual in try Self.duals(of: gradient) {
      let excess = gradient.exactCore - dual.factor.exactGramOfRows
      // With what 106 bits leave open of the products.
      let (square, lost) = (dual.factor.inner(dual.factor), 0x1p-96 * Double(size + dual.point.columns))
      let residual = root.solveLower(excess).normBound + lost * (square + gradient.exactCore.normBound)
      let complementarity =
        (DoubleDoubleMatrix(dual.factor).transposed * dual.point).normBound
        + lost * square.squareRoot() * dual.point.normBound
      func bound(_ error: Double) -> Double {
        let half = (residual + error) / (2 * modulus)
        // The few operations are rounded to the nearest.
        return (1 + 0x1p-30)
          * (half + (half * half + complementarity * complementarity / modulus).squareRoot())
          / max(smallest, 1).squareRoot()
      }
      let moved = dual.displacement + gradient.displacement
      let distance = (1 + 0x1p-30) * (bound(gradient.weightedError.total + lipschitz * moved) + moved)
      if distance < best?.distance ?? .infinity {
        best = (distance, bound(0), bound(integration + statistical))
      }
    }
    let (distance, exact, integrated) = best ?? (.infinity, .infinity, .infinity)
    self.distance = distance
    let terms: [ErrorBudget.Source: Double] = [
      .certificate: exact, statistical > 0 ? .statistical : .integration: max(integrated - exact, 0),
      .rounding: max(distance - integrated, 0),
    ]
    budget = ErrorBudget(terms, grade: gradient.weightedError.grade)
    self.modulus = modulus
    gradientBudget = gradient.error
  }

  /// A bound below the least eigenvalue of a symmetric matrix.
  private static func leastEigenvalue(of matrix: Matrix) throws(LinearAlgebraError) -> Double {
    let spectrum = try SymmetricEigen(of: matrix)
    return (spectrum.values.first ?? 1) - spectrum.errors(of: DoubleDoubleMatrix(matrix)).ofValues
  }

  /// The positive part of Λ, and those of Λ compressed to the eigenvectors of H whose eigenvalue is at most some thresholds: off
  /// the numerical range of H the complementarity is zero to rounding, which the square root of the bound would see.
  private static func duals(of gradient: GramGradient) throws(LinearAlgebraError) -> [Dual] {
    let lambda = gradient.core
    let h = gradient.encoder.transposed
    var duals = [Dual(factor: try lambda.positiveRoot, point: h, displacement: 0)]
    let rows = try SingularValues(of: gradient.encoder.high)
    // All m directions, those without a row first.
    let vectors = try SymmetricEigen(of: gradient.gram).vectors
    let squares = (0..<vectors.columns).map { index in
      let order = vectors.columns - 1 - index
      return order < rows.values.count ? rows.values[order] * rows.values[order] : 0
    }
    let floor = 4 * Double(squares.count) * .ulpOfOne * (squares.last ?? 0)
    // A row of rounding size would be seen by that square root: the bound is then that of a point without it.
    var (point, moved) = (h, 0.0)
    if squares.contains(where: { $0 <= floor && $0 > floor * floor }) {
      let kept = squares.firstIndex { $0 > floor } ?? squares.count
      let roots = squares[kept...].map { $0.squareRoot() }
      point = DoubleDoubleMatrix(vectors.columns(kept..<squares.count).scalingColumns(by: roots))
      moved =
        (h * h.transposed - point * point.transposed).normBound
        + 0x1p-96 * Double(squares.count) * (h.high.inner(h.high) + point.high.inner(point.high))
    }
    for threshold in [floor, 1e-10 * (squares.last ?? 0), 1e-6 * (squares.last ?? 0)] {
      let null = vectors.columns(0..<(squares.firstIndex { $0 > threshold } ?? squares.count))
      let root = try null.transposeTimes(lambda * null).symmetricPart.positiveRoot
      duals.append(Dual(factor: null * root, point: point, displacement: moved))
    }
    return duals
  }
}

extension Matrix {
  /// X Xᵀ, of the doubles as they are.
  fileprivate var exactGramOfRows: DoubleDoubleMatrix {
    let exact = DoubleDoubleMatrix(self)
    return exact * exact.transposed
  }

  /// X with X Xᵀ the positive part of a symmetric matrix, to rounding.
  var positiveRoot: Matrix {
    get throws(LinearAlgebraError) {
      let eigen = try SymmetricEigen(of: self)
      return eigen.vectors.scalingColumns(by: eigen.values.map { max($0, 0).squareRoot() })
    }
  }
}
