import LinearAlgebra

/// Minimises an ``EncoderLoss`` over encoders of at most r rows: a trust-region Newton method with conjugate gradients
/// (Steihaug 1983; Conn, Gould and Toint 2000), Hessian products by differences of the gradient.
///
/// Two things are special to functions of Bᵀ B. A row that the optimum does not need goes to zero, and there the
/// Hessian degenerates and Newton slows to a factor 2/3: such rows are dropped, which restores quadratic convergence.
/// And a zero row is always stationary: at the end a direction in which an extra row would lower the loss is looked
/// for, and taken if rows are left.
public struct TrustRegionNewton: Sendable {
  /// The loss decreases along no further row: without this, rows that start at zero stay zero and the method may end
  /// at a saddle point, which is still a critical point.
  public var escapesSaddles = true
  /// Relative precision of the loss's values: below it a decrease cannot be seen, and the gradient's norm is the judge.
  public var precision = 64 * Double.ulpOfOne
  /// The gradient's norm that is small enough to stop.
  public var gradientGoal = 64 * Double.ulpOfOne
  /// The number of outer steps after which the method gives up.
  public var stepLimit = 300
  /// Steps measured in the Gram matrix: rows are made orthogonal and the step in each is taken in units of its length.
  /// The gradient and the curvature of a row fall with its length, so that a row that the optimum hardly uses is
  /// otherwise found late. Hessian products by central differences then, at twice the cost. A descent that ends far above
  /// its goal goes on in this way in any case.
  public var scalesRows = false

  public init(escapesSaddles: Bool = true) { self.escapesSaddles = escapesSaddles }

  /// What a minimisation found.
  public struct Result: Sendable {
    /// r × d, rows that were dropped are zero.
    public let encoder: Matrix
    public let value: Double
    /// The Frobenius norm of the gradient at `encoder`.
    public let gradientNorm: Double
    /// The gradient's norm after each accepted step, the start included.
    public let gradientNorms: [Double]
    /// How often the loss was evaluated.
    public let evaluations: Int
  }

  /// Minimises from a start.
  /// - Parameters:
  ///   - loss: with its gradient.
  ///   - model: a cheaper approximation of the loss that gives the Hessian, as long as each step halves the gradient; nil takes the loss itself.
  ///   - start: at most r rows of d.
  ///   - rank: r, the number of rows of the result; nil takes the start's.
  /// - Throws: what the loss throws at the start.
  public func minimize<Loss: EncoderLoss>(
    _ loss: Loss, model: Loss? = nil, from start: Matrix, rank: Int? = nil
  ) throws -> Result {
    let rank = rank ?? start.rows
    var state = try DescentState(loss: loss, encoder: Self.atMostSquare(start))
    for _ in 0...(2 * rank) {
      descend(&state, on: loss, model: model)
      guard escapesSaddles, state.addRow(on: loss, limit: min(rank, start.columns), noise: precision) else {
        break
      }
    }
    return Result(
      encoder: state.encoder.filled(toRows: rank), value: state.value,
      gradientNorm: state.gradient.frobeniusNorm, gradientNorms: state.history, evaluations: state.evaluations
    )
  }

  /// An encoder with the same Gram matrix and at most d rows.
  private static func atMostSquare(_ encoder: Matrix) throws(LinearAlgebraError) -> Matrix {
    guard encoder.rows > encoder.columns else { return encoder }
    return try SingularValues(of: encoder).leadingRows(encoder.columns)
  }

  /// How many steps may make neither the value nor the gradient smaller before a descent ends.
  private static let patience = 8

  /// Newton steps until the gradient has reached its rounding level, where steps stop making it smaller.
  private func descend<Loss: EncoderLoss>(_ state: inout DescentState, on loss: Loss, model: Loss?) {
    var model = model
    var scalesRows = scalesRows
    var radius = max(scalesRows ? state.encoder.gramNorm : state.encoder.frobeniusNorm, 1e-3)
    var patience = Self.patience
    for _ in 0..<stepLimit {
      let units = scalesRows ? state.orthogonalizeRows() : state.encoder.rowUnits
      let gradient = state.gradient.dividingRows(by: units)
      let norm = gradient.frobeniusNorm
      if norm <= gradientGoal { return }
      let (step, product) = state.truncatedNewtonStep(
        on: loss, model: model, radius: radius, units: units, central: scalesRows, goal: gradientGoal / 4)
      let predicted = -(gradient.inner(step) + step.inner(product) / 2)
      let length = step.frobeniusNorm
      guard predicted > 0, length > 0,
        let trial = state.trial(state.encoder + step.dividingRows(by: units), on: loss)
      else {
        radius /= 4
        if radius < 1e-12 * max(state.encoder.frobeniusNorm, 1e-12) { return }
        continue
      }
      let noise = precision * max(abs(state.value), 1)
      let decrease = state.value - trial.value
      let trialNorm = trial.gradient.dividingRows(by: units).frobeniusNorm
      // What the value cannot tell any more the slopes at both ends of the step can, by the trapezoid rule.
      let slopes = -(state.gradient + trial.gradient).dividingRows(by: units).inner(step) / 2
      let agreement = (predicted > noise ? decrease : slopes) / predicted
      let reachesBoundary = length > 0.8 * radius
      if agreement > 0.75, reachesBoundary { radius *= 2.5 }
      if agreement < 0.25 { radius = length / 4 }
      if model != nil, trialNorm > norm / 2 {
        // The model is wrong by more than the loss's smallest curvature.
        model = nil
        state.images = []
      }
      if agreement > 0.05 { state.accept(trial) }
      let dropped = state.dropSpareRow(on: loss, noise: noise)
      guard predicted <= noise, trialNorm > 0.9 * norm, !dropped else { continue }
      // The value tells nothing any more and the gradient does not fall. That is rounding, unless the slopes are well above
      // theirs: near a saddle and along a curved valley the gradient grows for some steps.
      patience -= 1
      guard patience == 0 || predicted <= 100 * gradientGoal * length else { continue }
      // Differences of the gradient along rows as they are may be too coarse for the smallest curvature.
      guard !scalesRows, norm > 1000 * gradientGoal else { return }
      (scalesRows, model, state.images) = (true, nil, [])
      radius = max(state.encoder.gramNorm, 1e-3)
      patience = Self.patience
    }
  }
}

extension Matrix {
  /// The Frobenius norm of the Gram matrix Bᵀ B, d × d, which is that of B Bᵀ, r × r.
  fileprivate var gramNorm: Double { timesTranspose(self).frobeniusNorm }
}
