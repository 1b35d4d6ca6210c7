import Evidence
import LinearAlgebra
import RandomNumbers

/// Encoders A (r × d_x) and D (r × d_y) with Aᵀ D the certified minimiser of CLIP, in whitened coordinates.
public struct DualEncoderPair: Sendable {
  /// A L_x, r × d_x.
  public let x: Matrix
  /// D L_y, r × d_y.
  public let y: Matrix
  /// What the row space of A may be turned by, as a sine, against that of encoders of the true minimiser.
  let error: ErrorBudget
  let whitening: Cholesky
}

extension BilinearMinimizer {
  /// A pair of encoders of the minimiser: one row for each singular direction whose error is below the resolution, mixed by
  /// a random orthogonal matrix.
  /// - Parameters:
  ///   - key: of the random numbers.
  ///   - spareRow: adds a random row to A and a row of zeros to D, which leaves Aᵀ D as it is.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func encoders(key: UInt64, spareRow: Bool = false) throws(LinearAlgebraError) -> DualEncoderPair {
    let singular = try SingularValues(of: whitenedForm)
    let noise = distance.total
    let rank = singular.values.prefix { $0 > 2 * noise / Verdict.resolution }.count
    var generator = CounterBasedGenerator(key: key)
    let mix = Matrix.orthogonal(rank, using: &generator)
    var x =
      mix * singular.left.columns(0..<rank).scalingColumns(by: Array(singular.values.prefix(rank))).transposed
    var y = mix * singular.right.columns(0..<rank).transposed
    if spareRow {
      x = x.transposed.besides(.normal(rows: x.columns, columns: 1, using: &generator)).transposed
      y = y.transposed.besides(Matrix(rows: y.columns, columns: 1)).transposed
    }
    // Wedin: the left singular subspace turns by at most the distance over the smallest singular value that is kept.
    let smallest = rank > 0 ? singular.values[rank - 1] : 1
    return DualEncoderPair(x: x, y: y, error: distance.scaled(by: 2 / smallest), whitening: whitening.x)
  }
}
