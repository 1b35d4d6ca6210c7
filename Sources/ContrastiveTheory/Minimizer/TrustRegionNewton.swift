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
  /// otherwise found late. Hessian products by central differences then, at twice the cost.
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
  ///   - model: a cheaper approximation of the loss that gives the Hessian; nil takes the loss itself.
  ///   - start: at most r rows of d.
  ///   - rank: r, the number of rows of the result; nil takes the start's.
  /// - Throws: what the loss throws at the start.
  public func minimize<Loss: EncoderLoss>(
    _ loss: Loss, model: Loss? = nil, from start: Matrix, rank: Int? = nil
  ) throws -> Result {
    let rank = rank ?? start.rows
    var state = try State(loss: loss, encoder: Self.atMostSquare(start))
    for _ in 0...(2 * rank) {
      descend(&state, on: loss, model: model)
      guard escapesSaddles, state.addRow(on: loss, limit: min(rank, start.columns), noise: precision) else {
        break
      }
    }
    let padding = Matrix(rows: rank - state.encoder.rows, columns: loss.dimension)
    return Result(
      encoder: state.encoder.above(padding), value: state.value, gradientNorm: state.gradient.frobeniusNorm,
      gradientNorms: state.history, evaluations: state.evaluations)
  }

  /// An encoder with the same Gram matrix and at most d rows.
  private static func atMostSquare(_ encoder: Matrix) throws(LinearAlgebraError) -> Matrix {
    guard encoder.rows > encoder.columns else { return encoder }
    let decomposition = try SingularValues(of: encoder)
    return decomposition.right.scalingColumns(by: decomposition.values).transposed
  }

  /// Newton steps until the gradient has reached its rounding level, where steps stop making it smaller.
  private func descend<Loss: EncoderLoss>(_ state: inout State, on loss: Loss, model: Loss?) {
    var radius = max(scalesRows ? state.encoder.gramNorm : state.encoder.frobeniusNorm, 1e-3)
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
      let agreement = predicted > noise ? decrease / predicted : (trialNorm < norm ? 1 : 0)
      let reachesBoundary = length > 0.8 * radius
      if agreement > 0.75, reachesBoundary { radius *= 2.5 }
      if agreement < 0.25 { radius = length / 4 }
      if agreement > 0.05 { state.accept(trial) }
      // Where neither the value nor the gradient can tell progress any more, rounding has been reached, unless a row
      // that is not needed blurs the picture.
      let dropped = state.dropSpareRow(on: loss, noise: noise)
      // In units of the rows a step that is much longer than rounding and yet makes the gradient grow was too long, and
      // one that ends at the boundary too short.
      let isVisible = length > 1e-13 * max(state.encoder.gramNorm, 1e-3)
      let isHeldBack = scalesRows && isVisible && (reachesBoundary || trialNorm > norm)
      if predicted <= noise, trialNorm > 0.9 * norm, !dropped, !isHeldBack { return }
    }
  }
}

/// The iterate with its value and gradient, and the operations on it.
private struct State {
  var encoder: Matrix
  var value: Double
  var gradient: Matrix
  var evaluations = 1
  var history: [Double]
  /// The largest curvature seen so far.
  private var steepest = 0.0
  /// Hessian products at the encoder, one a conjugate direction, which a step that is rejected leaves for the next.
  private var images: [Matrix] = []

  init(loss: some EncoderLoss, encoder: Matrix) throws {
    self.encoder = encoder
    (value, gradient) = try loss.evaluate(encoder)
    history = [gradient.frobeniusNorm]
    // The gradient of a zero row is zero, so that it would stay zero and only blur the Hessian.
    removeZeroRows()
  }

  /// Eigenvalues of Λ closer to zero than this are rounding. Off the optimum's row space they often are zero exactly.
  private var visibleCurvature: Double { 1e-9 * max(steepest, 1) }

  struct Trial {
    let encoder: Matrix
    let value: Double
    let gradient: Matrix
  }

  mutating func trial(_ encoder: Matrix, on loss: some EncoderLoss) -> Trial? {
    evaluations += 1
    guard let (value, gradient) = try? loss.evaluate(encoder), value.isFinite, gradient.isFinite else {
      return nil
    }
    return Trial(encoder: encoder, value: value, gradient: gradient)
  }

  mutating func accept(_ trial: Trial) {
    (encoder, value, gradient) = (trial.encoder, trial.value, trial.gradient)
    images = []
    history.append(gradient.frobeniusNorm)
  }

  /// Turns the rows so that they are orthogonal, which leaves the Gram matrix as it is.
  /// - Returns: their lengths, but none below 1e-7 of the longest.
  mutating func orthogonalizeRows() -> [Double] {
    guard let decomposition = try? SingularValues(of: encoder) else { return encoder.rowUnits }
    encoder = decomposition.left.transposeTimes(encoder)
    gradient = decomposition.left.transposeTimes(gradient)
    images = []
    let longest = decomposition.values.first ?? 1
    return decomposition.values.map { max($0, 1e-7 * longest, .leastNormalMagnitude) }
  }

  /// The Hessian along a direction, both in units of the rows, by a difference of gradients; nil where the loss cannot be
  /// computed.
  /// - Parameter base: the gradient at the encoder for a forward difference, nil for a central one.
  private mutating func hessian(
    along direction: Matrix, units: [Double], base: Matrix?, on model: some EncoderLoss
  ) -> Matrix? {
    let step = direction.dividingRows(by: units)
    if let base {
      let size = 1.5e-8 * max(encoder.frobeniusNorm, 1e-3) / direction.frobeniusNorm
      guard let ahead = probe(encoder + size * step, on: model) else { return nil }
      return (1 / size) * (ahead - base).dividingRows(by: units)
    }
    // No row may change by much of its length.
    let change = units.indices.map { i in step.rowNorm(i) / units[i] }.max() ?? 0
    let size = 1e-3 / change
    guard let ahead = probe(encoder + size * step, on: model),
      let behind = probe(encoder - size * step, on: model)
    else { return nil }
    return (0.5 / size) * (ahead - behind).dividingRows(by: units)
  }

  private mutating func probe(_ encoder: Matrix, on model: some EncoderLoss) -> Matrix? {
    evaluations += 1
    guard let gradient = try? model.gradient(encoder), gradient.isFinite else { return nil }
    return gradient
  }

  /// Steihaug's conjugate gradients: a step inside the radius that lowers the quadratic model, and the Hessian times it.
  /// - Parameters:
  ///   - model: what gives the Hessian; nil takes the loss, whose gradient at the encoder is known.
  ///   - goal: a norm of the quadratic model's gradient that is small enough.
  mutating func truncatedNewtonStep<Loss: EncoderLoss>(
    on loss: Loss, model: Loss?, radius: Double, units: [Double], central: Bool, goal: Double
  ) -> (step: Matrix, product: Matrix) {
    var step = Matrix(rows: encoder.rows, columns: encoder.columns)
    var product = step
    var base: Matrix?
    if !central, let model {
      base = probe(encoder, on: model)
      guard base != nil else { return (step, product) }
    } else if !central {
      base = gradient
    }
    let precision = central ? 1e-9 : 1e-6
    var residual = gradient.dividingRows(by: units)
    var direction = -residual
    var squared = residual.inner(residual)
    let start = squared.squareRoot()
    var largest = central ? 0 : steepest
    // The forcing sequence min(1/10, |g|) makes the outer convergence quadratic, as far as the differences carry it.
    let goal = max(start * max(precision, min(0.1, start)), goal)
    for index in 0..<(8 * encoder.rows + 30) {
      if index == images.count {
        guard let image = hessian(along: direction, units: units, base: base, on: model ?? loss) else {
          break
        }
        images.append(image)
      }
      let curved = images[index]
      let square = direction.inner(direction)
      let slope = curved.frobeniusNorm / square.squareRoot()
      // In units of the rows curvatures are those of other directions.
      if !central { steepest = max(steepest, slope) }
      largest = max(largest, slope)
      // Turning the rows of B among themselves changes nothing, so that there are always flat directions; along them a
      // difference of gradients is noise of either sign, and following it would be a long step to nowhere.
      let visible = precision * largest * square
      var curvature = direction.inner(curved)
      if abs(curvature) < visible {
        if step.frobeniusNorm > 0 { break }
        curvature = visible
      }
      let whole = curvature > 0 ? squared / curvature : .infinity
      let next = step + whole * direction
      if curvature <= 0 || next.frobeniusNorm >= radius {
        let length = Self.toBoundary(step, direction, radius)
        return (step + length * direction, product + length * curved)
      }
      step = next
      product += whole * curved
      residual += whole * curved
      let newSquared = residual.inner(residual)
      if newSquared.squareRoot() <= goal { break }
      direction = -residual + (newSquared / squared) * direction
      squared = newSquared
    }
    return (step, product)
  }

  /// The t ≥ 0 with |step + t direction| = radius.
  private static func toBoundary(_ step: Matrix, _ direction: Matrix, _ radius: Double) -> Double {
    let a = direction.inner(direction)
    let b = step.inner(direction)
    let c = step.inner(step) - radius * radius
    return (-b + max(b * b - a * c, 0).squareRoot()) / a
  }

  /// Removes the direction of B with the smallest singular value if that does not raise the loss visibly and the loss does
  /// not visibly curve downwards there, so that ``addRow(on:limit:noise:)`` would not bring it back.
  /// - Returns: whether a row was removed.
  mutating func dropSpareRow(on loss: some EncoderLoss, noise: Double) -> Bool {
    guard encoder.rows > 1, hasWeakRow, let decomposition = try? SingularValues(of: encoder) else {
      return false
    }
    let kept = encoder.rows - 1
    let rows = decomposition.right.columns(0..<kept).scalingColumns(
      by: Array(decomposition.values.prefix(kept)))
    guard let trial = trial(rows.transposed, on: loss), trial.value <= value + noise else { return false }
    let spare = decomposition.right.columns(kept..<encoder.rows)
    guard let image = gramGradient(times: spare, at: trial.encoder, on: loss),
      image.inner(spare) > -visibleCurvature
    else {
      return false
    }
    accept(trial)
    return true
  }

  /// Whether a singular value of the encoder is below a third of the largest, as that of a spare row is sooner or later.
  private var hasWeakRow: Bool {
    guard let squares = try? SymmetricEigen(of: encoder.timesTranspose(encoder)).values else { return true }
    return squares[0] < squares[squares.count - 1] / 9
  }

  /// Λ v at an encoder, from the gradient of a small extra row along v.
  private mutating func gramGradient(times v: Matrix, at encoder: Matrix, on loss: some EncoderLoss)
    -> Matrix?
  {
    let size = 1e-4 * max(encoder.frobeniusNorm, 1e-2)
    guard let gradient = probe(encoder.above((size * v).transposed), on: loss) else { return nil }
    return (0.5 / size) * gradient.rows(encoder.rows..<(encoder.rows + 1)).transposed
  }

  /// Looks for a direction v in which Λ has a negative eigenvalue, by Lanczos steps on gradients at [B; ε v], and adds a
  /// row along it. False when there is none, or no row is left.
  mutating func addRow(on loss: some EncoderLoss, limit: Int, noise: Double) -> Bool {
    guard encoder.rows < limit, let (direction, curvature) = lowestCurvature(on: loss) else { return false }
    let visible = noise * max(abs(value), 1)
    // The loss along the new row is curvature t² and a quartic, t⁴/2 for the smallest modulus that InfoNCE has; halving
    // from its minimiser finds a decrease.
    var size = max(-curvature, 0).squareRoot()
    while curvature < 0, size > 1e-6 {
      let row = Matrix(rowVectors: [direction.map { $0 * size }])
      if let trial = trial(encoder.above(row), on: loss), trial.value < value - visible {
        accept(trial)
        return true
      }
      size /= 2
    }
    // A decrease of about curvature² is soon lost in the error of the values, which differs between numbers of rows, when
    // the curvature itself is still certain.
    let row = Matrix(rowVectors: [direction.map { $0 * abs(curvature).squareRoot() }])
    guard curvature < -visibleCurvature, let trial = trial(encoder.above(row), on: loss) else { return false }
    accept(trial)
    return true
  }

  private mutating func removeZeroRows() {
    let kept = (0..<encoder.rows).filter { i in encoder.row(i).contains { $0 != 0 } }
    guard kept.count < encoder.rows else { return }
    encoder = Matrix(rows: kept.count, columns: encoder.columns) { encoder[kept[$0], $1] }
    gradient = Matrix(rows: kept.count, columns: gradient.columns) { gradient[kept[$0], $1] }
    images = []
  }

  /// The lowest Ritz pair of Λ on a Krylov space of a fixed start.
  private mutating func lowestCurvature(on loss: some EncoderLoss) -> (direction: [Double], value: Double)? {
    let d = encoder.columns
    var generator = CounterBasedGenerator(key: 0x5add1e)
    var vectors = [Matrix.normal(rows: d, columns: 1, using: &generator)]
    vectors[0] = (1 / vectors[0].frobeniusNorm) * vectors[0]
    var images: [Matrix] = []
    while images.count < min(d, 12), let last = vectors.last {
      guard let image = gramGradient(times: last, at: encoder, on: loss) else { return nil }
      images.append(image)
      var next = image
      for _ in 0..<2 {
        for vector in vectors { next = next - next.inner(vector) * vector }
      }
      let norm = next.frobeniusNorm
      guard norm > 1e-10 * image.frobeniusNorm else { break }
      vectors.append((1 / norm) * next)
    }
    let basis = Matrix(columnVectors: vectors.prefix(images.count).map(\.storage))
    let projected = basis.transposeTimes(Matrix(columnVectors: images.map(\.storage))).symmetricPart
    guard let ritz = try? SymmetricEigen(of: projected), let lowest = ritz.values.first else { return nil }
    return ((basis * ritz.vectors.columns(0..<1)).storage, lowest)
  }
}

extension Matrix {
  /// 1 for every row.
  fileprivate var rowUnits: [Double] { [Double](repeating: 1, count: rows) }

  fileprivate func dividingRows(by units: [Double]) -> Matrix {
    Matrix(rows: rows, columns: columns) { self[$0, $1] / units[$0] }
  }

  /// The Frobenius norm of the Gram matrix Bᵀ B, d × d, which is that of B Bᵀ, r × r.
  fileprivate var gramNorm: Double { timesTranspose(self).frobeniusNorm }

  fileprivate func rowNorm(_ i: Int) -> Double {
    row(i).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The rows of this matrix followed by those of another.
  fileprivate func above(_ other: Matrix) -> Matrix { transposed.besides(other.transposed).transposed }
}
