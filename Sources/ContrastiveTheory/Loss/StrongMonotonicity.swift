import Evidence
import LinearAlgebra

/// Both sides of the inequality ⟨Λ₁ − Λ₂, H₁ − H₂⟩ ≥ |H₁ − H₂|² at two encoders, which says that the loss is 1-strongly
/// convex in the whitened Gram matrix H of the encoder (theory: T12). No solver is involved.
public struct StrongMonotonicity: Sendable {
  /// ⟨Λ₁ − Λ₂, H₁ − H₂⟩.
  public let rise: Double
  /// |H₁ − H₂|².
  public let squaredDistance: Double
  /// What the difference of the two sides may be wrong by.
  public let error: ErrorBudget
  /// (|Λ₁| + |Λ₂|) |H₁ − H₂|, the largest that the rise could be.
  private let scale: Double

  /// "The squared distance is at most the rise."
  public var verdict: Verdict {
    .atMost(Estimate(squaredDistance, budget: error), Estimate(exactly: rise), scale: scale + squaredDistance)
  }

  /// - Parameter step: H₁ − H₂.
  fileprivate init(_ first: GramGradient, _ second: GramGradient, step: Matrix) {
    let (slope, otherSlope) = (first.lambda.matrix, second.lambda.matrix)
    let length = step.frobeniusNorm
    rise = (slope - otherSlope).inner(step)
    squaredDistance = length * length
    scale = (slope.frobeniusNorm + otherSlope.frobeniusNorm) * length
    let ofProduct = ErrorBudget.roundedProducts(step.rows * step.rows, size: scale + squaredDistance)
    error = (first.error + second.error).scaled(by: length) + ofProduct
  }
}

extension InfoNCE {
  /// How much the gradient rises from one encoder to another. Cost: two gradients and O(d³).
  /// - Parameters:
  ///   - encoder: B = A L with W = L Lᵀ, r × d.
  ///   - other: likewise, with any number of rows.
  /// - Throws: ``IntegrationError`` where an encoder is so large that the scores overflow.
  public func strongMonotonicity(atWhitened encoder: Matrix, and other: Matrix) throws -> StrongMonotonicity {
    let step = DoubleDoubleMatrix(encoder).gram - DoubleDoubleMatrix(other).gram
    return StrongMonotonicity(
      try whitened.gramGradient(at: encoder), try whitened.gramGradient(at: other), step: step.high)
  }

  /// ⟨∇L(B) − ∇L(−B), 2B⟩ for the gradient with respect to the whitened encoder: at least 0 if the loss were convex
  /// in the encoder itself. Cost: a gradient and O(d² r).
  /// - Parameter encoder: B, r × d.
  /// - Throws: ``IntegrationError`` where the encoder is so large that the scores overflow.
  public func riseToMirrorImage(atWhitened encoder: Matrix) throws -> Estimate {
    // The gradient is an odd function of B.
    let gradient = try whitened.gramGradient(at: encoder)
    let square = encoder.inner(encoder)
    let rounding = ErrorBudget.roundedProducts(
      encoder.columns * (encoder.rows + encoder.columns), size: 8 * square * gradient.core.frobeniusNorm)
    return Estimate(
      4 * gradient.encoderGradient(at: encoder).inner(encoder),
      budget: gradient.error.scaled(by: 8 * square) + rounding)
  }
}
