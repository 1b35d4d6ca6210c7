import Evidence
import LinearAlgebra

/// Both sides of the inequality ⟨∇L, B₂⟩ ≥ 2 m |Bᵀ B₂|² at an encoder, in whitened coordinates, B₂ the part of the
/// encoder outside a subspace, m the least eigenvalue of the whitened covariances (theory: T62; T10, where m = 1). No solver is
/// involved.
public struct RestoringForce: Sendable {
  /// ⟨∇L, B₂⟩.
  public let pull: Double
  /// 2 m |Bᵀ B₂|².
  public let leak: Double
  /// |B₂| / |B|, in [0, 1].
  public let outsideShare: Double
  /// What the difference of the two sides may be wrong by.
  public let error: ErrorBudget
  /// |∇L| |B₂|, the largest that the pull could be.
  private let scale: Double

  /// "The leak is at most the pull."
  public var verdict: Verdict {
    .atMost(Estimate(leak, budget: error), Estimate(exactly: pull), scale: scale + leak)
  }

  fileprivate init(loss: InfoNCE, encoder b: Matrix, subspace: Subspace, gradientOff: Double) throws {
    let whitened = try WhitenedSubspace(subspace, loss.whitening)
    let exact = whitened.outside(of: b)
    let outside = exact.high
    let gramGradient = try loss.whitened.gramGradient(at: b)
    let gradient = gramGradient.encoderGradient(at: b)
    let size = (gradient: gradient.frobeniusNorm, encoder: b.frobeniusNorm, outside: outside.frobeniusNorm)
    let leaking = (DoubleDoubleMatrix(b).transposed * exact).high.frobeniusNorm
    pull = gradient.inner(outside)
    leak = 2 * leaking * leaking * loss.modulus
    outsideShare = size.encoder > 0 ? size.outside / size.encoder : 0
    scale = size.gradient * size.outside
    // Errors of the gradient, and of the projector that splits the encoder.
    let ofGradient = (gramGradient.error + .proved([.rounding: gradientOff])).scaled(
      by: 2 * size.encoder * size.outside)
    let square = size.encoder * size.encoder
    let ofProjector =
      size.encoder * size.gradient + 4 * leaking * square + 2 * whitened.error * square * square
    let ofProducts = ErrorBudget.roundedProducts(
      b.columns * (b.rows + b.columns), size: size.gradient * size.encoder + 2 * square * square)
    error = ofGradient + whitened.budget.scaled(by: ofProjector) + ofProducts
  }
}

extension InfoNCE {
  /// The force that drives an encoder back towards a subspace. Cost: a gradient and O(d³).
  /// - Parameters:
  ///   - encoder: B = A L with W = L Lᵀ, r × d.
  ///   - subspace: of the original coordinates.
  /// - Throws: ``IntegrationError`` where the encoder is so large that the scores overflow.
  public func restoringForce(atWhitened encoder: Matrix, towards subspace: Subspace) throws -> RestoringForce
  {
    try restoringForce(atWhitened: encoder, towards: subspace, gradientOff: 0)
  }

  /// The same for another mixture, whose gradient Λ at the encoder is so little off this one's.
  package func restoringForce(
    atWhitened encoder: Matrix, towards subspace: Subspace, gradientOff: Double
  ) throws -> RestoringForce {
    try RestoringForce(loss: self, encoder: encoder, subspace: subspace, gradientOff: gradientOff)
  }
}
