import Evidence
import Foundation
import LinearAlgebra

// The loss with N candidates and its gradient at an encoder of one row, without sampling, for every N.

extension FiniteNegativesInfoNCE {
  /// L_N at an encoder of one row, 1 × d: log N + L and ``lineExcess(_:)``.
  /// - Throws: ``IntegrationError`` where the encoder is so large that the scores overflow.
  public func lineValue(_ encoder: Matrix) throws -> Estimate {
    try .log(Estimate(exactly: Double(candidates)))
      + limit.certified(whitening.rowsTimesFactor(encoder).gram.high, off: formError).value
      + lineExcess(encoder)
  }

  /// The same at a row in whitened coordinates, 1 × d, not zero.
  /// - Parameters:
  ///   - row: b.
  ///   - distance: how far from b the row may be that is meant, Frobenius.
  /// - Throws: ``IntegrationError`` where the row is so large that the scores overflow.
  public func lineValue(atWhitened row: Matrix, off distance: Double = 0) throws -> Estimate {
    let gram = DoubleDoubleMatrix(row).gram.high
    var value =
      try .log(Estimate(exactly: Double(candidates))) + limit.certified(gram).value + excess(of: row)
    let moved = try line(row).moved(by: distance * (1 + means.frobeniusNorm))
    value.budget = value.budget + .proved([.rounding: moved])
    return value
  }

  /// L_N − log N − L at an encoder of one row, 1 × d, for every N at one cost (theory: T24).
  ///
  /// Given x the candidates are independent, so that Frullani's integral of the logarithm of their sum is one over the line,
  ///
  ///     E log R = ∫₀^∞ (e^{−t} − ψ(t/N)^{N−1} ψ₊(t/N)) dt/t,   R = (e^{s₊} + Σ e^{sᵢ}) / (N Z),
  ///
  /// with ψ(τ) = E_y exp(−τ e^s/Z) and ψ₊ the same for the positive. The integrals over x, log t and y are sums over
  /// equidistant nodes; their errors are proved (Proofs/T24_FiniteNegatives.md, S9). Cost: some million exponentials.
  /// - Throws: ``IntegrationError/scoresTooSpread`` where the scores of an output differ by hundreds.
  public func lineExcess(_ encoder: Matrix) throws(IntegrationError) -> Estimate {
    try excess(of: whitening.rowsTimesFactor(encoder).high)
  }

  private func excess(of row: Matrix) throws(IntegrationError) -> Estimate {
    let line = try line(row)
    let excess = line.excess(step: 1)
    return Estimate(
      excess.value, budget: excess.budget + .proved([.rounding: line.moved(by: parametersError(row))]))
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
  /// p their softmax, by the same sums, and with proved errors as ``lineExcess(_:)``.
  /// - Throws: as that.
  public func lineGradient(atWhitened row: Matrix) throws(IntegrationError) -> LineGradient {
    let line = try line(row)
    let slopes = line.slopes(step: 1)
    let gradient = rowGradient(slopes, at: row)
    let size = means.frobeniusNorm
    let changed = 2 * line.curvature * parametersError(row)
    let products =
      Double(means.rows + means.columns + 4) * .ulpOfOne
      * (size * Matrix(rowVectors: [slopes.byMeans]).frobeniusNorm + abs(slopes.bySpread))
    return LineGradient(
      byMeans: slopes.byMeans, bySpread: slopes.bySpread, gradient: gradient,
      budget: slopes.byMeansError.budget.scaled(by: 1 + size) + slopes.bySpreadError.budget
        + .proved([.rounding: changed * (1 + size) + products]))
  }

  /// L_N as a function of one row in whitened coordinates, for a solver.
  /// - Parameter step: how much farther apart the nodes of its sums are: 1 is as exact as it gets.
  public func rows(step: Double = 1) -> some EncoderLoss { RowLoss(loss: self, step: step) }

  /// Its products are in 106 bits, beside which the line takes a thousand times as long: not to be wrong where a BLAS is.
  fileprivate func line(_ b: Matrix) throws(IntegrationError) -> LineOfScores {
    precondition(b.rows == 1, "an encoder of one row")
    let line = LineOfScores(
      means: (DoubleDoubleMatrix(b) * exactMeans).high.row(0), spread: b.frobeniusNorm,
      weights: pairs.mixture.weights, coupling: pairs.coupling, candidates: Double(candidates))
    guard line.largestDeviation < 300 else { throw .scoresTooSpread }
    return line
  }

  /// What the means of the outputs and their spread are off by.
  private func parametersError(_ b: Matrix) -> Double {
    let length = b.frobeniusNorm
    return (Double(means.rows + 4) * .ulpOfOne + formError) * length * (1 + means.frobeniusNorm)
      + length * meansError
  }

  fileprivate func rowGradient(_ slopes: LineOfScores.Slopes, at b: Matrix) -> Matrix {
    let byMeans = DoubleDoubleMatrix(Matrix(rowVectors: [slopes.byMeans]))
    return (byMeans * exactMeans.transposed).high + (slopes.bySpread / b.frobeniusNorm) * b
  }
}

private struct RowLoss: EncoderLoss {
  let loss: FiniteNegativesInfoNCE
  let step: Double

  var dimension: Int { loss.pairs.mixture.dimension }

  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let logarithm = log(Double(loss.candidates))
    guard encoder.frobeniusNorm > 0 else { return (logarithm, try gradient(encoder)) }
    let infinite = try loss.limit.evaluate(encoder.gram).value
    return try (logarithm + infinite + loss.line(encoder).excess(step: step).value, gradient(encoder))
  }

  func gradient(_ encoder: Matrix) throws -> Matrix {
    guard encoder.frobeniusNorm > 0 else { return Matrix(rows: encoder.rows, columns: encoder.columns) }
    return loss.rowGradient(try loss.line(encoder).slopes(step: step), at: encoder)
  }
}
