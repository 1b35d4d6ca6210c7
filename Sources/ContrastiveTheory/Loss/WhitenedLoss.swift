import LinearAlgebra

/// Population InfoNCE in whitened coordinates, where the within-class covariance is the identity: what the two ways of
/// integrating have in common.
protocol WhitenedLoss: EncoderLoss {
  /// The gradient with respect to the Gram matrix H = Bᵀ B at an encoder, with a bound on its error.
  /// - Parameter look: the sample that is taken where no rule does, which the encoder may not depend on.
  func gramGradient(at encoder: Matrix, look: SoftmaxSample.Purpose) throws -> GramGradient
  /// The same loss, with integrals as fine at this encoder as is worth while, and what they may make the gradient with
  /// respect to the Gram matrix wrong by in the Frobenius norm.
  func refined(at encoder: Matrix) throws -> (loss: Self, integrationError: Double)
  /// The means of the components, d × K.
  var means: Matrix { get }
  /// What they may be wrong by, Frobenius, over their norm.
  var meansError: Double { get }
  /// Their weights.
  var weights: [Double] { get }
  /// That of pairs of them, K × K.
  var coupling: Matrix { get }
  /// At least the largest eigenvalue of a component's covariance.
  var widestCovariance: Double { get }
  /// A Lipschitz constant of the gradient Λ as a function of H, Frobenius norms, for |H|₂ up to a size (Proofs/Certificate.md, S9).
  func lipschitz(within size: Double) throws(LinearAlgebraError) -> Double
  /// A bound on what Λ at a Gram matrix changes by where each mean is moved, Frobenius (Proofs/Certificate.md, S10); infinite beyond a
  /// thousandth of the means' norm.
  /// - Parameters:
  ///   - distance: by how much, at most.
  ///   - size: a bound on |H|.
  func gradientChange(byMeansOff distance: Double, gram size: Double) -> Double
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
  func gramGradient(at encoder: Matrix) throws -> GramGradient {
    try gramGradient(at: encoder, look: .certificate)
  }

  /// S, and what it may be wrong by, Frobenius, of means in some basis in 106 bits (Proofs/Certificate.md, S4). O(m² K).
  func secondMoment(of n: DoubleDoubleMatrix) -> (matrix: Matrix, error: Double) {
    let scaled = n.scalingColumns(by: weights.map { $0.squareRoot() })
    let moment = .identity(n.rows) + scaled.transposed.gram.high
    let off = (meansError + 0x1p-66) * n.normBound
    // What rounds it and its Cholesky factor, and what the weights are off by.
    let relative = Double(8 * n.rows + weights.count + 4) * .ulpOfOne
    return (moment, relative * moment.trace + off * (2 * scaled.normBound + off))
  }

  func scouted(rank: Int) throws -> ScoutedMinimum<Self>? { nil }

  func restricted(toSpaceOf encoder: Matrix) throws -> (loss: Self, basis: Matrix)? { nil }

  /// Bounds on |S|₂ and max |νₖ − ν_l|², ν the whitened means and S = I + Σ w ν νᵀ.
  var meanSpread: (moment: Double, widest: Double) {
    get throws(LinearAlgebraError) {
      let scaled = DoubleDoubleMatrix(means.scalingColumns(by: weights.map { $0.squareRoot() }))
      let gram = scaled.rows < scaled.columns ? scaled.transposed.gram : scaled.gram
      let off = meansError * means.frobeniusNorm
      let longest = try gram.largestEigenvalueBound.squareRoot() + off
      let widest = means.widestColumnDistance + 2 * off
      return ((1 + 0x1p-30) * (1 + longest * longest), (1 + 0x1p-30) * widest * widest)
    }
  }
}

extension DoubleDoubleMatrix {
  /// A bound above the largest eigenvalue of a positive semidefinite matrix, by less than 10⁻⁵ of it: LAPACK's answer t is checked, by
  /// whether a little more than t less the matrix has a Cholesky factor (Proofs/Certificate.md, S13). O(n³).
  var largestEigenvalueBound: Double {
    get throws(LinearAlgebraError) {
      let trace = (1 + 0x1p-30) * high.diagonal.reduce(0, +)
      guard trace > 0, let found = try SymmetricEigen(of: high).values.last else { return 0 }
      let more = (1 + 0x1p-18) * found
      var rest = DoubleDoubleMatrix(Matrix.diagonal(Array(repeating: more, count: rows)))
      rest.add(DoubleDouble(-1), times: self)
      guard more < trace, (try? DoubleDoubleCholesky(of: rest)) != nil else { return trace }
      return (1 + 0x1p-18) * more
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
