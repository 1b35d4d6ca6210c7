import LinearAlgebra

/// A loss of the encoder in other coordinates, B R for a root R of the second moment, times a unit: a solver whose numbers are about
/// one then does as well for means that are a thousand standard deviations apart, where the encoder is a thousand times smaller
/// and the curvature a million times larger along them.
struct ScaledLoss<Loss: EncoderLoss>: EncoderLoss {
  let loss: Loss
  let scale: EncoderScale

  var dimension: Int { loss.dimension }

  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let (value, gradient) = try loss.evaluate(scale.unscaled(encoder))
    return (value, scale.scaledGradient(gradient))
  }

  func gradient(_ encoder: Matrix) throws -> Matrix {
    scale.scaledGradient(try loss.gradient(scale.unscaled(encoder)))
  }
}

/// The coordinates of a ``ScaledLoss``.
struct EncoderScale: Sendable {
  /// R, lower triangular, the unit in it.
  private let root: Matrix
  private let inverse: Matrix
  /// The size of a second moment in the old coordinates over that in the new ones.
  let square: Double
  /// A bound on the root mean square of B x over |B|, under any component, in the new coordinates.
  let reach: Double

  /// O(m³).
  init(of loss: some WhitenedLoss) throws(LinearAlgebraError) {
    let factor = try Cholesky(of: loss.secondMoment)
    let spread = factor.solveLower(loss.means).largestColumnSquare + loss.widestCovariance
    let unit = max(1, spread.squareRoot() / 4)
    reach = spread.squareRoot() / unit
    root = unit * factor.factor
    inverse = (1 / unit) * factor.solveLower(.identity(root.rows))
    square = root.largestEntry * root.largestEntry
  }

  func scaled(_ encoder: Matrix) -> Matrix { encoder * root }
  func unscaled(_ encoder: Matrix) -> Matrix { encoder * inverse }
  fileprivate func scaledGradient(_ gradient: Matrix) -> Matrix { gradient.timesTranspose(inverse) }
}

extension WhitenedLoss {
  /// S = E x xᵀ.
  var secondMoment: Matrix {
    .identity(dimension) + means.scalingColumns(by: weights).timesTranspose(means).symmetricPart
  }
}

extension Matrix {
  /// The largest squared length of a column.
  fileprivate var largestColumnSquare: Double {
    (0..<columns).reduce(0) { largest, j in max(largest, column(j).reduce(0) { $0 + $1 * $1 }) }
  }
}
