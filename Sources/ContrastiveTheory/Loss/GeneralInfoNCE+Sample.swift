import Evidence
import LinearAlgebra

// A sample in place of rules, where the rules need too many nodes (Proofs/Certificate.md, S17).

extension GeneralInfoNCE {
  /// Λ + C, and the mean covariance of y under the tilted mixture.
  func tilted(_ moments: TiltedMoments, _ pulled: [Matrix]) -> (gradient: Matrix, spread: Matrix) {
    var gradient = means.scalingColumns(by: weights).timesTranspose(moments.means)
    var spread = Matrix(rows: dimension, columns: dimension)
    for (k, covariance) in tiltedCovariances(moments).enumerated() {
      gradient += weights[k] * (pulled[k] * covariance)
      spread += weights[k] * covariance
    }
    return (gradient.symmetricPart, spread.symmetricPart)
  }

  /// Λ + C in 106 bits: what is certified is not to be wrong where a BLAS is.
  private func exactTilted(_ moments: TiltedMoments, _ pulled: [DoubleDoubleMatrix]) -> DoubleDoubleMatrix {
    var gradient = exactMeans.scalingColumns(by: weights) * DoubleDoubleMatrix(moments.means).transposed
    for (k, covariance) in tiltedCovariances(moments).enumerated() {
      gradient.add(DoubleDouble(weights[k]), times: pulled[k] * DoubleDoubleMatrix(covariance))
    }
    return gradient.symmetricPart
  }

  /// Of each component, the mean covariance of y under the tilted mixture.
  private func tiltedCovariances(_ moments: TiltedMoments) -> [Matrix] {
    weights.indices.map { k in
      var covariance = moments.covariances[k]
      for (l, other) in covariances.enumerated() { covariance += moments.probabilities[k, l] * other }
      return covariance
    }
  }

  /// The tilted laws at a Gram matrix, for draws of all of x: they are smooth in it.
  /// - Parameter roots: R with R Rᵀ = Σ, of each component.
  func tiltedSums(at gram: Matrix, roots: [Matrix]) -> TiltedSums {
    let laws = weights.indices.map { k in
      tiltedLaw(image: gram * means.columns(k..<(k + 1)).besides(roots[k]))
    }
    return TiltedSums(laws: laws, weights: weights, means: means, missed: 0)
  }

  private func tiltedLaw(image: Matrix) -> TiltedLaw {
    TiltedLaw(
      image: image,
      tilts: weights.indices.map { l in
        var tilt = covariances[l] * image
        for i in 0..<dimension { tilt[i, 0] += means[i, l] }
        return tilt
      })
  }

  /// Λ at an encoder by a sample, with what it may be wrong by but for the purpose's probability.
  func gramGradient(at encoder: Matrix, purpose: SoftmaxSample.Purpose, draws: Double) throws -> GramGradient
  {
    let rows = try rows(of: encoder)
    let sample = SoftmaxSample(purpose, count: draws)
    let radius = LatticeRule.radius(
      dimension: max(rows.rows, 1), target: 0.01 * purpose.falseAlarm / Double(sample.count))
    let laws = try weights.indices.map { k in
      try tiltedLaw(EncodedLaw(self, component: k, encoder: rows))
    }
    let sums = TiltedSums(
      laws: laws, weights: weights, means: means,
      missed: LatticeRule.tail(dimension: max(rows.rows, 1), radius: radius))
    let gram = rows.gram
    let exactPulled = exactCovariances.map { $0 * gram }
    let pulled = exactPulled.map(\.high)
    let (moment, momentError) = secondMoment(of: exactMeans)
    let (root, exactRoot) = (try Cholesky(of: moment), try DoubleDoubleCholesky(of: moment))
    let largest = max(try DoubleDoubleMatrix(moment).largestEigenvalueBound, 1) + momentError
    let reach = TiltedReach(sums, pulled: pulled, root: exactRoot, moment: largest, radius: radius)
    let weighted = SoftmaxSample.Image<TiltedMoments>(
      variation: .bounded(reach.range(covariances, pulled: pulled, root: exactRoot)),
      numbers: (covariances + pulled).flatMap(\.storage)
    ) { root.solveLower(tilted($0, pulled).gradient) }
    let (moments, errors) = sample.total(of: sums, images: [weighted])
    let coupled = exactMeans * DoubleDoubleMatrix(coupling) * exactMeans.transposed
    let lambda = exactTilted(moments, exactPulled) - coupled
    let rounding =
      ofWeights * means.inner(means) + ofLaw(rows.high)
      + reach.roundingError(
        longestSum: sample.longestSum(components: weights.count), ofWeights: ofWeights,
        widest: widestCovariance)
    func budget(_ factor: Double) -> ErrorBudget {
      .proved([.statistical: factor * errors[0], .rounding: rounding])
    }
    return try gramGradient(
      lambda, at: encoder, rows, error: budget(1.001 * largest.squareRoot()), weightedError: budget(1))
  }

  private func tiltedLaw(_ law: EncodedLaw) -> TiltedLaw {
    TiltedLaw(
      image: law.pulledMean.besides(law.pulled).high,
      tilts: law.others.map { $0.mean.besides($0.slope).high })
  }
}
