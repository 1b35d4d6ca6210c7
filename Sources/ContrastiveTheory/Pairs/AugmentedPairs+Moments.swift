import LinearAlgebra

extension AugmentedPairs {
  /// The pair moment C = E x x′ᵀ = N π Nᵀ, d × d, N the means.
  public var pairMoment: Matrix { (mixture.means * coupling).timesTranspose(mixture.means).symmetricPart }

  /// The second moment T0 = E x xᵀ = T + μ μᵀ, d × d; T for a centred mixture.
  public var secondMoment: Matrix { mixture.secondMoment }

  /// What rounding of C's entries becomes after multiplication with a matrix from both sides, Frobenius norm.
  func pairMomentNoise(_ inverseRoot: Matrix) -> Double {
    let means = inverseRoot.absolute * mixture.means.absolute
    return Double(mixture.componentCount + 4) * .ulpOfOne
      * (means * coupling).timesTranspose(means).frobeniusNorm
  }
}
