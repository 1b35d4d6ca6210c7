import Evidence
import Foundation
import LinearAlgebra

/// A step of gradient descent on an encoder, B⁺ = B − η ∇L(B), in coordinates where the within-class covariance is the
/// identity (theory: T22).
public struct GradientStep: Sendable {
  /// Along which coordinates' gradient the step goes.
  public enum Coordinates: String, Sendable, Codable {
    /// That of the whitened encoder B.
    case whitened
    /// That of A, with W = L Lᵀ and B = A L: in B, the gradient is multiplied by LᵀL.
    case original
  }

  /// B, r × d.
  public let before: Matrix
  /// B⁺, r × d.
  public let after: Matrix
  /// η.
  public let size: Double
  /// What B⁺ may be wrong by, Frobenius norm.
  public let error: ErrorBudget

  private let whitening: DoubleDoubleCholesky

  fileprivate init(_ loss: InfoNCE, from b: Matrix, size: Double, coordinates: Coordinates) throws {
    let gramGradient = try loss.whitened.gramGradient(at: b, look: .step)
    var gradient = gramGradient.encoderGradient(at: b)
    let steepness = gradient.frobeniusNorm
    var stretch = 1.0
    if coordinates == .original {
      let factor = loss.whitening.exactFactor
      gradient = (DoubleDoubleMatrix(gradient) * factor.transposed * factor).high
      stretch = factor.normBound * factor.normBound
    }
    before = b
    after = b - size * gradient
    self.size = size
    whitening = loss.whitening
    error =
      gramGradient.error.scaled(by: 2 * size * stretch * b.frobeniusNorm)
      + ErrorBudget.roundedProducts(
        b.columns * (b.rows + b.columns), size: b.frobeniusNorm + size * stretch * steepness)
  }

  /// "The step lowers what lies outside a subspace, along every direction": B₂⁺ᵀB₂⁺ ⪯ B₂ᵀB₂ − 2η (BᵀB₂)ᵀBᵀB₂ and the
  /// traces of both sides likewise, B₂ the part of the encoder outside.
  ///
  /// All is relative to |B|². The bound: the error of B⁺, and that of the projector that splits the encoder.
  /// - Parameter subspace: of the original coordinates.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func filtering(outside subspace: Subspace) throws(LinearAlgebraError) -> Verdict {
    let parts = try Parts(self, subspace)
    let left = parts.target.outside(of: after)
    let reach = max(parts.whole, after.frobeniusNorm)
    let (leftNorm, moved) = (left.high.frobeniusNorm, parts.target.error * reach)
    let ofProjector =
      2 * reach * (leftNorm + parts.part + moved) + 4 * size * reach * parts.whole
      * (parts.leak + moved * parts.whole)
    let ofProducts =
      parts.rounding(ofSquare: leftNorm, in: after.frobeniusNorm)
      + parts.rounding(ofSquare: parts.part, in: parts.whole)
      + 2 * size * parts.rounding(ofSquare: parts.leak, in: parts.whole * parts.whole)
    let budget =
      error.scaled(by: 2 * leftNorm + error.total) + parts.target.budget.scaled(by: ofProjector)
      + .proved([.rounding: ofProducts])
    var excess = left.gram - parts.outside.gram
    excess.add(DoubleDouble(2 * size), times: parts.leaking.gram)
    return try parts.verdict(
      leftNorm * leftNorm + 2 * size * parts.leak * parts.leak, parts.part * parts.part, excess: excess,
      scale: parts.whole * parts.whole, budget: budget)
  }

  /// "The gradient flow dB/dt = −∇L lowers what lies outside a subspace, along every direction": B₂ᵀ∇L Q′ ⪰
  /// 2 (BᵀB₂)ᵀBᵀB₂ and the traces likewise, B₂ = B Q′ the part of the encoder outside. The gradient is that of the step.
  ///
  /// All is relative to |∇L| |B| + 2 |B|⁴. The bound: the error of the gradient, and that of the projector.
  /// - Parameter subspace: of the original coordinates.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func filteringRate(outside subspace: Subspace) throws(LinearAlgebraError) -> Verdict {
    let parts = try Parts(self, subspace)
    let gradient = (1 / size) * (before - after)
    let steep = gradient.frobeniusNorm
    let (turned, whole) = (parts.target.error, parts.whole)
    let ofProjector = whole * ((2 + turned) * steep + 2 * whole * (2 * parts.leak + turned * whole * whole))
    let scale = whole * steep + 2 * pow(whole, 4)
    let budget =
      error.scaled(by: parts.part / size) + parts.target.budget.scaled(by: ofProjector)
      + parts.rounding(of: scale)
    let (outsideGradient, leaks) = (parts.target.outside(of: gradient), parts.leaking.gram)
    let excess = leaks + leaks - (parts.outside.transposed * outsideGradient).symmetricPart
    let pull = gradient.inner(parts.outside.high)
    return try parts.verdict(2 * parts.leak * parts.leak, pull, excess: excess, scale: scale, budget: budget)
  }

  /// What a verdict needs of B and the subspace.
  private struct Parts {
    let target: WhitenedSubspace
    /// B₂ and BᵀB₂.
    let outside: DoubleDoubleMatrix
    let leaking: DoubleDoubleMatrix
    /// |B|, |B₂| and |BᵀB₂|.
    let whole: Double
    let part: Double
    let leak: Double

    init(_ step: GradientStep, _ subspace: Subspace) throws(LinearAlgebraError) {
      target = try WhitenedSubspace(subspace, step.whitening)
      outside = target.outside(of: step.before)
      leaking = DoubleDoubleMatrix(step.before).transposed * outside
      whole = step.before.frobeniusNorm
      (part, leak) = (outside.high.frobeniusNorm, leaking.high.frobeniusNorm)
    }

    /// What doubles do to a side of the inequalities, whose terms are products with this product of norms.
    func rounding(of size: Double) -> ErrorBudget {
      .roundedProducts(2 * outside.columns * (outside.rows + outside.columns), size: size)
    }

    /// What doubles do to the square of a matrix of norm `part` that is computed from one of norm `whole`.
    func rounding(ofSquare part: Double, in whole: Double) -> Double {
      let moved = rounding(of: whole).total
      return (3 * part + moved) * moved
    }

    /// a ≤ b, and that the largest eigenvalue of the excess, a symmetric matrix, is at most zero.
    func verdict(
      _ a: Double, _ b: Double, excess: DoubleDoubleMatrix, scale: Double, budget: ErrorBudget
    ) throws(LinearAlgebraError) -> Verdict {
      let eigen = try SymmetricEigen(of: excess.high)
      let ofValues = ErrorBudget.proved([.rounding: eigen.errors(of: excess).ofValues])
      return Verdict.atMost(Estimate(a, budget: budget), Estimate(exactly: b), scale: scale)
        .and(.atMost(Estimate(eigen.values.last ?? 0, budget: budget + ofValues), 0, scale: scale))
    }
  }
}

extension InfoNCE {
  /// A step of gradient descent. Cost: a gradient and O(d² r).
  /// - Parameters:
  ///   - encoder: B = A L with W = L Lᵀ, r × d.
  ///   - size: η > 0.
  ///   - coordinates: whose gradient it follows.
  /// - Throws: ``IntegrationError`` where the encoder is so large that the scores overflow.
  public func gradientStep(
    atWhitened encoder: Matrix, size: Double, coordinates: GradientStep.Coordinates = .whitened
  ) throws -> GradientStep {
    try GradientStep(self, from: encoder, size: size, coordinates: coordinates)
  }

  /// The largest step that is proved to filter noise, 1 / (κ |B|₂²) with κ = 1 + |S|₂ + max |νₖ − ν_l|² / 4 (theory: T22).
  /// - Parameter encoder: B = A L, r × d, not zero.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func filteringStep(atWhitened encoder: Matrix) throws(LinearAlgebraError) -> Double {
    let spread = try whitened.meanSpread
    let lengths = try SingularValues(of: encoder)
    let norm = (lengths.values.first ?? 0) + lengths.error(of: encoder)
    return 1 / ((1 + spread.moment + spread.widest / 4) * norm * norm)
  }
}
