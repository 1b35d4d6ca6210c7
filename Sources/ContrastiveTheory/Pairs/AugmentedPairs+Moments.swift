import Evidence
import LinearAlgebra

extension AugmentedPairs {
  /// The pair moment C = E x x′ᵀ = N π Nᵀ, d × d, N the means.
  public var pairMoment: Matrix { exactPairMoment.high.symmetricPart }

  /// C before rounding.
  var exactPairMoment: DoubleDoubleMatrix {
    let means = mixture.exactMeans
    return (means * exactCoupling * means.transposed).symmetricPart
  }

  /// C, with what 106 bits leave open (Proofs/Certificate.md, S12).
  package var pairMomentEstimate: MatrixEstimate {
    MatrixEstimate(exactPairMoment, budget: mixture.momentError)
  }

  /// Whether C is exactly zero: the draws of a pair are independent, and the mixture is centred.
  var momentIsZero: Bool { areIndependent && mixture.isExactlyCentred }

  /// The second moment T0 = E x xᵀ = T + μ μᵀ, d × d; T for a centred mixture.
  public var secondMoment: Matrix { mixture.secondMoment }

  /// What a weight or an entry of the coupling may be off by, relative: it was divided by a sum and multiplied
  /// (Proofs/Certificate.md, S10).
  var weightsError: Double { Double(2 * mixture.componentCount + 4) * .ulpOfOne }

  /// A weight or an entry of the coupling, with that.
  func weighed(_ number: Double) -> Estimate {
    Estimate(number, budget: .proved([.rounding: weightsError * number]))
  }
}
