import ContrastiveTheory
import Evidence

extension Drawing {
  /// The most components that are drawn: more cost minutes of integrals.
  private static let mostComponents = 12

  /// A mixture in the plane with the lines that F is and that InfoNCE learns; nil for one of another dimension or of more
  /// than 12 components. Costs the minimisation of one population loss.
  /// - Parameters:
  ///   - mixture: centred.
  ///   - bias: δ in [0, 1].
  ///   - rank: the number of rows of the encoder, at least 1.
  /// - Throws: what the minimisation throws.
  public init?(of mixture: GaussianMixture, bias: Double, rank: Int) throws {
    guard mixture.dimension == 2, mixture.componentCount <= Self.mostComponents else { return nil }
    let rows = min(rank, 2)
    let fisher = try mixture.fisherSubspace
    let learned = try InfoNCE(mixture.pairs(bias: bias)).minimizer(rank: rows).rowSpace
    self.init(
      places: mixture.weights.indices.map { k in
        Place(x: mixture.means[0, k], y: mixture.means[1, k], weight: mixture.weights[k])
      },
      lines: [(learned, true), (fisher, false)].compactMap { subspace, isFound in
        guard subspace.dimension == 1 else { return nil }
        return Line(isFound: isFound, x: subspace.basis[0, 0], y: subspace.basis[1, 0])
      },
      caption: "Bias \(shortDecimal(bias)). The Fisher subspace is \(Self.words(fisher)); InfoNCE with "
        + "\(rows == 1 ? "one row" : "two rows") learns \(Self.words(learned)).")
  }

  /// As in "the line along (0.6, -0.8)".
  private static func words(_ subspace: Subspace) -> String {
    switch subspace.dimension {
    case 0: return "nothing"
    case 1:
      let (x, y) = (subspace.basis[0, 0], subspace.basis[1, 0])
      let sign = x < 0 ? -1.0 : 1
      return "the line along (\(shortDecimal(sign * x)), \(shortDecimal(sign * y)))"
    default: return "the whole plane"
    }
  }
}
