import Evidence
import Foundation
import LinearAlgebra

// The loss with N candidates and its gradient at an encoder of one row, without sampling, for every N.

extension FiniteNegativesInfoNCE {
  /// L_N at an encoder of one row, 1 × d: log N + L and ``lineExcess(_:)``.
  /// - Throws: ``IntegrationError`` where the encoder is so large that the scores overflow.
  public func lineValue(_ encoder: Matrix) throws -> Estimate {
    let infinite = try limit.value(encoder.gram)
    let excess = try lineExcess(encoder)
    return Estimate(
      log(Double(candidates)) + infinite.value + excess.value, budget: infinite.budget + excess.budget)
  }

  /// L_N − log N − L at an encoder of one row, 1 × d: a second route to ``excess(_:samples:using:)``, for every N at one
  /// cost (theory: T24).
  ///
  /// Given x the candidates are independent, so that Frullani's integral of the logarithm of their sum is one over the line,
  ///
  ///     E log R = ∫₀^∞ (e^{−t} − ψ(t/N)^{N−1} ψ₊(t/N)) dt/t,   R = (e^{s₊} + Σ e^{sᵢ}) / (N Z),
  ///
  /// with ψ(τ) = E_y exp(−τ e^s/Z) and ψ₊ the same for the positive. The integrals over x, log t and y are sums over
  /// equidistant nodes; their error is estimated by the difference to a rule with fewer nodes in all three.
  /// Cost: some million exponentials.
  public func lineExcess(_ encoder: Matrix) throws -> Estimate {
    let line = line(whitening.rowsTimesFactor(encoder))
    let fine = line.excess(step: 1)
    let error = abs(fine - line.excess(step: 1.25))
    return Estimate(
      fine, budget: ErrorBudget.computed([.integration: error, .rounding: 64 * .ulpOfOne * line.size]))
  }

  /// The derivatives of L_N at a row: by the mean output b·νₖ under each component, and by |b|, the outputs' standard deviation.
  public struct LineGradient: Sendable {
    public let byMeans: [Double]
    public let bySpread: Double
    /// Of the row's gradient, 1 × d in whitened coordinates.
    public let gradient: Matrix
    /// What all of them may be wrong by, the gradient in the Frobenius norm.
    public let budget: ErrorBudget
  }

  /// The gradient of L_N at an encoder of one row b = A L, W = L Lᵀ, not zero: the mean of Σ (p − 1₊) ds over the candidates,
  /// p their softmax, by the same sums and with the same estimate of the error as ``lineExcess(_:)``.
  public func lineGradient(atWhitened row: Matrix) -> LineGradient {
    let line = line(row)
    let (fine, coarse) = (line.slopes(step: 1), line.slopes(step: 1.25))
    let gradient = rowGradient(fine, at: row)
    let error = (gradient - rowGradient(coarse, at: row)).frobeniusNorm
    let inner = zip(fine.byMeans, coarse.byMeans).reduce(abs(fine.bySpread - coarse.bySpread)) {
      max($0, abs($1.0 - $1.1))
    }
    return LineGradient(
      byMeans: fine.byMeans, bySpread: fine.bySpread, gradient: gradient,
      budget: ErrorBudget.computed([
        .integration: max(error, inner),
        .rounding: 64 * .ulpOfOne * line.size * (1 + means.frobeniusNorm),
      ]))
  }

  /// L_N as a function of one row in whitened coordinates, for a solver.
  /// - Parameter step: how much farther apart the nodes of its sums are: 1 is as exact as it gets.
  public func rows(step: Double = 1) -> some EncoderLoss { RowLoss(loss: self, step: step) }

  fileprivate func line(_ b: Matrix) -> LineOfScores {
    precondition(b.rows == 1, "an encoder of one row")
    return LineOfScores(
      means: (b * means).row(0), spread: b.frobeniusNorm, weights: pairs.mixture.weights,
      coupling: pairs.coupling, candidates: Double(candidates))
  }

  fileprivate func rowGradient(_ slopes: LineOfScores.Slopes, at b: Matrix) -> Matrix {
    Matrix(rowVectors: [means.times(slopes.byMeans)]) + (slopes.bySpread / b.frobeniusNorm) * b
  }
}

private struct RowLoss: EncoderLoss {
  let loss: FiniteNegativesInfoNCE
  let step: Double

  var dimension: Int { loss.pairs.mixture.dimension }

  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let logarithm = log(Double(loss.candidates))
    guard encoder.frobeniusNorm > 0 else { return (logarithm, try gradient(encoder)) }
    let original = loss.whitening.solveTransposedLower(encoder.transposed).transposed
    let infinite = try loss.limit.value(original.gram).value
    return (logarithm + infinite + loss.line(encoder).excess(step: step), try gradient(encoder))
  }

  func gradient(_ encoder: Matrix) throws -> Matrix {
    guard encoder.frobeniusNorm > 0 else { return Matrix(rows: encoder.rows, columns: encoder.columns) }
    return loss.rowGradient(loss.line(encoder).slopes(step: step), at: encoder)
  }
}
