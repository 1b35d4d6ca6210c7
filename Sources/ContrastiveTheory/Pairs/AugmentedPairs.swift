import LinearAlgebra

/// Positive pairs (x, x′) of a mixture: a component pair (k, l) is drawn from the coupling π, then x from component k
/// and x′ from component l, independently (theory: section 1).
public struct AugmentedPairs: Sendable {
  public let mixture: GaussianMixture
  /// π, K × K: symmetric, entries at least 0, both marginals the weights of the mixture.
  public var coupling: Matrix { exactCoupling.high }
  /// π before rounding: that of a bias makes C = δB.
  let exactCoupling: DoubleDoubleMatrix

  /// Pairs with any coupling.
  /// - Parameters:
  ///   - mixture: with K components.
  ///   - coupling: K × K, symmetric to rounding, entries ≥ 0, row sums equal to the weights within 1e-9.
  /// - Throws: ``PairsError`` naming the entry or the row.
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
    self.mixture = mixture
    exactCoupling = DoubleDoubleMatrix(coupling.symmetricPart)
  }

  private init(mixture: GaussianMixture, trustedCoupling: DoubleDoubleMatrix) {
    self.mixture = mixture
    exactCoupling = trustedCoupling
  }

  /// The same coupling on the centred mixture.
  init(centring pairs: AugmentedPairs) {
    self.init(mixture: pairs.mixture.centred, trustedCoupling: pairs.exactCoupling)
  }

  /// Pairs with bias δ: π = δ diag(w) + (1 − δ) w wᵀ, so that δ = 1 draws x′ from the component of x and δ = 0 from
  /// the whole mixture.
  static func biased(_ mixture: GaussianMixture, _ bias: Double) -> AugmentedPairs {
    let weights = mixture.exactShares
    var coupling = DoubleDoubleMatrix(Matrix(rows: weights.rows, columns: weights.rows))
    coupling.add(DoubleDouble(1) - DoubleDouble(bias), times: weights * weights.transposed)
    for k in 0..<weights.rows { coupling[k, k] = coupling[k, k] + DoubleDouble(bias) * weights[k, 0] }
    return AugmentedPairs(mixture: mixture, trustedCoupling: coupling)
  }
}

extension GaussianMixture {
  /// The pairs of the mixture with bias δ: with probability δ the second draw comes from the component of the first,
  /// else from the whole mixture.
  /// - Parameter bias: δ in [0, 1].
  /// - Throws: ``PairsError/biasOutOfRange(_:)``.
  public func pairs(bias: Double) throws(PairsError) -> AugmentedPairs {
    guard bias >= 0, bias <= 1 else { throw .biasOutOfRange(bias) }
    return .biased(self, bias)
  }
}

/// What is wrong with a bias or a coupling.
public enum PairsError: Error, Equatable, Sendable {
  case biasOutOfRange(Double)
  case shape(rows: Int, columns: Int, expected: Int)
  case notAProbability(row: Int, column: Int, value: Double)
  case notSymmetric(row: Int, column: Int)
  case wrongMarginal(row: Int, sum: Double, weight: Double)
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
    case .wrongMarginal(let row, let sum, let weight):
      "coupling[\(row)]: the row sums to \(sum), expected the weight \(weight)"
    }
  }
}
