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
  /// Whether H is zero to its error.
  let isZero: Bool
  /// |H − Q H Q| / |H|, Q the projector on F in whitened coordinates; nil where H is zero to its error, and where the leak is neither a
  /// millionth nor above that error.
  let leak: Double?
  /// Whether the angle of the row space to F, in whitened coordinates, is a millionth of a radian or above what the error of H turns it by.
  let isAngleKnown: Bool
  /// The direction outside F that is kept most; nil where F is everything or the leak is not known.
  let outside: Direction?
  /// The least eigenvalue of H on F, and its direction; nil where F is zero.
  let weakest: Weakest?

  struct Weakest {
    let eigenvalue: Double
    /// Whether it is no larger than the error of H, or than what rounding makes of zero.
    let isZero: Bool
    /// Nil where the next eigenvalue is so near that the error of H may turn one direction into the other.
    let direction: Direction?
  }

  /// What is too small to matter: a share, or an angle.
  private static let resolution = 1e-6

  /// O(d² q).
  /// - Parameter error: what H may be wrong by; zero where it is taken as it is.
  init(_ minimizer: Minimizer, _ fisher: Subspace, _ whitening: Cholesky, error: Double) throws {
    let rows = minimizer.encoder * whitening.factor
    let basis = try QR(of: whitening.factor.transposeTimes(fisher.basis)).q
    let inside = rows * basis
    let outside = rows - inside.timesTranspose(basis)
    let size = rows.timesTranspose(rows).frobeniusNorm
    isZero = size <= error
    // H − Q H Q has the blocks of the rows' parts: twice the mixed one, and that outside.
    let mixed = inside.transposeTimes(outside).frobeniusNorm
    let pure = outside.timesTranspose(outside).frobeniusNorm
    let share = (2 * mixed * mixed + pure * pure).squareRoot() / size
    let isKnown = !isZero && (share <= Self.resolution || share * size > error)
    leak = isKnown ? share : nil
    // The row space of what is above the error, as the minimiser's, is turned by up to the error over its least eigenvalue.
    let spectrum = try SingularValues(of: rows)
    let rank = spectrum.values.prefix { $0 * $0 > error }.count
    if rank > 0 {
      let kept = spectrum.right.columns(0..<rank)
      let beside = try SingularValues(of: kept - basis * basis.transposeTimes(kept)).values.first ?? 0
      let least = spectrum.values[rank - 1]
      isAngleKnown = beside <= Self.resolution || beside * least * least > error
    } else {
      isAngleKnown = true
    }
    let values = try SingularValues(of: outside)
    self.outside =
      isKnown && fisher.dimension < fisher.ambientDimension && (values.values.first ?? 0) > 0
      ? Direction(whitened: values.right.columns(0..<1), whitening) : nil
    let onFisher = try SymmetricEigen(of: inside.gram)
    weakest = onFisher.values.first.map { value in
      let resolution = error + Double(fisher.ambientDimension) * .ulpOfOne * size
      let isApart = onFisher.values.count == 1 || onFisher.values[1] - value > 2 * resolution
      return Weakest(
        eigenvalue: max(value, 0), isZero: value <= resolution,
        direction: isApart ? Direction(whitened: basis * onFisher.vectors.columns(0..<1), whitening) : nil)
    }
  }
}

/// Why the Fisher subspace is spanned, or which direction of it is at risk: that along which the posterior agrees most (Proofs/T27).
struct AgreementOnFisher {
  /// What the posterior agrees by along no direction by more: ρ and its error.
  let largest: Double
  let direction: Direction
  /// What no eigenvalue of H on the subspace is below, an error beside it; its lower end is negative where it says nothing.
  let leastEigenvalue: Estimate

  init(_ hold: FisherHold, bias: Double, _ whitening: Cholesky) {
    largest = hold.agreement.interval.upper
    direction = Direction(whitened: hold.direction, whitening)
    leastEigenvalue = hold.leastEigenvalue(bias: bias)
  }
}
