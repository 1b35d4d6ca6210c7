import Evidence
import LinearAlgebra

/// Population InfoNCE in whitened coordinates, where the within-class covariance is the identity: what the two ways of
/// integrating have in common.
protocol WhitenedLoss: EncoderLoss {
  /// The gradient with respect to the Gram matrix H = Bᵀ B at an encoder, with a bound on its error.
  func gramGradient(at encoder: Matrix) throws -> GramGradient
  /// The same loss, with integrals as fine at this encoder as is worth while, and what they may make the gradient with
  /// respect to the Gram matrix wrong by in the Frobenius norm.
  func refined(at encoder: Matrix) throws -> (loss: Self, integrationError: Double)
  /// The means of the components, d × K.
  var means: Matrix { get }
  /// Their weights.
  var weights: [Double] { get }
  /// At least the largest eigenvalue of a component's covariance.
  var widestCovariance: Double { get }
  /// A Lipschitz constant of the gradient Λ as a function of H, Frobenius norms, for |H|₂ up to a size (Proofs/Certificate.md, S9).
  func lipschitz(within size: Double) throws(LinearAlgebraError) -> Double
  /// The same loss with a coarser target for its integrals.
  func targeting(_ integrationTarget: Double) -> Self
  /// What a sample tells of the minimiser over encoders of a rank, where it is of use.
  func scouted(rank: Int) throws -> ScoutedMinimum<Self>?
  /// The same loss in the coordinates of a space that no descent from an encoder leaves, with an orthonormal basis of that
  /// space, d × m; nil where none of less than d dimensions is known.
  func restricted(toSpaceOf encoder: Matrix) throws -> (loss: Self, basis: Matrix)?
}

/// What a sample tells of a minimiser.
enum ScoutedMinimum<Loss: WhitenedLoss> {
  /// An encoder near it, with the loss and the gradient there: rules do no better.
  case found(Matrix, value: Double, GramGradient)
  /// An encoder from which a descent by rules is short, and the loss with rules that take some seconds at most.
  case near(Matrix, Loss)
}

extension WhitenedLoss {
  func scouted(rank: Int) throws -> ScoutedMinimum<Self>? { nil }

  func restricted(toSpaceOf encoder: Matrix) throws -> (loss: Self, basis: Matrix)? { nil }

  /// |S|₂ and max |νₖ − ν_l|², ν the whitened means and S = I + Σ w ν νᵀ.
  var meanSpread: (moment: Double, widest: Double) {
    get throws(LinearAlgebraError) {
      let moment = means.scalingColumns(by: weights.map { $0.squareRoot() })
      let widest = means.widestColumnDistance
      let longest = try SingularValues(of: moment).values.first ?? 0
      return (1 + longest * longest, widest * widest)
    }
  }
}

extension Matrix {
  /// The largest distance of two columns.
  var widestColumnDistance: Double {
    var widest = 0.0
    for k in 0..<columns {
      for l in 0..<k {
        let square = (0..<rows).reduce(0) { sum, i in
          let difference = self[i, k] - self[i, l]
          return sum + difference * difference
        }
        widest = max(widest, square)
      }
    }
    return widest.squareRoot()
  }
}
