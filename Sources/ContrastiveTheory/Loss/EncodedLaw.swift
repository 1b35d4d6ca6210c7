import LinearAlgebra

/// x under one component, given the encoded input: x = ν + J z and noise that is independent of z, z standard normal of as many
/// coordinates as the encoder has rows. Scored with it, a y of component l has the mean b_l + Y_l z.
struct EncodedLaw {
  /// ν.
  let mean: DoubleDoubleMatrix
  /// J.
  let lift: DoubleDoubleMatrix
  /// H ν and H J.
  let (pulledMean, pulled): (DoubleDoubleMatrix, DoubleDoubleMatrix)
  /// b and Y.
  let others: [(mean: DoubleDoubleMatrix, slope: DoubleDoubleMatrix)]

  /// - Parameter encoder: with independent rows.
  init(_ loss: GeneralInfoNCE, component k: Int, encoder: DoubleDoubleMatrix) throws(LinearAlgebraError) {
    let means = loss.exactMeans
    let mean = means.columns(k..<(k + 1))
    // With a root R of Σ and B R = F Qᵀ, the columns of Q orthonormal, z is Qᵀ R⁻¹ (x − ν): there is nothing to invert.
    let root = try DoubleDoubleCholesky(of: loss.exactCovariances[k])
    let encoded = root.transposeTimes(encoder.transposed)
    let axes = encoded.orthonormalised
    let left = (encoded - axes * (axes.transposed * encoded)).normBound
    guard max(left, axes.orthogonalityDefect * encoded.normBound) <= 0x1p-70 * encoded.normBound else {
      throw LinearAlgebraError.notFinite
    }
    let lift = root.exactFactor * axes
    let pulled = encoder.transposed * (encoder * lift)
    let pulledMean = encoder.transposed * (encoder * mean)
    others = loss.weights.indices.map { l in
      (
        mean: means.columns(l..<(l + 1)) + loss.exactCovariances[l] * pulledMean,
        slope: loss.exactCovariances[l] * pulled
      )
    }
    (self.mean, self.lift, self.pulledMean, self.pulled) = (mean, lift, pulledMean, pulled)
  }
}
