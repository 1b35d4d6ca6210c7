import ContrastiveTheory
import Evidence
import LinearAlgebra

/// A direction of the space, by how an encoder's row along it weighs the coordinates.
struct Direction {
  /// d numbers, of unit length.
  let loadings: [Double]

  /// The direction of a column of whitened coordinates, W = L Lᵀ.
  init(whitened column: Matrix, _ whitening: Cholesky) {
    let row = whitening.solveTransposedLower(column)
    loadings = ((1 / row.frobeniusNorm) * row).column(0)
  }

  /// The three coordinates with the largest weights.
  /// - Parameter names: d names.
  func words(_ names: [String]) -> String {
    let order = loadings.indices.sorted { abs(loadings[$0]) > abs(loadings[$1]) }
    return order.prefix(3).map { "\(names[$0]) (\(shortDecimal(loadings[$0])))" }.joined(separator: ", ")
  }
}

extension Subspace {
  /// The largest angle to another subspace in degrees; nil where one of the two is zero, and where the angle is neither known to a
  /// millionth of a radian nor above its error.
  func degrees(to other: Subspace) throws -> Double? {
    guard let angle = try largestAngle(to: other), angle.budget.total <= max(angle.value, 1e-6) else {
      return nil
    }
    return angle.value * 180 / .pi
  }
}

/// What an optimum makes of the Fisher subspace F: how much of it lies outside, and which direction inside it keeps least.
struct KeptDirections {
  /// |H − Q H Q| / |H|, Q the projector on F in whitened coordinates; nil where H is zero to its error.
  let leak: Double?
  /// The direction outside F that is kept most; nil where F is everything or H is zero to its error.
  let outside: Direction?
  /// The least eigenvalue of H on F, and its direction; nil where F is zero.
  let weakest: (eigenvalue: Double, direction: Direction)?

  /// O(d² q).
  /// - Parameter error: what H may be wrong by.
  init(_ minimizer: Minimizer, _ fisher: Subspace, _ whitening: Cholesky, error: Double) throws {
    let rows = minimizer.encoder * whitening.factor
    let basis = try QR(of: whitening.factor.transposeTimes(fisher.basis)).q
    let inside = rows * basis
    let outside = rows - inside.timesTranspose(basis)
    let size = rows.timesTranspose(rows).frobeniusNorm
    let isKnown = size > error
    // H − Q H Q has the blocks of the rows' parts: twice the mixed one, and that outside.
    let mixed = inside.transposeTimes(outside).frobeniusNorm
    let pure = outside.timesTranspose(outside).frobeniusNorm
    leak = isKnown ? (2 * mixed * mixed + pure * pure).squareRoot() / size : nil
    let values = try SingularValues(of: outside)
    self.outside =
      isKnown && fisher.dimension < fisher.ambientDimension && (values.values.first ?? 0) > 0
      ? Direction(whitened: values.right.columns(0..<1), whitening) : nil
    let onFisher = try SymmetricEigen(of: inside.gram)
    weakest =
      fisher.dimension > 0
      ? (max(onFisher.values[0], 0), Direction(whitened: basis * onFisher.vectors.columns(0..<1), whitening))
      : nil
  }
}

/// Why the Fisher subspace is spanned, or which direction of it is at risk: that along which the posterior agrees most (Proofs/T27).
struct AgreementOnFisher {
  /// ρ.
  let largest: Estimate
  let direction: Direction
  /// What no eigenvalue of H on the subspace is below; negative where it says nothing.
  let leastEigenvalue: Estimate

  init(_ hold: FisherHold, bias: Double, _ whitening: Cholesky) {
    largest = hold.agreement
    direction = Direction(whitened: hold.direction, whitening)
    leastEigenvalue = hold.leastEigenvalue(bias: bias)
  }
}
