import LinearAlgebra
import RandomNumbers

/// Two encoders of r rows, a critical point of CLIP as a function of both. There is no certificate: for r below the rank
/// of the minimising form the problem is not convex, and above it rows are left over that may hold anything.
public struct DualEncoders: Sendable {
  /// A, r × d_x.
  public let x: Matrix
  /// D, r × d_y.
  public let y: Matrix
  /// The loss there.
  public let value: Double
  /// The norm of the gradient with respect to both, whitened coordinates.
  public let gradientNorm: Double

  /// M = Aᵀ D, d_x × d_y.
  public var form: Matrix { x.transposeTimes(y) }
}

extension CLIP {
  /// Minimises the loss over pairs of encoders with r rows.
  ///
  /// The loss is a function of the Gram matrix of [A D], so that the solver of InfoNCE serves as it is. Rows that the
  /// form does not need are dropped by it, which hides that they may hold junk: where A = [a; j] and D = [c; 0] the
  /// rows j change nothing.
  /// - Parameters:
  ///   - rank: r ≥ 1.
  ///   - start: whitened, at most r × (d_x + d_y); nil takes small random numbers of a fixed key.
  /// - Throws: ``IntegrationError`` where the scores overflow at the start.
  public func encoders(rank: Int, start: Matrix? = nil) throws -> DualEncoders {
    precondition(rank >= 1, "an encoder has at least one row")
    let loss = FactoredCLIP(loss: self)
    let split = pairs.x.dimension
    let rows = min(rank, pairs.x.componentCount, pairs.y.componentCount)
    var generator = CounterBasedGenerator(key: 0xd0a1)
    let scale = 0.5 / Double(rows * loss.dimension).squareRoot()
    let start = start ?? scale * Matrix.normal(rows: rows, columns: loss.dimension, using: &generator)
    precondition(start.rows <= rank && start.columns == loss.dimension, "a start has at most r rows")
    let found = try TrustRegionNewton().minimize(loss, from: start, rank: rank)
    let (x, y) = (found.encoder.columns(0..<split), found.encoder.columns(split..<loss.dimension))
    return DualEncoders(
      x: whitening.x.solveTransposedLower(x.transposed).transposed,
      y: whitening.y.solveTransposedLower(y.transposed).transposed, value: found.value,
      gradientNorm: found.gradientNorm)
  }
}

/// CLIP as a function of [A D], r × (d_x + d_y), in whitened coordinates: M is a block of its Gram matrix.
private struct FactoredCLIP: EncoderLoss {
  let loss: CLIP

  var dimension: Int { loss.pairs.x.dimension + loss.pairs.y.dimension }

  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let split = loss.pairs.x.dimension
    let (x, y) = (encoder.columns(0..<split), encoder.columns(split..<dimension))
    let end = try loss.evaluate(x.transposeTimes(y))
    return (end.value, y.timesTranspose(end.gradient).besides(x * end.gradient))
  }
}
