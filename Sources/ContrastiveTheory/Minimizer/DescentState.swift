import LinearAlgebra

/// The iterate of ``TrustRegionNewton`` with its value and gradient, and the operations on it.
struct DescentState {
  var encoder: Matrix
  var value: Double
  var gradient: Matrix
  var evaluations = 1
  var history: [Double]
  /// The largest curvature seen so far.
  var steepest = 0.0
  /// Hessian products at the encoder, one a conjugate direction, which a step that is rejected leaves for the next.
  var images: [Matrix] = []

  init(loss: some EncoderLoss, encoder: Matrix) throws {
    self.encoder = encoder
    (value, gradient) = try loss.evaluate(encoder)
    history = [gradient.frobeniusNorm]
    // The gradient of a zero row is zero, so that it would stay zero and only blur the Hessian.
    removeZeroRows()
  }

  /// Eigenvalues of Λ closer to zero than this are rounding. Off the optimum's row space they often are zero exactly.
  var visibleCurvature: Double { 1e-9 * max(steepest, 1) }

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

  /// The gradient of a loss somewhere; nil where it cannot be computed.
  mutating func probe(_ encoder: Matrix, on model: some EncoderLoss) -> Matrix? {
    evaluations += 1
    guard let gradient = try? model.gradient(encoder), gradient.isFinite else { return nil }
    return gradient
  }

  private mutating func removeZeroRows() {
    let kept = (0..<encoder.rows).filter { i in encoder.row(i).contains { $0 != 0 } }
    guard kept.count < encoder.rows else { return }
    encoder = Matrix(rows: kept.count, columns: encoder.columns) { encoder[kept[$0], $1] }
    gradient = Matrix(rows: kept.count, columns: gradient.columns) { gradient[kept[$0], $1] }
    images = []
  }
}

extension SingularValues {
  /// s vᵀ of the largest singular values: all of these rows have the Gram matrix of the matrix.
  func leadingRows(_ count: Int) -> Matrix {
    right.columns(0..<count).scalingColumns(by: Array(values.prefix(count))).transposed
  }
}

extension Matrix {
  /// 1 for every row.
  var rowUnits: [Double] { [Double](repeating: 1, count: rows) }

  /// The rows of this matrix followed by those of another.
  func above(_ other: Matrix) -> Matrix { transposed.besides(other.transposed).transposed }
}
