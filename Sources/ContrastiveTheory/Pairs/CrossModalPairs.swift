import LinearAlgebra

/// Pairs (x, y) of two modalities: a component pair (i, j) is drawn from the coupling π, then x from component i of the
/// one mixture and y from component j of the other, independently (theory: section E). The dimensions and the numbers
/// of components may differ.
public struct CrossModalPairs: Sendable {
  /// The mixture of x, d_x dimensions, weights w, with a shared covariance.
  public let x: GaussianMixture
  /// The mixture of y, d_y dimensions, weights v, with a shared covariance.
  public let y: GaussianMixture
  /// π, K_x × K_y: entries at least 0, marginals w and v to rounding.
  public let coupling: Matrix

  /// Checks and keeps the parts; rows and columns of the coupling are multiplied by numbers near one that give it its marginals, as in
  /// ``AugmentedPairs``. O((K_x + K_y)³).
  /// - Parameters:
  ///   - x: the mixture of one modality, with a shared covariance.
  ///   - y: that of the other.
  ///   - coupling: K_x × K_y, entries ≥ 0, row sums w and column sums v within 1e-9.
  /// - Throws: ``CrossModalPairsError`` naming the modality, the entry, the row or the column; also a row whose sum is that near to the
  ///   weight where the entries that are zero let no coupling have both marginals.
  public init(x: GaussianMixture, y: GaussianMixture, coupling: Matrix) throws(CrossModalPairsError) {
    guard x.sharedCovariance != nil else { throw .covarianceNotShared(modality: "x") }
    guard y.sharedCovariance != nil else { throw .covarianceNotShared(modality: "y") }
    let (rows, columns) = (x.componentCount, y.componentCount)
    guard coupling.rows == rows, coupling.columns == columns else {
      throw .shape(
        rows: coupling.rows, columns: coupling.columns, expectedRows: rows, expectedColumns: columns)
    }
    for i in 0..<rows {
      for j in 0..<columns {
        let entry = coupling[i, j]
        guard entry >= 0, entry.isFinite else { throw .notAProbability(row: i, column: j, value: entry) }
      }
    }
    for i in 0..<rows {
      let sum = coupling.row(i).reduce(0, +)
      guard abs(sum - x.weights[i]) <= 1e-9 else {
        throw .wrongRowSum(row: i, sum: sum, weight: x.weights[i])
      }
    }
    for j in 0..<columns {
      let sum = coupling.column(j).reduce(0, +)
      guard abs(sum - y.weights[j]) <= 1e-9 else {
        throw .wrongColumnSum(column: j, sum: sum, weight: y.weights[j])
      }
    }
    let shares = (x: x.exactShares, y: y.exactShares)
    let balanced = try? BalancedCoupling(
      DoubleDoubleMatrix(coupling), rows: (0..<rows).map { shares.x[$0, 0] },
      columns: (0..<columns).map { shares.y[$0, 0] })
    guard let balanced else {
      let sums = (0..<rows).map { coupling.row($0).reduce(0, +) }
      let worst = (0..<rows).max { abs(sums[$0] - x.weights[$0]) < abs(sums[$1] - x.weights[$1]) } ?? 0
      throw .wrongRowSum(row: worst, sum: sums[worst], weight: x.weights[worst])
    }
    self.x = x
    self.y = y
    self.coupling = balanced.matrix.high
  }

  /// The same pairs with both mixtures centred.
  public var centred: CrossModalPairs { CrossModalPairs(trusted: x.centred, y.centred, coupling) }

  /// E x yᵀ = N_x π N_yᵀ, d_x × d_y, N the means of a modality.
  public var crossMoment: Matrix { (x.means * coupling).timesTranspose(y.means) }

  private init(trusted x: GaussianMixture, _ y: GaussianMixture, _ coupling: Matrix) {
    self.x = x
    self.y = y
    self.coupling = coupling
  }
}

/// What is wrong with a pair of modalities.
public enum CrossModalPairsError: Error, Equatable, Sendable {
  case covarianceNotShared(modality: String)
  case shape(rows: Int, columns: Int, expectedRows: Int, expectedColumns: Int)
  case notAProbability(row: Int, column: Int, value: Double)
  case wrongRowSum(row: Int, sum: Double, weight: Double)
  case wrongColumnSum(column: Int, sum: Double, weight: Double)
}

extension CrossModalPairsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .covarianceNotShared(let modality):
      "modality \(modality): the components have different covariances, expected one that they share"
    case .shape(let rows, let columns, let expectedRows, let expectedColumns):
      "coupling: found a \(rows) x \(columns) matrix, expected \(expectedRows) x \(expectedColumns)"
    case .notAProbability(let row, let column, let value):
      "coupling[\(row)][\(column)]: found \(value), expected a probability"
    case .wrongRowSum(let row, let sum, let weight):
      "coupling[\(row)]: the row sums to \(sum), expected the weight \(weight) of x"
        + PairsError.unreachable(sum, weight)
    case .wrongColumnSum(let column, let sum, let weight):
      "coupling: column \(column) sums to \(sum), expected the weight \(weight) of y"
    }
  }
}
