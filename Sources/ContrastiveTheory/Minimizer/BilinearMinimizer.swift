import Evidence
import LinearAlgebra
import RandomNumbers

/// The computed minimiser of CLIP over all bilinear forms, with its certificate.
public struct BilinearMinimizer: Sendable {
  /// M = Aᵀ D, d_x × d_y.
  public let form: Matrix
  /// L_xᵀ M L_y: the form in whitened coordinates, where both covariances are the identity.
  public let whitenedForm: Matrix
  /// How far the whitened form is from the true minimiser, Frobenius norm. The loss is 1-strongly convex, so that it is
  /// at most the gradient that is left: |M − M*| ≤ |gradient| + its error.
  public let distance: ErrorBudget
  /// The loss of the true minimiser; by strong convexity it is at most |gradient|²/2 below that of the computed one.
  public let minimumValue: Estimate
  /// The norm of the gradient at the form, whitened coordinates.
  public let gradientNorm: Double
  /// The number of Newton steps.
  public let steps: Int

  let whitening: (x: DoubleDoubleCholesky, y: DoubleDoubleCholesky)
}

extension CLIP {
  /// Minimises the loss over all bilinear forms, and certifies the result.
  ///
  /// The solver sees values and gradients, never the mixtures or their Fisher subspaces: its start fills all d_x × d_y
  /// entries. A few Newton steps, each some tens of gradients.
  /// - Parameters:
  ///   - start: whitened, d_x × d_y; nil takes small random numbers of a fixed key.
  ///   - stepLimit: after so many Newton steps the solver stops, and the certificate says how far it came.
  /// - Throws: ``IntegrationError`` where the scores overflow at the start.
  public func minimizer(start: Matrix? = nil, stepLimit: Int = 60) throws -> BilinearMinimizer {
    var generator = CounterBasedGenerator(key: 0xc11b)
    let (rows, columns) = (pairs.x.dimension, pairs.y.dimension)
    // Scores of about a unit at most, however far off the centre the means are: where they are hundreds the loss is nearly linear, and
    // Newton's steps lead astray.
    let moments = whitenedSecondMoments
    let spread = (moments.x.trace * moments.y.trace).squareRoot()
    let scale = min(0.3 / Double(rows * columns).squareRoot(), 1 / spread)
    let start = start ?? scale * Matrix.normal(rows: rows, columns: columns, using: &generator)
    precondition(start.rows == rows && start.columns == columns, "a start is a d_x by d_y matrix")
    let model = targeting(1e-6)
    let (point, steps) = try ConvexNewton(stepLimit: stepLimit).minimize(
      from: start, model: { try model.evaluate($0, withValue: false).gradient }, { try evaluate($0) })
    let end = try certified(point)
    let norm = end.gradient.frobeniusNorm
    let distance =
      ErrorBudget.proved([.certificate: (1 + 0x1p-30) * norm, .rounding: GramGradient.underflow])
      + end.gradientError
    let descent = ErrorBudget.proved([.certificate: (1 + 0x1p-30) / 2 * distance.total * distance.total])
    return BilinearMinimizer(
      form: unwhitened(point), whitenedForm: point, distance: distance,
      minimumValue: Estimate(end.value.value, budget: end.value.budget + descent), gradientNorm: norm,
      steps: steps, whitening: whitening)
  }
}
