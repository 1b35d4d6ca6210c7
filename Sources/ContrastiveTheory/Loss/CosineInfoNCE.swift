import Evidence
import Foundation
import LinearAlgebra

/// Population InfoNCE with cosine scores at a temperature τ, infinitely many negatives (theory: T64):
/// L(A) = −E cos(A x, A x′)/τ + E_x log E_y exp(cos(A x, A y)/τ).
///
/// For encoders of rank at most 3, any covariances. The direction of A x has a density in closed form, a mixture of projected normal
/// laws. Of rank 2 so has its image under a stretch of the plane, so that both expectations are sums over equidistant angles,
/// which converge exponentially in the number of nodes.
public struct CosineInfoNCE: Sendable {
  public let pairs: AugmentedPairs
  /// τ > 0.
  public let temperature: Double

  /// - Throws: ``CosineError/temperature(_:)`` unless τ is positive and finite.
  public init(_ pairs: AugmentedPairs, temperature: Double) throws(CosineError) {
    guard temperature > 0, temperature.isFinite else { throw .temperature(temperature) }
    self.pairs = pairs
    self.temperature = temperature
  }

  /// The loss at an encoder, r × d, of rank 1 to 3. Cost: the square of the number of nodes, which for rank 2 grows with the root of
  /// the ratio of the encoder's singular values and for rank 3 is fixed. There it is NaN where the outputs' directions are so nearly
  /// certain that the nodes do not see them.
  ///
  /// The error is proved (Proofs/T64_CosineSimilarity.md) up to rank 2, but where the encoder has more rows than its rank: what is then
  /// left out, being rounding, turns few outputs, the short ones, far, and how much that is is estimated. For rank 3 it is the
  /// difference to a coarser rule, an estimate.
  /// - Throws: ``CosineError/rank(_:)`` for another rank, `LinearAlgebraError` when an entry is not finite.
  public func value(_ encoder: Matrix) throws -> Estimate { try value(encoder, nodes: nil) }

  /// The same with so many nodes, a multiple of 8; nil takes as many as the error needs.
  func value(_ encoder: Matrix, nodes: Int?) throws -> Estimate {
    let root = try pairs.mixture.whitening.factor
    let decomposition = try SingularValues(of: encoder * root)
    let largest = decomposition.values.first ?? 0
    let rank = decomposition.values.prefix { $0 > 1e-12 * largest && $0 > 0 }.count
    guard SphereRule.dimensions.contains(rank) else { throw CosineError.rank(rank) }
    // Turning the output changes no cosine.
    let turn = DoubleDoubleMatrix(decomposition.left.columns(0..<rank)).orthonormalised
    let rows = turn.transposed * DoubleDoubleMatrix(encoder)
    let ratio = (decomposition.values.dropFirst(rank).first ?? 0) / decomposition.values[rank - 1]
    let leftOut = ratio > 0 ? 8 * ratio * (1 - log(ratio)) / temperature : 0
    // Long outputs are nearly at two opposite angles, in a range of the ratio; half of the stretch widens these and does not
    // narrow the others by more.
    let stretches = decomposition.values.prefix(rank).map { ($0 / largest).squareRoot() }
    var value =
      switch rank {
      case 1: line(rows)
      case 2: try plane(rows, stretch: stretches[1], nodes: nodes)
      default: try space(rows.high, stretches: stretches)
      }
    value.budget = value.budget + .computed([.rounding: leftOut])
    return value
  }

  /// The loss of the encoders whose row space is a line, which is the same for all of them, as far as the line is known
  /// (Proofs/T64_CosineSimilarity.md).
  /// - Throws: `LinearAlgebraError` when the within-class covariance is singular to rounding.
  package func value(along line: Subspace) throws -> Estimate {
    precondition(line.dimension == 1, "a line")
    let root = try pairs.mixture.whitening
    let (means, sine) = (root.solveLower(pairs.mixture.exactMeans), line.budget(whitenedBy: root))
    return self.line(line.exactBasis.transposed) {
      sine.scaled(by: 1.13 * means.columns($0..<($0 + 1)).normBound)
    }
  }

  /// The gradient at an encoder, r × d, of one to three independent rows, by a rule that resolves outputs of alike variances.
  /// - Throws: ``CosineError/rank(_:)`` for another number of rows, ``CosineError/unresolved`` where the rule does not see the outputs.
  public func gradient(_ encoder: Matrix) throws -> Matrix {
    guard SphereRule.dimensions.contains(encoder.rows) else { throw CosineError.rank(encoder.rows) }
    let (value, gradient) = SphericalCosineLoss(
      self, rule: try SphereRule(dimension: encoder.rows, angles: 56)
    ).evaluate(encoder)
    guard value.isFinite else { throw CosineError.unresolved }
    return gradient
  }

  func law(_ k: Int, of rows: DoubleDoubleMatrix) -> (
    mean: DoubleDoubleMatrix, covariance: DoubleDoubleMatrix
  ) {
    let covariance = DoubleDoubleMatrix(pairs.mixture.covariance(of: k))
    return (
      rows * pairs.mixture.exactMeans.columns(k..<(k + 1)),
      (rows * covariance * rows.transposed).symmetricPart
    )
  }

  /// One output: its sign is all that a cosine sees.
  /// - Parameter off: what the mean sign under a component may be off by.
  private func line(_ row: DoubleDoubleMatrix, off: (Int) -> ErrorBudget = { _ in .exact }) -> Estimate {
    let mixture = pairs.mixture
    let expected = (0..<mixture.componentCount).map { k in
      let law = law(k, of: row)
      let (mean, variance) = (law.mean.high[0, 0], law.covariance.high[0, 0])
      let value = erf(mean / (2 * variance).squareRoot())
      // The library's erf is within 8 units of its last place, and x erf′(x) is at most 1/2.
      return Estimate(value, budget: off(k) + .proved([.rounding: 8 * .ulpOfOne]))
    }
    let alignment = expected.indices.flatMap { k in
      expected.indices.map { pairs.weighed(pairs.coupling[k, $0]) * expected[k] * expected[$0] }
    }.sum
    let balance = zip(mixture.weights, expected).map { pairs.weighed($0) * $1 }.sum
    let scale = 1 / Estimate(exactly: temperature)
    let far = Estimate.exp(-2 * scale)
    func part(_ own: Estimate, _ other: Estimate) -> Estimate { own * .log(own + other * far) }
    let (positive, negative) = ((1 + balance) / 2, (1 - balance) / 2)
    return part(positive, negative) + part(negative, positive) + scale - scale * alignment
  }

  /// - Parameter stretches: of the axes, which are the output's.
  private func space(_ rows: Matrix, stretches: [Double]) throws -> Estimate {
    let angles = 56
    let values = try [40, angles].map { angles in
      let rule = try SphereRule(dimension: 3, angles: angles).stretched(by: stretches)
      return SphericalCosineLoss(self, rule: rule).evaluate(rows).value
    }
    let rounding = (Double(angles * angles) / 2).squareRoot() * 8 * .ulpOfOne * (1 + 1 / temperature)
    return Estimate(
      values[1],
      budget: .computed([.integration: abs(values[0] - values[1]), .rounding: rounding]))
  }
}

/// Why a cosine loss has no value.
public enum CosineError: Error, Equatable, Sendable {
  case temperature(Double)
  case rank(Int)
  /// The outputs' directions are so nearly certain that the integrals' nodes do not see them.
  case unresolved
}

extension CosineError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .temperature(let temperature): "temperature: found \(temperature), expected a number above 0"
    case .unresolved: "the components are too far apart for the integrals over directions"
    case .rank(let rank): "the encoder has rank \(rank), expected 1, 2 or 3"
    }
  }
}
