import Evidence
import Foundation
import LinearAlgebra

extension GeneralInfoNCE {
  /// Λ at an encoder as it is, in 106 bits but for the integrals, so that what is left to bound is their error
  /// (Proofs/Certificate.md, S10). O(K² d² r) plus the integral.
  func gramGradient(at encoder: Matrix, look: SoftmaxSample.Purpose) throws -> GramGradient {
    let rows = try rows(of: encoder)
    var lambda = (exactMeans * DoubleDoubleMatrix(-1 * coupling)) * exactMeans.transposed
    var (integration, rounding) = (0.0, ofWeights * means.inner(means) + ofLaw(rows.high))
    for (weight, law) in zip(weights, try laws(at: rows)) {
      let moments = law.scores.moments(over: law.rule)
      lambda.add(DoubleDouble(weight), times: law.gradient(moments))
      integration += weight * law.integrationError
      rounding += weight * law.roundingError(moments, ofWeights: ofWeights)
    }
    let error = ErrorBudget.proved([.integration: integration, .rounding: rounding])
    return try gramGradient(lambda, at: encoder, rows, error: error, weightedError: error)
  }

  /// Λ at an encoder, as it was integrated at its rows.
  func gramGradient(
    _ lambda: DoubleDoubleMatrix, at encoder: Matrix, _ rows: DoubleDoubleMatrix, error: ErrorBudget,
    weightedError: ErrorBudget
  ) throws(LinearAlgebraError) -> GramGradient {
    let square = encoder.inner(encoder)
    let displacement =
      (DoubleDoubleMatrix(encoder).gram - rows.gram).normBound + 0x1p-90 * square + GramGradient.underflow
    let moved = try lipschitz(within: square) * displacement
    let (moment, momentError) = secondMoment(of: exactMeans)
    return GramGradient(
      basis: .identity(dimension), exactCore: lambda.symmetricPart, encoder: rows, moment: moment,
      momentError: momentError, error: error + .proved([.rounding: moved]), weightedError: weightedError,
      displacement: displacement)
  }

  /// Rows of an encoder with the same Gram matrix, orthogonal to rounding; without those so short that their square is rounding,
  /// each of which would cost an axis of the integrals.
  func rows(of encoder: Matrix) throws(LinearAlgebraError) -> DoubleDoubleMatrix {
    let spectrum = try SymmetricEigen(of: encoder.timesTranspose(encoder).symmetricPart)
    let floor = 0x1p-50 * (spectrum.values.last ?? 0)
    let kept = (spectrum.values.firstIndex { $0 > floor } ?? encoder.rows)..<encoder.rows
    let turn = DoubleDoubleMatrix(spectrum.vectors.columns(kept)).orthonormalised
    return turn.transposed * DoubleDoubleMatrix(encoder)
  }

  /// What the weights may be off by, over themselves, because they are divided by their sum to rounding.
  var ofWeights: Double { Double(weights.count + 4) * .ulpOfOne / 2 }

  func gradientChange(byMeansOff distance: Double, gram size: Double) -> Double {
    change(byLawOff: (1 + 0x1p-30) * distance / means.frobeniusNorm, gram: size)
  }

  /// The same where the whitened covariances, of which none has an eigenvalue below the modulus, are moved by at most a distance.
  func gradientChange(byCovariancesOff distance: Double, modulus: Double, gram size: Double) -> Double {
    change(byLawOff: 2 * distance / modulus, gram: size)
  }

  /// What an error of the mixture's law does to Λ at an encoder.
  func ofLaw(_ encoder: Matrix) -> Double {
    change(byLawOff: lawError + 0x1p-66, gram: encoder.inner(encoder))
  }

  private func change(byLawOff relative: Double, gram size: Double) -> Double {
    guard relative < 0x1p-10 else { return .infinity }
    let d = Double(dimension)
    let input = means.frobeniusNorm + widestCovariance.squareRoot() * pow(d * (d + 2), 0.25)
    let product = input * (means.frobeniusNorm + widestCovariance * size * input)
    return 6 * relative * product * (1 + size * product)
  }

  /// The laws of x and of the scores under each component, at an encoder of independent rows.
  func laws(at rows: DoubleDoubleMatrix) throws -> [ComponentLaw] {
    try weights.indices.map { k in
      try ComponentLaw(self, component: k, encoder: rows, target: integrationTarget / 100)
    }
  }
}

/// The law under one component with what it is integrated by.
struct ComponentLaw {
  /// Without what all have in common, which is nothing to the softmax and would be rounded.
  let scores: QuadraticScores
  let rule: LatticeRule
  private let law: EncodedLaw
  private let logWeights: [Double]

  fileprivate init(
    _ loss: GeneralInfoNCE, component k: Int, encoder: DoubleDoubleMatrix, target: Double
  ) throws {
    let law = try EncodedLaw(loss, component: k, encoder: encoder)
    let logWeights = loss.weights.map { log($0) }
    let half = DoubleDoubleMatrix(Matrix(rowVectors: [[0.5]]))
    let constants = loss.weights.indices.map { l in
      half * (law.pulledMean.transposed * (loss.exactMeans.columns(l..<(l + 1)) + law.others[l].mean))
        + DoubleDoubleMatrix(Matrix(rowVectors: [[logWeights[l]]]))
    }
    func deviations(_ terms: [DoubleDoubleMatrix]) -> [Matrix] {
      var common = DoubleDoubleMatrix(Matrix(rows: terms[0].rows, columns: terms[0].columns))
      for (weight, term) in zip(loss.weights, terms) { common.add(DoubleDouble(weight), times: term) }
      return terms.map { ($0 - common).high }
    }
    let gradients = deviations(law.others.map { law.pulled.transposed * $0.mean })
    scores = QuadraticScores(
      constants: deviations(constants).map { $0[0, 0] },
      gradients: Matrix(rows: gradients.count, columns: law.lift.columns) { gradients[$0][$1, 0] },
      forms: deviations(law.others.map { (law.pulled.transposed * $0.slope).symmetricPart }))
    // Once, at the end, more nodes are worth it.
    rule = try scores.rule(target: target, nodeBudget: 8 * loss.nodeBudget)
    (self.law, self.logWeights) = (law, logWeights)
  }

  /// Σ_l E p_l x yᵀ.
  fileprivate func gradient(_ moments: QuadraticScores.Moments) -> DoubleDoubleMatrix {
    let (mean, lift) = (law.mean, law.lift)
    var sum = DoubleDoubleMatrix(Matrix(rows: mean.rows, columns: mean.rows))
    for (l, other) in law.others.enumerated() {
      let first = DoubleDoubleMatrix(moments.first[l])
      let onMean = mean * DoubleDoubleMatrix(Matrix(rowVectors: [[moments.probability[l]]])) + lift * first
      let onSlope = mean * first.transposed + lift * DoubleDoubleMatrix(moments.second[l])
      sum = sum + onMean * other.mean.transposed + onSlope * other.slope.transposed
    }
    return sum
  }

  /// |x| times the largest |y| is at most a polynomial in |z| with these coefficients.
  private var growth: [Double] {
    let (a, b) = (law.mean.normBound, law.lift.normBound)
    let (c, d) = law.others.reduce((0, 0)) { (max($0.0, $1.mean.normBound), max($0.1, $1.slope.normBound)) }
    return [a * c, a * d + b * c, b * d]
  }

  /// What the rule's error does to the sum, Frobenius.
  var integrationError: Double {
    let product = growth
    return rule.error { product[0] + $0 * (product[1] + $0 * product[2]) }
  }

  /// What rounding does to the sum, Frobenius (Proofs/Certificate.md, S10): a relative error of each node's term that grows with
  /// its distance, in the mean over the nodes.
  /// - Parameter ofWeights: what the weights may be off by, over themselves.
  fileprivate func roundingError(_ moments: QuadraticScores.Moments, ofWeights: Double) -> Double {
    let (n, count) = (Double(scores.gradients.columns), Double(law.others.count))
    let width = 1 + n + n * (n + 1) / 2
    let reach = scores.reach
    let logarithm = logWeights.reduce(0) { max($0, abs($1)) }
    let steps = Double(QuadraticScores.longestSum) + 4 * n + 4 * count + 30 + 4 * logarithm
    let relative = [
      2 * (width + 4) * reach[0] + steps, 2 * (width + 4) * reach[1], 2 * (width + 4) * reach[2] + n / 2,
    ]
    var sum = 0.0
    for (i, size) in growth.enumerated() {
      for (j, error) in relative.enumerated() {
        sum += size * (error * .ulpOfOne / 2 + (j == 0 ? 3 * ofWeights : 0)) * moments.distances[i + j]
      }
    }
    return 1.001 * sum
  }
}
