import Evidence
import LinearAlgebra

/// The population CLIP loss of two modalities: the mean of the two InfoNCE losses with the critic ⟨A x, D y⟩ = xᵀ M y,
/// infinitely many negatives (theory: section E). It depends on the encoders only through the bilinear form M = Aᵀ D,
/// d_x × d_y, and is strongly convex in it (see `DirectedInfoNCE`). Exact up to integrals with known error.
///
/// A temperature τ only rescales the form: M/τ.
public struct CLIP: Sendable {
  /// Which modality finds its partner among draws of the other.
  public enum Directions: String, Sendable, Codable {
    /// The mean of both, as CLIP does.
    case both
    /// Only x among the y.
    case fromX
    /// Only y among the x.
    case fromY
  }

  public let pairs: CrossModalPairs
  public let directions: Directions

  /// Σ_x = L Lᵀ and Σ_y = L Lᵀ.
  let whitening: (x: DoubleDoubleCholesky, y: DoubleDoubleCholesky)
  /// C = L_x⁻¹ E[x yᵀ] L_y⁻ᵀ, d_x × d_y: the cross-moment in whitened coordinates.
  public var whitenedCrossMoment: Matrix { fromX.crossMoment }
  /// S = I + Σ w ν νᵀ of each modality, in whitened coordinates.
  public var whitenedSecondMoments: (x: Matrix, y: Matrix) {
    (fromX.from.secondMoment, fromX.to.secondMoment)
  }

  /// S of each modality and C with what they may be wrong by: of whitening, of the weights and of their own rounding to doubles
  /// (Proofs/T53_CLIPIsNotCanonicalCorrelation.md).
  package var whitenedMoments: (x: MatrixEstimate, y: MatrixEstimate, cross: MatrixEstimate) {
    let (x, y) = (fromX.from, fromX.to)
    let ofWeights = Double(x.weights.count + y.weights.count + 4) * .ulpOfOne
    func estimate(_ moment: Matrix, spread: Double, ofMeans: Double) -> MatrixEstimate {
      MatrixEstimate(DoubleDoubleMatrix(moment), budget: .proved([.rounding: ofWeights * spread + ofMeans]))
    }
    func own(_ modality: WhitenedModality) -> MatrixEstimate {
      let size = modality.means.frobeniusNorm
      return estimate(
        modality.secondMoment, spread: modality.secondMoment.trace,
        ofMeans: 3 * modality.meansError * size * size)
    }
    return (
      own(x), own(y),
      estimate(
        whitenedCrossMoment, spread: (x.secondMoment.trace * y.secondMoment.trace).squareRoot(),
        ofMeans: 2 * (x.meansError + y.meansError) * x.means.frobeniusNorm * y.means.frobeniusNorm)
    )
  }

  private var fromX: DirectedInfoNCE
  private var fromY: DirectedInfoNCE

  /// Prepares the loss; O(d³).
  /// - Parameters:
  ///   - pairs: of two modalities.
  ///   - directions: which of the two cross-entropies count; both for CLIP.
  ///   - integrationTarget: the error that each integral aims at, relative to a softmax's 1.
  /// - Throws: `LinearAlgebraError` when a covariance is singular to rounding.
  public init(
    _ pairs: CrossModalPairs, directions: Directions = .both, integrationTarget: Double = 1e-14
  ) throws(LinearAlgebraError) {
    self.pairs = pairs
    self.directions = directions
    whitening = (try pairs.x.whitening, try pairs.y.whitening)
    let x = WhitenedModality(pairs.x, whitening.x)
    let y = WhitenedModality(pairs.y, whitening.y)
    fromX = DirectedInfoNCE(from: x, to: y, coupling: pairs.coupling, integrationTarget: integrationTarget)
    fromY = DirectedInfoNCE(
      from: y, to: x, coupling: pairs.coupling.transposed, integrationTarget: integrationTarget)
  }

  /// The same loss, whose integrals aim at this error unless they aim at a larger one already.
  func targeting(_ target: Double) -> CLIP {
    var loss = self
    loss.fromX.integrationTarget = max(target, fromX.integrationTarget)
    loss.fromY.integrationTarget = max(target, fromY.integrationTarget)
    return loss
  }

  /// The loss at a bilinear form M, d_x × d_y. Cost O(d_x d_y (d_x + d_y)) plus the integrals.
  /// - Throws: ``IntegrationError`` where the form is so large that the scores overflow.
  public func value(_ form: Matrix) throws -> Estimate {
    let off = pairs.x.whitenedRowsError(by: whitening.x) + pairs.y.whitenedRowsError(by: whitening.y)
    return try certified(whitened(form), off: off).value
  }

  /// The gradient with respect to the form, d_x × d_y.
  /// - Throws: ``IntegrationError`` where the form is so large that the scores overflow.
  public func gradient(_ form: Matrix) throws -> Matrix {
    let gradient = try evaluate(whitened(form), withValue: false).gradient
    return (whitening.x.factor * gradient).timesTranspose(whitening.y.factor)
  }

  /// L_xᵀ M L_y: the form in whitened coordinates.
  func whitened(_ form: Matrix) -> Matrix {
    (whitening.x.transposeTimes(DoubleDoubleMatrix(form)) * whitening.y.exactFactor).high
  }

  /// L_x⁻ᵀ M L_y⁻¹: the form in the original coordinates.
  func unwhitened(_ form: Matrix) -> Matrix {
    let half = whitening.x.solveTransposedLower(form)
    return whitening.y.solveTransposedLower(half.transposed).transposed
  }

  /// Value and gradient in whitened coordinates, in doubles; a value that was not asked for is NaN.
  func evaluate(_ form: Matrix, withValue: Bool = true) throws -> (value: Double, gradient: Matrix) {
    func there() throws -> (value: Double, gradient: Matrix) {
      try fromX.evaluate(form, withValue: withValue)
    }
    func back() throws -> (value: Double, gradient: Matrix) {
      let (value, gradient) = try fromY.evaluate(form.transposed, withValue: withValue)
      return (value, gradient.transposed)
    }
    switch directions {
    case .fromX: return try there()
    case .fromY: return try back()
    case .both:
      let (a, b) = (try there(), try back())
      return ((a.value + b.value) / 2, 0.5 * (a.gradient + b.gradient))
    }
  }

  /// The same with what it may be wrong by.
  /// - Parameter off: as of ``DirectedInfoNCE/certified(_:off:)``.
  func certified(_ form: Matrix, off: Double = 0) throws -> DirectedInfoNCE.Evaluation {
    switch directions {
    case .fromX: return try fromX.certified(form, off: off)
    case .fromY: return try fromY.certified(form.transposed, off: off).transposed
    case .both:
      let there = try fromX.certified(form, off: off)
      let back = try fromY.certified(form.transposed, off: off).transposed
      return DirectedInfoNCE.Evaluation(
        value: (there.value + back.value) * Estimate(exactly: 0.5),
        gradient: 0.5 * (there.gradient + back.gradient),
        gradientError: (there.gradientError + back.gradientError).scaled(by: 0.5)
          + .proved([.rounding: .ulpOfOne * (there.gradient.frobeniusNorm + back.gradient.frobeniusNorm)]))
    }
  }
}

extension DirectedInfoNCE.Evaluation {
  fileprivate var transposed: Self {
    Self(value: value, gradient: gradient.transposed, gradientError: gradientError)
  }
}
