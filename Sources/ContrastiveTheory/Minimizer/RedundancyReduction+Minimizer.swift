import LinearAlgebra
import RandomNumbers

/// A stationary point of a loss, with no certificate.
public struct StationaryEncoder: Sendable {
  /// A, r × d.
  public let encoder: Matrix
  public let value: Double
  /// The norm of the gradient in coordinates where T is the identity.
  public let gradientNorm: Double
}

extension RedundancyReduction {
  /// The best of several descents from random starts of a fixed key.
  /// - Parameters:
  ///   - rank: r ≥ 1.
  ///   - starts: how many, ≥ 1.
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when T is singular to rounding.
  public func minimizer(rank: Int, starts: Int = 5) throws(LinearAlgebraError) -> StationaryEncoder {
    precondition(rank >= 1 && starts >= 1, "at least one row and one start")
    let centred = AugmentedPairs(centring: pairs)
    let (total, cross) = (centred.mixture.totalCovariance, centred.pairMoment)
    let root = try Cholesky(of: total)
    let d = total.rows
    func unwhitened(_ b: Matrix) -> Matrix { root.solveTransposedLower(b.transposed).transposed }
    var generator = CounterBasedGenerator(key: 0x4ed)
    let descents = (0..<starts).map { _ in
      LimitedMemoryBFGS().minimize(
        from: 1 / Double(d).squareRoot() * Matrix.normal(rows: rank, columns: d, using: &generator)
      ) { b in
        let end = evaluate(unwhitened(b), total: total, cross: cross)
        return (end.value, root.solveLower(end.gradient.transposed).transposed)
      }
    }
    let best = descents.dropFirst().reduce(descents[0]) { $1.value < $0.value ? $1 : $0 }
    return StationaryEncoder(
      encoder: unwhitened(best.point), value: best.value, gradientNorm: best.gradient.frobeniusNorm)
  }
}
