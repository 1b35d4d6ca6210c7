import LinearAlgebra

/// CLIP of a batch of n pairs (xᵢ, yᵢ), with the scores sᵢⱼ = ⟨A xᵢ, D yⱼ⟩: the mean of the two InfoNCE losses in which each
/// xᵢ finds its partner among all y and each yᵢ among all x, in the convention of ``EmpiricalInfoNCE``. It tends to the
/// population loss of ``CLIP``.
///
/// As an ``EncoderLoss`` it is a function of both encoders side by side, [A D], r × (d_x + d_y).
public struct EmpiricalCLIP: EncoderLoss {
  public let pairs: SampledPairs
  var softmax = ScoreSoftmax()

  /// - Parameter pairs: at least one.
  public init(_ pairs: SampledPairs) {
    precondition(pairs.count > 0, "a batch has pairs")
    self.pairs = pairs
  }

  /// d_x + d_y.
  public var dimension: Int { pairs.first.rows + pairs.second.rows }

  /// The value and the gradient at both encoders, [A D]. Twice the cost of ``EmpiricalInfoNCE/evaluate(_:)``.
  /// - Throws: ``BatchError/scoresOverflow``.
  public func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let split = pairs.first.rows
    let x = encoder.columns(0..<split) * pairs.first
    let y = encoder.columns(split..<dimension) * pairs.second
    let there = try DirectedBatch(anchors: x, keys: y, softmax)
    let back = try DirectedBatch(anchors: y, keys: x, softmax)
    let gradientX = (0.5 * (there.anchorGradient + back.keyGradient)).timesTranspose(pairs.first)
    let gradientY = (0.5 * (there.keyGradient + back.anchorGradient)).timesTranspose(pairs.second)
    return ((there.value + back.value) / 2, gradientX.besides(gradientY))
  }
}
