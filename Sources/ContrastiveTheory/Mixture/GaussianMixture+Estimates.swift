import Evidence
import LinearAlgebra

// The moments of a mixture, with what 106 bits leave open (Proofs/Certificate.md, S12).

extension GaussianMixture {
  /// The means, d × K: of a centred mixture, as they are before rounding.
  package var meansEstimate: MatrixEstimate {
    let lost = 0x1p-98 * Double(componentCount + 3) * givenSize
    return MatrixEstimate(exactMeans, budget: .proved([.rounding: lost]))
  }

  /// W.
  package var withinClassEstimate: MatrixEstimate {
    MatrixEstimate(exactWithinClassCovariance, budget: momentError)
  }

  /// B.
  package var betweenClassEstimate: MatrixEstimate {
    MatrixEstimate(exactBetweenClassCovariance, budget: momentError)
  }

  /// T = W + B.
  package var totalEstimate: MatrixEstimate { MatrixEstimate(exactTotalCovariance, budget: momentError) }

  /// E x xᵀ.
  package var secondMomentEstimate: MatrixEstimate {
    MatrixEstimate(exactSecondMoment.symmetricPart, budget: momentError)
  }
}
