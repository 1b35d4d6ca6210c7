import Evidence
import Foundation

extension Drawing {
  /// The most components that are drawn: more cost minutes of integrals.
  private static let mostComponents = 12

  /// A mixture in the plane with what F is and what InfoNCE learns; nil for one of another dimension or of more than 12
  /// components. Costs the minimisation of one population loss.
  /// - Parameters:
  ///   - mixture: centred.
  ///   - bias: δ in [0, 1].
  ///   - rank: the number of rows of the encoder, at least 1.
  /// - Throws: what the minimisation throws.
  public init?(of mixture: GaussianMixture, bias: Double, rank: Int) throws {
    guard mixture.dimension == 2, mixture.componentCount <= Self.mostComponents else { return nil }
    let rows = min(rank, 2)
    self.init(
      of: mixture, found: try InfoNCE(mixture.pairs(bias: bias)).minimizer(rank: rows).rowSpace,
      by: "InfoNCE with \(rows == 1 ? "one row" : "two rows") at bias \(shortDecimal(bias))",
      beside: try mixture.fisherSubspace, named: "the Fisher subspace")
  }

  /// A mixture in the plane with a subspace that a method finds and one that it might have found; nil for one of another
  /// dimension. Of the whole plane beside a line, the direction across the line is drawn: there the two differ.
  /// - Parameters:
  ///   - mixture: in any number of dimensions.
  ///   - found: what the method finds.
  ///   - method: as in "InfoNCE with one row".
  ///   - other: what it is compared with.
  ///   - name: of that, as in "the Fisher subspace".
  public init?(
    of mixture: GaussianMixture, found: Subspace, by method: String, beside other: Subspace,
    named name: String
  ) {
    guard mixture.dimension == 2 else { return nil }
    self.init(
      places: mixture.weights.indices.map { k in
        Place(x: mixture.means[0, k], y: mixture.means[1, k], weight: mixture.weights[k])
      },
      lines: [
        Self.direction(of: found, beside: other).map { Line(isFound: true, x: $0, y: $1) },
        Self.direction(of: other, beside: found).map { Line(isFound: false, x: $0, y: $1) },
      ].compactMap(\.self),
      caption: "Solid: \(method) finds \(Self.words(found, beside: other)). "
        + "Dashed: \(name) is \(Self.words(other, beside: found)).")
  }

  /// Nil where there is none to draw.
  private static func direction(of subspace: Subspace, beside other: Subspace) -> (x: Double, y: Double)? {
    switch (subspace.dimension, other.dimension) {
    case (1, _): (subspace.basis[0, 0], subspace.basis[1, 0])
    case (2, 1): (-other.basis[1, 0], other.basis[0, 0])
    default: nil
    }
  }

  /// As in "the line at 53.1°", "the whole plane, of which the direction at 143.1° is shown".
  private static func words(_ subspace: Subspace, beside other: Subspace) -> String {
    guard subspace.dimension > 0 else { return "nothing" }
    let angle = direction(of: subspace, beside: other).map { direction in
      // From the horizontal, in [0, 180).
      let degrees = (atan2(direction.y, direction.x) * 180 / .pi + 180).truncatingRemainder(dividingBy: 180)
      return degrees.fixed(1) == "180.0" ? "0.0°" : "\(degrees.fixed(1))°"
    }
    guard subspace.dimension > 1 else { return "the line at \(angle ?? "")" }
    return "the whole plane" + (angle.map { ", of which the direction at \($0) is shown" } ?? "")
  }
}
