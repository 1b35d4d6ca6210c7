import LinearAlgebra

/// A coupling whose rows and columns are multiplied by numbers near one such that its marginals are what they have to be
/// (Proofs/Certificate.md, S10): printed decimals have them to nine digits, and what is proved is proved of a coupling that has them.
///
/// Entries that are zero stay it, and none becomes negative. The factors are found by Newton's method, and the sums that they give are
/// added up in 106 bits.
struct BalancedCoupling {
  private(set) var matrix: DoubleDoubleMatrix
  private let rows: [DoubleDouble]
  /// None for a symmetric coupling, whose rows and columns have the same factors.
  private let columns: [DoubleDouble]?

  /// By how much of itself a marginal may be missed, where no factors give it: weights that are rounded need not add up to others.
  private var tolerance: Double { 0x1p-53 / 3 * Double(rows.count + (columns?.count ?? 0) + 3) }

  /// - Parameters:
  ///   - coupling: entries at least 0, a sum above 0 in each row and column.
  ///   - rows: what the rows are to add up to, all above 0.
  ///   - columns: likewise; nil for a symmetric coupling.
  /// - Returns: nil where no such factors were found.
  init?(
    _ coupling: DoubleDoubleMatrix, rows: [DoubleDouble], columns: [DoubleDouble]? = nil
  ) throws(LinearAlgebraError) {
    (matrix, self.rows, self.columns) = (coupling, rows, columns)
    // Entries of the size of what is missed cannot tell what their rows lack: factors near one leave such directions alone first.
    for floor in [0x1p-26, 0x1p-48] {
      matrix = coupling
      var missed = missedShares
      for _ in 0..<6 where missed.contains(where: { abs($0) > 0x1p-100 }) {
        let factors = try factors(for: missed, above: floor)
        guard factors.allSatisfy({ abs($0) < 0.1 }) else { break }
        scale(by: factors)
        missed = missedShares
      }
      if missed.allSatisfy({ abs($0) <= tolerance }) { return }
    }
    return nil
  }

  /// What each row's sum lacks, then each column's, over what it is to be.
  private var missedShares: [Double] {
    let ofRows = rows.indices.map { k in
      let sum = (0..<matrix.columns).reduce(DoubleDouble(0)) { $0 + matrix[k, $1] }
      return ((rows[k] - sum) / rows[k]).high
    }
    guard let columns else { return ofRows }
    return ofRows
      + columns.indices.map { l in
        let sum = (0..<matrix.rows).reduce(DoubleDouble(0)) { $0 + matrix[$1, l] }
        return ((columns[l] - sum) / columns[l]).high
      }
  }

  /// The x that, to first order, give what is missed where each entry [k, l] is multiplied by (1 + xₖ)(1 + x_l).
  private func factors(for missed: [Double], above floor: Double) throws(LinearAlgebraError) -> [Double] {
    let roots = (rows + (columns ?? [])).map { $0.high.squareRoot() }
    let (plain, split) = (matrix.high, rows.count)
    func entry(_ k: Int, _ l: Int) -> Double {
      guard columns != nil else { return plain[k, l] }
      if k < split, l >= split { return plain[k, l - split] }
      if l < split, k >= split { return plain[l, k - split] }
      return 0
    }
    let sums = Matrix(rows: roots.count, columns: roots.count) {
      ($0 == $1 ? 1 - missed[$0] : 0) + entry($0, $1) / (roots[$0] * roots[$1])
    }
    let eigen = try SymmetricEigen(of: sums.symmetricPart)
    let inverse = eigen.map { $0 > floor ? 1 / $0 : 0 }
    return zip(inverse.times(zip(missed, roots).map { $0 * $1 }), roots).map { $0 / $1 }
  }

  private mutating func scale(by factors: [Double]) {
    let factors = factors.map { DoubleDouble(1) + DoubleDouble($0) }
    let first = columns == nil ? 0 : rows.count
    for k in 0..<matrix.rows {
      for l in 0..<matrix.columns { matrix[k, l] = matrix[k, l] * (factors[k] * factors[first + l]) }
    }
  }
}
