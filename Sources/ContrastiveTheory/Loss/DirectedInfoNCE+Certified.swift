import Evidence
import LinearAlgebra

extension DirectedInfoNCE {
  /// The loss at a form, and its gradient, d_from × d_to, with what it may be wrong by in the Frobenius norm.
  struct Evaluation {
    let value: Estimate
    let gradient: Matrix
    let gradientError: ErrorBudget
  }

  /// Value and gradient in 106 bits but for the integral, so that what is left to bound is its error (Proofs/Certificate.md, S14).
  ///
  /// The gradient is that at the form as it is; the value is also that of any form which is rounded to it. O(d_from d_to (d_from + K))
  /// plus the integral.
  /// - Parameter off: how far the form that is meant may be, over its norm, besides that rounding: what whitening did to it.
  func certified(_ form: Matrix, off: Double = 0) throws -> Evaluation {
    let (n, to, m) = (from.exactMeans, self.to.exactMeans, DoubleDoubleMatrix(form))
    let y = m * to
    let law = try ScoreLaw(images: y, of: n, weights: self.to.weights)
    let moments = try SoftmaxMoments(
      weights: from.weights, scoreWeights: self.to.weights, means: law.means, directions: law.directions,
      target: integrationTarget, nodeBudget: nodeBudget, withValue: true, purpose: .value)
    let pulled = DoubleDoubleMatrix(moments.posterior) - DoubleDoubleMatrix(coupling)
    let curved = m + n.scalingColumns(by: from.weights) * (n.transposed * m)
    let onMeans = n * pulled + y * DoubleDoubleMatrix(moments.covariance)
    let gradient = (curved + onMeans * to.transposed).high
    let scores = (n.transposed * y).high
    let quadratic = curved.high.inner(form) / 2
    let linear = Matrix(rows: scores.rows, columns: scores.columns) {
      from.weights[$0] * self.to.weights[$1] - coupling[$0, $1]
    }.inner(scores)

    let sizes = Sizes(self, form, off: off, y: y.high, onMeans: onMeans.high)
    let errors = sizes.errors(law, moments, gradient: gradient.frobeniusNorm)
    let ofSums = ErrorBudget.roundedProducts(
      form.rows * form.columns + scores.rows * scores.columns + 4,
      size: curved.high.frobeniusNorm * form.frobeniusNorm + 2 * scores.frobeniusNorm + abs(moments.value))
    func budget(integration: Double, rounding: Double) -> ErrorBudget {
      .proved([moments.errorSource: integration, .rounding: rounding])
    }
    return Evaluation(
      value: Estimate(
        quadratic + linear + moments.value,
        budget: budget(integration: moments.valueError, rounding: errors.value) + ofSums),
      gradient: gradient,
      gradientError: budget(
        integration: sizes.onGradient(moments.posteriorError, moments.covarianceError),
        rounding: errors.gradient))
  }

  /// The norms by which errors of the means, the weights and the scores become errors of the loss.
  private struct Sizes {
    private let from: (norm: Double, error: Double)
    private let to: (norm: Double, error: Double)
    private let (form, images, onMeans): (Double, Double, Double)
    private let (weightsError, formError): (Double, Double)

    init(_ loss: DirectedInfoNCE, _ form: Matrix, off: Double, y: Matrix, onMeans: Matrix) {
      from = (loss.from.means.frobeniusNorm, loss.from.meansError)
      to = (loss.to.means.frobeniusNorm, loss.to.meansError)
      (self.form, images, self.onMeans) = (form.frobeniusNorm, y.frobeniusNorm, onMeans.frobeniusNorm)
      weightsError = Double(loss.from.weights.count + loss.to.weights.count + 4) * .ulpOfOne
      formError = (.ulpOfOne + off) * form.frobeniusNorm
    }

    /// |N_x E_P N_yᵀ + M N_y E_R N_yᵀ|.
    func onGradient(_ posterior: Double, _ covariance: Double) -> Double {
      to.norm * (from.norm * posterior + images * covariance)
    }

    func errors(
      _ law: ScoreLaw, _ moments: SoftmaxMoments, gradient: Double
    ) -> (value: Double, gradient: Double) {
      let count = Double(law.means.rows)
      let turned = to.error * form * to.norm
      let ofScores =
        law.error + (from.error + to.error) * form * from.norm * to.norm
        + 2 * count.squareRoot() * turned * (images + turned)
      let curvature = from.norm * from.norm * form
      let onMeans =
        from.error * 2 * from.norm * (from.norm * form + to.norm)
        + to.error * to.norm * (self.onMeans + form * to.norm)
      let ofSoftmax = onGradient(
        moments.roundingError + ofScores + weightsError,
        3 * moments.roundingError + 4 * ofScores + weightsError)
      // The scores and, with the logarithm of their sum, what they reach on average.
      let reach =
        1 + 2 * law.means.largestEntry
        + Double(law.directions.columns).squareRoot() * law.directions.frobeniusNorm
      let curved = formError * (1 + from.norm * from.norm) * (1 + to.norm * to.norm)
      let ofValue = moments.roundingError * reach + 2 * ofScores + from.error * curvature * form
      let ofWeights = weightsError * (reach + 2 * from.norm * images + curvature * form)
      return (
        value: ofValue + ofWeights + formError * (gradient + curved),
        gradient: ofSoftmax + onMeans + weightsError * curvature + .ulpOfOne * gradient
      )
    }
  }
}
