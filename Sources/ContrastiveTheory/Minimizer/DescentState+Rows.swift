import LinearAlgebra
import RandomNumbers

// How rows of the encoder go and come.

extension DescentState {
  /// Removes the direction of B with the smallest singular value if that does not raise the loss visibly and the loss does
  /// not visibly curve downwards there, so that ``addRow(on:limit:noise:)`` would not bring it back.
  /// - Returns: whether a row was removed.
  mutating func dropSpareRow(on loss: some EncoderLoss, noise: Double) -> Bool {
    guard encoder.rows > 1, hasWeakRow, let decomposition = try? SingularValues(of: encoder) else {
      return false
    }
    let kept = encoder.rows - 1
    guard let trial = trial(decomposition.leadingRows(kept), on: loss), trial.value <= value + noise else {
      return false
    }
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
    func row(of length: Double) -> Matrix { Matrix(rowVectors: [direction.map { $0 * length }]) }
    while curvature < 0, size > 1e-6 {
      if let trial = trial(encoder.above(row(of: size)), on: loss), trial.value < value - visible {
        accept(trial)
        return true
      }
      size /= 2
    }
    // A decrease of about curvature² is soon lost in the error of the values, which differs between numbers of rows, when
    // the curvature itself is still certain.
    size = abs(curvature).squareRoot()
    guard curvature < -visibleCurvature, let longer = trial(encoder.above(row(of: size)), on: loss) else {
      return false
    }
    accept(longer)
    return true
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
