import LinearAlgebra
import RandomNumbers

/// A computed minimiser of InfoNCE on a batch.
public struct EmpiricalMinimizer: Sendable {
  /// A, r × d.
  public let encoder: Matrix
  /// The loss there.
  public let value: Double
  /// The norm of the gradient, in coordinates where the batch has the identity for its second moment.
  public let gradientNorm: Double
  /// What that gradient would be from one batch of n pairs to the next, see
  /// ``EmpiricalInfoNCE/gradientStandardError(_:)``.
  public let gradientStandardError: Double
  /// How often the loss was evaluated.
  public let evaluations: Int
  /// The row space of A, without directions that are zero to rounding.
  public let rowSpace: Subspace

  /// G = Aᵀ A, d × d.
  public var gram: Matrix { encoder.gram }
}

extension EmpiricalInfoNCE {
  /// The part of the gradient's standard error below which a gradient is not worth more steps: the minimiser then is off by
  /// as small a part of what another batch would change.
  public static let visiblePart = 1e-3
  /// As large a part is reached without Newton's method.
  private static let coarsePart = 0.1

  /// Minimises the loss over encoders with r rows, with the solver of the population loss, in coordinates where the batch has
  /// the identity for its second moment.
  ///
  /// It starts from the minimiser of every fourth pair, found in the same way, as long as these are enough for one. It stops
  /// where the gradient is a small part of its standard error over batches of this size, computed at the encoder where it stops,
  /// or where that encoder is zero to rounding. To a tenth of the error or more it first takes steps of a quasi-Newton method, and an
  /// encoder is zero where its Gram matrix is as small a part of what another batch would change.
  /// - Parameters:
  ///   - rank: r in 1 … d.
  ///   - start: r × d or fewer rows; nil takes the minimiser of a part of the batch, or small random numbers of
  ///     a fixed key.
  ///   - visiblePart: how small a part, more than 0: a thousandth unless given.
  /// - Throws: ``BatchError``; `LinearAlgebraError` when the second moment is singular to rounding.
  public func minimizer(
    rank: Int, start: Matrix? = nil, visiblePart: Double = visiblePart
  ) throws -> EmpiricalMinimizer {
    precondition(rank >= 1 && rank <= dimension, "an encoder has between 1 and d rows")
    let root = try Cholesky(of: pairs.secondMoment)
    var white = EmpiricalInfoNCE(
      SampledPairs(first: root.solveLower(pairs.first), second: root.solveLower(pairs.second)))
    white.softmax = softmax
    var generator = CounterBasedGenerator(key: 0xba7c4)
    let begin =
      (start ?? coarseEncoder(rank: rank)).map { $0 * root.factor }
      ?? (0.3 / Double(rank * dimension).squareRoot())
      * Matrix.normal(rows: rank, columns: dimension, using: &generator)
    precondition(begin.rows <= rank && begin.columns == dimension, "a start has at most r rows")

    var solver = TrustRegionNewton()
    var encoder = begin
    var evaluations = 0
    // Where the minimiser is zero, the gradient and its error both go to zero with the encoder.
    let rounding = 64 * Double.ulpOfOne
    var error = try white.gradientStandardError(encoder)
    // The standard error changes little near the minimum, so that the second round is short and a third is rare.
    for round in 1...4 {
      solver.gradientGoal = max(visiblePart * error, rounding)
      // A step that learns the curvature from earlier ones takes one evaluation, and one of Newton's method ten; but only that one
      // tells which rows are spare.
      if visiblePart >= Self.coarsePart {
        let scout = LimitedMemoryBFGS(stepLimit: 60, gradientGoal: solver.gradientGoal)
        encoder =
          scout.minimize(from: encoder) {
            evaluations += 1
            return (try? white.evaluate($0)) ?? (.nan, $0)
          }.point
      }
      let found = try solver.minimize(white, from: encoder, rank: rank)
      encoder = found.encoder
      evaluations += found.evaluations
      error = try white.gradientStandardError(encoder)
      let size = encoder.timesTranspose(encoder).frobeniusNorm
      // Each round makes an encoder that goes to zero smaller, the less so the coarser the goal. The gradient of H = Aᵀ A is that of A
      // over 2 |A|, and in these coordinates the curvature at zero is one, so that H is known to error / 2 |A|.
      let isLost =
        round == 4 && visiblePart >= Self.coarsePart && found.gradientNorm <= solver.gradientGoal
        && size * size.squareRoot() <= visiblePart * error / 2
      if size <= rounding || isLost || found.gradientNorm <= visiblePart * error {
        let rows = root.solveTransposedLower(encoder.transposed)
        return EmpiricalMinimizer(
          encoder: rows.transposed, value: found.value, gradientNorm: found.gradientNorm,
          gradientStandardError: error, evaluations: evaluations,
          rowSpace: try Subspace(spannedBy: rows, tolerance: Double(dimension) * .ulpOfOne))
      }
    }
    let gradient = try white.gradient(encoder).frobeniusNorm
    throw BatchError.noMinimum(gradient: gradient, standardError: error)
  }

  /// The minimiser of every fourth pair; nil where there are too few of them, or they have no minimum.
  private func coarseEncoder(rank: Int) -> Matrix? {
    let count = pairs.count / 4
    guard count >= 6 * dimension else { return nil }
    let chosen = (0..<count).map { 4 * $0 }
    let part = SampledPairs(first: pairs.first.columns(chosen), second: pairs.second.columns(chosen))
    return try? EmpiricalInfoNCE(part).minimizer(rank: rank).encoder
  }
}
