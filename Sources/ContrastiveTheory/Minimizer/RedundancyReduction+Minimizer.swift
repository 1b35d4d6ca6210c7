import LinearAlgebra

/// A stationary point of a loss, with no certificate.
public struct StationaryEncoder: Sendable {
  /// A, r × d.
  public let encoder: Matrix
  public let value: Double
  /// The norm of the gradient in coordinates where T is the identity.
  public let gradientNorm: Double
}

extension RedundancyReduction {
  /// Where a descent ends.
  /// - Parameter start: r × d, in coordinates where T is the identity.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when T is singular to rounding.
  public func minimizer(from start: Matrix) throws(LinearAlgebraError) -> StationaryEncoder {
    let (root, exactCross) = try whitened
    let cross = exactCross.high
    let end = LimitedMemoryBFGS().minimize(from: start) {
      evaluate($0, total: .identity(cross.rows), cross: cross)
    }
    return StationaryEncoder(
      encoder: root.solveTransposedLower(end.point.transposed).transposed, value: end.value,
      gradientNorm: end.gradient.frobeniusNorm)
  }

  /// Where a descent under the constraint A T Aᵀ = I ends (theory: T44), over U with U Uᵀ = I where T is the identity.
  ///
  /// The error of its row space is Davis and Kahan's: the part of U C′ outside the rows of U, and rounding, over the gap of the
  /// smallest eigenvalue of U C′ Uᵀ to the next one of C′. It is infinite where these are not the largest ones.
  /// - Parameter start: r × d, of full rank, in coordinates where T is the identity.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when T or the start is singular to rounding.
  public func whitenedMinimizer(from start: Matrix) throws(LinearAlgebraError) -> LinearEncoder {
    let (root, exactCross) = try whitened
    let cross = exactCross.high
    let (d, r) = (cross.rows, start.rows)
    var (u, value, slope) = (start, 0.0, Double.infinity)
    // Rows that are orthonormal again, with no memory of the way, let the last digits converge: for as long as that helps.
    for _ in 0..<Self.mostRounds {
      u = try u.orthonormalised
      let end = LimitedMemoryBFGS().minimize(from: u) { b in
        // U = K⁻¹ B with B Bᵀ = K Kᵀ. A derivative G along U is one of K⁻ᵀ (G − S U) along B, S the lower half of G Uᵀ mirrored.
        guard let turn = try? Cholesky(of: b.timesTranspose(b)) else { return (.nan, b) }
        let u = turn.solveLower(b)
        let (value, along) = evaluate(u, total: .identity(d), cross: cross)
        let product = along.timesTranspose(u)
        let mirrored = Matrix(rows: r, columns: r) { product[max($0, $1), min($0, $1)] }
        return (value, turn.solveTransposedLower(along - mirrored * u))
      }
      (u, value) = (end.point, end.value)
      guard end.gradient.frobeniusNorm < slope else { break }
      slope = end.gradient.frobeniusNorm
    }
    u = try u.orthonormalised
    let rows = root.solveTransposedLower(DoubleDoubleMatrix(u.transposed))
    let size = exactCross.normBound
    let moved = AugmentedPairs(centring: pairs).mixture.whitenedMomentError(by: root)
    let lost = root.lost(ofSize: size) + (moved < 0x1p-10 ? 1.01 * moved * (1 + size) : .infinity)
    let rowSpace =
      r == d
      ? Subspace(orthonormalBasis: .identity(d))
      : Subspace(
        exactBasis: rows.orthonormalised,
        off: try Self.error(ofRows: u, exactCross, lost: lost) + 1.01 * moved,
        whitenedBy: root)
    return LinearEncoder(encoder: rows.high.transposed, value: value, rowSpace: rowSpace)
  }

  private static var mostRounds: Int { 20 }

  /// R with T = R Rᵀ, and C′ = R⁻¹ C R⁻ᵀ.
  private var whitened: (root: DoubleDoubleCholesky, cross: DoubleDoubleMatrix) {
    get throws(LinearAlgebraError) {
      let centred = AugmentedPairs(centring: pairs)
      let root = try DoubleDoubleCholesky(of: centred.mixture.exactTotalCovariance)
      return (root, root.solveLower(root.solveLower(centred.exactPairMoment).transposed).symmetricPart)
    }
  }

  /// The sine of the angle to the leading eigenspace of C′, in the coordinates of C′ (Proofs/Certificate.md, S13).
  /// - Parameters:
  ///   - u: r < d orthonormal rows, which span it nearly.
  ///   - lost: what C′ may be wrong by.
  private static func error(
    ofRows u: Matrix, _ cross: DoubleDoubleMatrix, lost: Double
  ) throws(LinearAlgebraError) -> Double {
    let (d, r) = (cross.rows, u.rows)
    let rows = DoubleDoubleMatrix(u.transposed).orthonormalised
    let moved = cross * rows
    let within = (rows.transposed * moved).symmetricPart
    let (inside, all) = (try SymmetricEigen(of: within.high), try SymmetricEigen(of: cross.high))
    let rounding = inside.errors(of: within).ofValues + all.errors(of: cross).ofValues
    let gap = inside.values[0] - all.values[d - r - 1] - rounding - 2 * lost
    let ofProducts = 0x1p-96 * Double(d) * cross.high.frobeniusNorm
    return gap > 0 ? ((moved - rows * within).normBound + ofProducts + lost) / gap : .infinity
  }
}

extension Matrix {
  /// K⁻¹ B for B Bᵀ = K Kᵀ.
  fileprivate var orthonormalised: Matrix {
    get throws(LinearAlgebraError) { try Cholesky(of: timesTranspose(self)).solveLower(self) }
  }
}
