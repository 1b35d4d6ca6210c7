import LinearAlgebra

/// Minimises InfoNCE of many classes over Gram matrices, where the integrals have so many dimensions that a sample takes their
/// place: the means over one sample are made stationary (sample average approximation; Shapiro 2003) by Newton steps with conjugate
/// gradients, Hessian products by differences, and a last step takes the gradient of a larger sample.
///
/// H is q × q, in coordinates of the span of the means, and stays positive definite. Where the minimiser has no full rank, a barrier
/// −μ log det H that is taken away step by step leads to it. What comes out is judged by a sample of its own.
struct SampleAverageNewton {
  /// In coordinates of the span of the means.
  let loss: SharedCovarianceInfoNCE
  private let moment: Matrix
  /// Of a twentieth of a second or so, and for the last step.
  private let (small, large): (SoftmaxSample, SoftmaxSample)
  private let start: Matrix

  init(_ loss: SharedCovarianceInfoNCE) throws {
    self.loss = loss
    moment = loss.secondMoment
    let classes = Double(loss.weights.count)
    small = SoftmaxSample(.descent, count: 1e5 / classes, batches: 128)
    large = SoftmaxSample(.descent, count: 2 * loss.nodeBudget * (100 / (classes * classes)), batches: 128)
    let inverse = try Cholesky(of: moment).solve(.identity(loss.dimension))
    start = loss.smallGram(inverse) + 1e-3 * inverse
  }

  /// The minimiser of the small sample's mean, roughly; nil where none was found.
  func minimizer() throws -> Matrix? {
    var (gram, step) = (start, 1.0)
    // Mostly none is needed.
    for barrier in [0, 1e-2, 1e-4, 1e-6, 1e-8] {
      if barrier == 1e-2 { gram = start }
      (gram, step) = try descend(from: gram, barrier: barrier * moment.inner(start) / Double(start.rows))
      if barrier == 0, step <= Self.goal { return gram }
    }
    return step <= Self.goal ? gram : nil
  }

  /// A Newton step with the large sample's gradient.
  /// - Returns: the Gram matrix, the value, and the size of the step relative to it.
  func refined(_ gram: Matrix) throws -> (gram: Matrix, value: Double) {
    let (value, there) = try evaluate(gram, large, withValue: true)
    let coordinates = try Coordinates(moment, there.spread)
    let step = try newtonStep(
      at: gram, gradient: there.lambda, base: evaluate(gram, small).at.lambda, coordinates, inverse: nil,
      barrier: 0)
    let moved = gram + step
    return (try SymmetricEigen(of: moved).values[0] > 0 ? moved : gram, value)
  }

  /// The relative size of a Newton step that is small enough.
  private static let goal = 1e-3

  private func descend(from start: Matrix, barrier: Double) throws -> (Matrix, step: Double) {
    var gram = start
    var at = try evaluate(gram, small).at
    for _ in 0..<30 {
      let eigen = try SymmetricEigen(of: gram)
      let inverse = eigen.map { 1 / $0 }
      let coordinates = try Coordinates(moment, at.spread)
      let gradient = at.lambda - barrier * inverse
      let norm = coordinates.pulled(gradient).frobeniusNorm
      if norm <= Self.goal * gram.frobeniusNorm { return (gram, norm / gram.frobeniusNorm) }
      let step = try newtonStep(
        at: gram, gradient: gradient, base: at.lambda, coordinates, inverse: inverse, barrier: barrier)
      var length = 1.0
      while length > 1e-3 {
        let trial = gram + length * step
        if try SymmetricEigen(of: trial).values[0] > 0.05 * eigen.values[0] {
          let there = try evaluate(trial, small).at
          let left = there.lambda - barrier * (try SymmetricEigen(of: trial).map { 1 / $0 })
          if coordinates.pulled(left).frobeniusNorm < norm {
            (gram, at) = (trial, there)
            break
          }
        }
        length /= 2
      }
      if length <= 1e-3 { break }
    }
    return (gram, .infinity)
  }

  /// By conjugate gradients.
  /// - Parameters:
  ///   - gradient: whose zero is wanted.
  ///   - base: Λ of the small sample, from which differences are taken.
  private func newtonStep(
    at gram: Matrix, gradient: Matrix, base: Matrix, _ coordinates: Coordinates, inverse: Matrix?,
    barrier: Double
  ) throws -> Matrix {
    var iteration = ConjugateGradients(gradient: coordinates.pulled(gradient))
    let norm = iteration.squaredResidual.squareRoot()
    // The forcing sequence of an inexact Newton method.
    let goal = norm * max(Self.goal, min(0.3, norm / gram.frobeniusNorm))
    for _ in 0..<40 {
      let direction = coordinates.matrix(iteration.direction)
      let size = 1e-4 * gram.frobeniusNorm / direction.frobeniusNorm
      var image = (1 / size) * (try evaluate(gram + size * direction, small).at.lambda - base)
      if let inverse { image += barrier * (inverse * direction * inverse) }
      let pulled = coordinates.pulled(image)
      let curvature = iteration.direction.inner(pulled)
      guard curvature > 0 else { break }
      iteration.advance(by: iteration.wholeLength(curvature: curvature), image: pulled)
      if iteration.squaredResidual.squareRoot() <= goal { break }
    }
    return coordinates.matrix(iteration.step)
  }

  /// The loss, Λ and I + N R Nᵀ at a symmetric matrix, by a sample.
  private func evaluate(_ gram: Matrix, _ sample: SoftmaxSample, withValue: Bool = false) throws -> (
    value: Double, at: (lambda: Matrix, spread: Matrix)
  ) {
    let (means, weights) = (loss.means, loss.weights)
    let images = gram * means
    let total = try SoftmaxMoments.sampled(
      weights: weights, means: means.transposeTimes(images).symmetricPart, directions: images.transposed,
      sample: sample, withValue: withValue)
    let curved = images * total.covariance
    let pulled = means * (total.posterior - loss.coupling)
    let lambda = (gram * moment + (curved + pulled).timesTranspose(means)).symmetricPart
    let spread =
      Matrix.identity(loss.dimension) + (means * total.covariance).timesTranspose(means).symmetricPart
    let value = (gram * moment).inner(gram) / 2 - (means * loss.coupling).inner(images) + total.logarithm
    return (value, (lambda, spread))
  }

  /// Coordinates in which the Hessian D ↦ sym(S D (I + N R Nᵀ)), which it would be if the softmax did not depend on x, is the identity.
  private struct Coordinates {
    private let vectors: Matrix
    private let scales: Matrix

    init(_ moment: Matrix, _ spread: Matrix) throws(LinearAlgebraError) {
      let pencil = try SymmetricDefinitePencil(moment, spread)
      vectors = pencil.vectors
      let values = pencil.values
      scales = Matrix(rows: values.count, columns: values.count) {
        (2 / (values[$0] + values[$1])).squareRoot()
      }
    }

    func matrix(_ coordinates: Matrix) -> Matrix {
      (vectors * coordinates.scaled(by: scales)).timesTranspose(vectors).symmetricPart
    }

    func pulled(_ gradient: Matrix) -> Matrix {
      vectors.transposeTimes(gradient * vectors).symmetricPart.scaled(by: scales)
    }
  }
}

extension SharedCovarianceInfoNCE {
  /// For encoders with as many rows as the means span dimensions, where their integrals are beyond the rules of lattices.
  func scouted(rank: Int) throws -> ScoutedMinimum<Self>? {
    let values = try SingularValues(of: means)
    let q = values.values.prefix { $0 > 1e-9 * (values.values.first ?? 0) }.count
    // Of fewer dimensions a rule mostly does it.
    guard q >= 6, rank >= q else { return nil }
    let basis = values.left.columns(0..<q)
    let inside = projected(on: basis)
    let newton = try SampleAverageNewton(inside)
    guard let rough = try newton.minimizer(), try !isProved(at: rough, inside) else { return nil }
    let (gram, value) = try newton.refined(rough)
    let encoder = (basis * (try gram.positiveRoot)).transposed
    let draws = finalBudget * min(500 / Double(weights.count * weights.count), 1)
    let gradient = try gramGradient(at: encoder, purpose: .certificate, draws: draws)
    return .found(encoder, value: value, gradient)
  }

  /// Whether a rule that a descent can take is of use there.
  private func isProved(at gram: Matrix, _ inside: Self) throws -> Bool {
    let images = gram * inside.means
    let directions = try ScoreDirections.principal(
      covariance: images.transposeTimes(images).symmetricPart, rank: gram.rows)
    return SoftmaxMoments.rule(
      directions: directions, target: integrationTarget, nodeBudget: nodeBudget
    ).isUseful
  }
}

extension Matrix {
  /// Entry by entry.
  fileprivate func scaled(by factors: Matrix) -> Matrix {
    Matrix(rows: rows, columns: columns) { self[$0, $1] * factors[$0, $1] }
  }
}
