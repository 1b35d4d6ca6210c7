import LinearAlgebra

/// n positive pairs (xᵢ, x′ᵢ), or (xᵢ, yᵢ) of two modalities.
public struct SampledPairs: Sendable {
  /// The xᵢ, d × n, one a column.
  public let first: Matrix
  /// The x′ᵢ or yᵢ, d′ × n, one a column.
  public let second: Matrix

  /// The number of pairs n.
  public var count: Int { first.columns }

  /// Keeps the parts.
  /// - Parameters:
  ///   - first: d × n, finite.
  ///   - second: d′ × n, finite.
  public init(first: Matrix, second: Matrix) {
    precondition(first.columns == second.columns, "a pair has two members")
    precondition(first.isFinite && second.isFinite, "pairs are finite numbers")
    (self.first, self.second) = (first, second)
  }

  /// The pairs whose members are moved so that the pooled mean of both is zero: for pairs of one modality. O(d n).
  public var centred: SampledPairs {
    precondition(first.rows == second.rows, "a pooled mean needs one space")
    let mean = (0..<first.rows).map { i in
      (0..<count).reduce(0) { $0 + first[i, $1] + second[i, $1] } / Double(max(2 * count, 1))
    }
    return SampledPairs(
      first: Matrix(rows: first.rows, columns: count) { first[$0, $1] - mean[$0] },
      second: Matrix(rows: first.rows, columns: count) { second[$0, $1] - mean[$0] })
  }

  /// Σ (xᵢ xᵢᵀ + x′ᵢ x′ᵢᵀ) / 2n, d × d: the second moment of both members, for pairs of one modality. O(d² n).
  public var secondMoment: Matrix {
    precondition(first.rows == second.rows, "a pooled moment needs one space")
    return (0.5 / Double(count)) * (first.timesTranspose(first) + second.timesTranspose(second)).symmetricPart
  }

  /// Σ (xᵢ x′ᵢᵀ + x′ᵢ xᵢᵀ) / 2n, d × d: the pair moment, for pairs of one modality. O(d² n).
  public var pairMoment: Matrix { (1 / Double(count)) * first.timesTranspose(second).symmetricPart }
}
