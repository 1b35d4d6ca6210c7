import LinearAlgebra

/// Positive pairs (x, x′) of a mixture: a component pair (k, l) is drawn from the coupling π, then x from component k
/// and x′ from component l, independently (theory: section 1).
public struct AugmentedPairs: Sendable {
  public let mixture: GaussianMixture
  /// π, K × K: symmetric, entries at least 0, both marginals the weights of the mixture to rounding.
  public var coupling: Matrix { exactCoupling.high }
  /// π before rounding: that of a bias makes C = δB.
  let exactCoupling: DoubleDoubleMatrix
  /// Whether π is w wᵀ, as that of the bias zero is, and not only to rounding.
  let areIndependent: Bool

  /// Pairs with any coupling. Printed decimals have no exact marginals: rows and columns are multiplied by numbers near one that
  /// give them, and all that is computed is about the coupling that comes of it, which ``coupling`` shows.
  /// - Parameters:
  ///   - mixture: with K components.
  ///   - coupling: K × K, symmetric to rounding, entries ≥ 0, row sums equal to the weights within 1e-9.
  /// - Throws: ``PairsError`` naming the entry or the row; also a row whose sum is that near to the weight where the entries that are
  ///   zero let no coupling have the weights.
  public init(mixture: GaussianMixture, coupling: Matrix) throws(PairsError) {
    let count = mixture.componentCount
    guard coupling.rows == count, coupling.columns == count else {
      throw .shape(rows: coupling.rows, columns: coupling.columns, expected: count)
    }
    for k in 0..<count {
      for l in 0..<count {
        let entry = coupling[k, l]
        guard entry >= 0, entry.isFinite else { throw .notAProbability(row: k, column: l, value: entry) }
        guard abs(entry - coupling[l, k]) <= 1e-12 else { throw .notSymmetric(row: k, column: l) }
      }
      let sum = coupling.row(k).reduce(0, +)
      guard abs(sum - mixture.weights[k]) <= 1e-9 else {
        throw .wrongMarginal(row: k, sum: sum, weight: mixture.weights[k])
      }
    }
    let (given, shares) = (coupling.symmetricPart, mixture.exactShares)
    let balanced = try? BalancedCoupling(DoubleDoubleMatrix(given), rows: (0..<count).map { shares[$0, 0] })
    guard let balanced else {
      let sums = (0..<count).map { given.row($0).reduce(0, +) }
      let worst = (0..<count).max {
        abs(sums[$0] - mixture.weights[$0]) < abs(sums[$1] - mixture.weights[$1])
      }
      throw .wrongMarginal(row: worst ?? 0, sum: sums[worst ?? 0], weight: mixture.weights[worst ?? 0])
    }
    self.mixture = mixture
    exactCoupling = balanced.matrix.symmetricPart
    areIndependent = false
  }

  fileprivate init(mixture: GaussianMixture, trustedCoupling: DoubleDoubleMatrix, areIndependent: Bool) {
    self.mixture = mixture
    exactCoupling = trustedCoupling
    self.areIndependent = areIndependent
  }

  /// The same coupling on the centred mixture.
  init(centring pairs: AugmentedPairs) {
    self.init(
      mixture: pairs.mixture.centred, trustedCoupling: pairs.exactCoupling,
      areIndependent: pairs.areIndependent)
  }
}

extension GaussianMixture {
  /// The pairs of the mixture with bias δ: with probability δ the second draw comes from the component of the first,
  /// else from the whole mixture: π = δ diag(w) + (1 − δ) w wᵀ.
  /// - Parameter bias: δ in [0, 1].
  /// - Throws: ``PairsError/biasOutOfRange(_:)``.
  public func pairs(bias: Double) throws(PairsError) -> AugmentedPairs {
    guard bias >= 0, bias <= 1 else { throw .biasOutOfRange(bias) }
    let weights = exactShares
    var coupling = DoubleDoubleMatrix(Matrix(rows: componentCount, columns: componentCount))
    coupling.add(DoubleDouble(1) - DoubleDouble(bias), times: weights * weights.transposed)
    for k in 0..<componentCount { coupling[k, k] = coupling[k, k] + DoubleDouble(bias) * weights[k, 0] }
    return AugmentedPairs(mixture: self, trustedCoupling: coupling, areIndependent: bias == 0)
  }
}

/// What is wrong with a bias or a coupling.
public enum PairsError: Error, Equatable, Sendable {
  case biasOutOfRange(Double)
  case shape(rows: Int, columns: Int, expected: Int)
  case notAProbability(row: Int, column: Int, value: Double)
  case notSymmetric(row: Int, column: Int)
  case wrongMarginal(row: Int, sum: Double, weight: Double)
  /// A critic's coupling says that pairs do not occur which do.
  case impossible(row: Int, column: Int, probability: Double)
}

extension PairsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .biasOutOfRange(let bias): "bias: found \(bias), expected a number in [0, 1]"
    case .shape(let rows, let columns, let expected):
      "coupling: found a \(rows) x \(columns) matrix, expected \(expected) x \(expected)"
    case .notAProbability(let row, let column, let value):
      "coupling[\(row)][\(column)]: found \(value), expected a probability"
    case .notSymmetric(let row, let column):
      "coupling: entries (\(row), \(column)) and (\(column), \(row)) differ; expected a symmetric matrix"
    case .impossible(let row, let column, let probability):
      "coupling[\(row)][\(column)]: found 0, expected a number above it, as such pairs have the probability \(probability)"
    case .wrongMarginal(let row, let sum, let weight):
      "coupling[\(row)]: the row sums to \(sum), expected the weight \(weight)"
        + PairsError.unreachable(sum, weight)
    }
  }
}

extension PairsError {
  /// What is to be added where a sum is as near to a marginal as it has to be, and nothing makes it equal.
  static func unreachable(_ sum: Double, _ marginal: Double) -> String {
    abs(sum - marginal) > 1e-9
      ? "" : " to rounding: with these entries zero no factors of rows and columns give it"
  }
}
