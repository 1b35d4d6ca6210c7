import Foundation
import LinearAlgebra

/// The Gaussian moments of a softmax that population InfoNCE needs (theory: section 2), for scores that are linear in
/// a normal vector: under component k the scores are s = means[·, k] + C z with z standard normal in n dimensions.
/// There are as many scores as components unless the scores have weights of their own, as between two modalities.
struct SoftmaxMoments {
  /// Σₖ wₖ Eₖ log Σ_l w_l exp(s_l), where it was asked for: its logarithms are half of the time.
  var value = 0.0
  /// P, components × scores: P[k, l] = wₖ Eₖ[p_l] with p the softmax of log v + s, v the scores' weights.
  private(set) var posterior: Matrix
  /// R, scores × scores: Σₖ wₖ Eₖ[diag(p) − p pᵀ].
  private(set) var covariance: Matrix

  /// Where the errors come from; computing them takes longer than a small integral.
  private enum Errors {
    case proved(LatticeRule, reach: Double, lightest: Double, count: Int)
    case estimated(value: Double, posterior: Double, covariance: Double)
  }
  private let errors: Errors

  /// Whether the errors are bounds, not estimates.
  var isProved: Bool {
    if case .proved = errors { true } else { false }
  }

  /// What the value may be wrong by.
  var valueError: Double {
    switch errors {
    case .proved(let rule, let reach, let lightest, let count):
      rule.logarithmError(reach: reach, lightest: lightest, count: count)
    case .estimated(let value, _, _): value
    }
  }

  /// What P may be wrong by in the Frobenius norm: proved for a ``LatticeRule``, estimated for a ``ShiftedLattice``.
  var posteriorError: Double {
    switch errors {
    case .proved(let rule, _, _, _): rule.probabilityError
    case .estimated(_, let posterior, _): posterior
    }
  }

  /// What R may be wrong by in the Frobenius norm.
  var covarianceError: Double {
    switch errors {
    case .proved(let rule, _, _, _): rule.probabilityError + rule.productError
    case .estimated(_, _, let covariance): covariance
    }
  }

  /// What rounding may add to P and to R, each entry of the softmax in the sum over all: of the nodes' weights, of the exponents and
  /// their exponentials, of sums and quotients (Proofs/Certificate.md, S10).
  let roundingError: Double

  /// A proved bound above this is no use, unless no less was asked for, and the estimate of a shifted lattice takes its
  /// place.
  private static let usefulBound = 1e-4

  /// Integrates by the cheapest lattice rule that reaches `target` within `nodeBudget` nodes, and where its bound says
  /// nothing by a shifted lattice.
  ///
  /// A lattice is a product of axes, so exp(C z) is a product of tabulated factors: there is no exponential at a node.
  /// Cost: nodes × (K² for the value's logarithms, K³/2 multiplications); the shifted lattice takes no more time than a
  /// budget of a tenth at K = 10.
  /// - Parameters:
  ///   - weights: w of the components.
  ///   - scoreWeights: v of the scores; nil takes w.
  ///   - means: scores × components.
  ///   - directions: C, scores × n, whose weighted row mean is zero if the value is asked for.
  /// - Throws: ``IntegrationError/scoresTooSpread`` where exp of a score would overflow.
  init(
    weights: [Double], scoreWeights: [Double]? = nil, means: Matrix, directions: Matrix, target: Double,
    nodeBudget: Double, withValue: Bool
  ) throws(IntegrationError) {
    let scoreWeights = scoreWeights ?? weights
    let count = scoreWeights.count
    let (rule, isUseful) = Self.rule(directions: directions, target: target, nodeBudget: nodeBudget)
    let reach = (0..<count).reduce(0) { reach, l in
      max(reach, (0..<directions.columns).reduce(0) { $0 + directions[l, $1] * directions[l, $1] })
    }.squareRoot()
    guard reach * (rule.radius + 2) < 300, means.isFinite else { throw .scoresTooSpread }

    // Column k of `factors`: w_l exp(mean score of l under k), scaled by the largest so that nothing overflows.
    let shifts = weights.indices.map { k in (0..<count).reduce(-Double.infinity) { max($0, means[$1, k]) } }
    let factors = Matrix(rows: count, columns: weights.count) { l, k in
      scoreWeights[l] * exp(means[l, k] - shifts[k])
    }
    let axes = Double(directions.columns)
    let farthest = (0..<count).reduce(0) { farthest, l in
      weights.indices.reduce(farthest) { max($0, abs(means[l, $1] - shifts[$1])) }
    }
    let ofExponents = 2 * (axes * axes.squareRoot() * reach + 5 * axes + 4 + farthest)
    let ofSums = Double(SoftmaxSums.longestSum + 2 * count + 8)
    roundingError = (8 * axes + ofExponents + ofSums) * .ulpOfOne / 2
    let shiftedValue = zip(weights, shifts).reduce(0) { $0 + $1.0 * $1.1 }
    let sums = SoftmaxSums(directions: directions, weights: weights, factors: factors, withValue: withValue)

    if isUseful {
      let total = sums.total(over: rule)
      value = total.logarithm + shiftedValue
      posterior = total.posterior
      covariance = total.covariance
      errors = .proved(rule, reach: reach, lightest: scoreWeights.min() ?? 1, count: count)
      return
    }
    let shiftedBudget = nodeBudget / 10 * pow(10 / Double(max(count, 10)), 3)
    let lattice = ShiftedLattice(dimension: directions.columns, nodeBudget: shiftedBudget)
    let totals = (0..<ShiftedLattice.shiftCount).map { sums.total(over: lattice, shift: $0) }
    let logarithms = Matrix(columnVectors: [totals.map(\.logarithm)])
    let mean = logarithms.storage.reduce(0, +) / Double(totals.count)
    value = mean + shiftedValue
    let spread = logarithms.map { $0 - mean }.frobeniusNorm
    let valueError = ShiftedLattice.errorFactor * spread / Double(totals.count - 1).squareRoot()
    let (posterior, posteriorError) = Self.mean(of: totals.map(\.posterior))
    let (covariance, covarianceError) = Self.mean(of: totals.map(\.covariance))
    self.posterior = posterior
    self.covariance = covariance
    errors = .estimated(value: valueError, posterior: posteriorError, covariance: covarianceError)
  }

  /// The lattice rule for these scores, and whether its sums are taken, not those of a shifted lattice.
  ///
  /// In fewer than four dimensions it needs few nodes, however many scores there are; else their time grows from ten scores on
  /// like their number, not like its cube.
  static func rule(
    directions: Matrix, target: Double, nodeBudget: Double
  ) -> (LatticeRule, isUseful: Bool) {
    let isSmall = directions.columns < 4
    let budget = isSmall ? nodeBudget : nodeBudget * pow(10 / Double(max(directions.rows, 10)), 2)
    let rule = LatticeRule(scores: directions, target: target, nodeBudget: budget)
    if isSmall, rule.expectedNodes <= 4 * budget { return (rule, isUseful: true) }
    let error = rule.probabilityError + rule.productError
    return (rule, isUseful: error <= max(usefulBound, 64 * target))
  }

  /// ``posteriorError`` and ``covarianceError`` of the moments that these arguments give, nil where they are estimates.
  static func provedErrors(
    directions: Matrix, target: Double, nodeBudget: Double
  ) -> (posterior: Double, covariance: Double)? {
    let (rule, isUseful) = rule(directions: directions, target: target, nodeBudget: nodeBudget)
    guard isUseful else { return nil }
    return (rule.probabilityError, rule.probabilityError + rule.productError)
  }

  /// The mean of the shifts' results, and what it may be wrong by in the Frobenius norm.
  private static func mean(of results: [Matrix]) -> (Matrix, error: Double) {
    let count = Double(results.count)
    let sum = results.dropFirst().reduce(results[0], +)
    let mean = (1 / count) * sum
    let squares = results.reduce(0) { $0 + ($1 - mean).inner($1 - mean) }
    return (mean, ShiftedLattice.errorFactor * (squares / (count - 1)).squareRoot())
  }
}

/// Why an integral could not be computed.
public enum IntegrationError: Error, Equatable, Sendable {
  /// The encoder is so large that exp of a score overflows.
  case scoresTooSpread
  /// The encoder is so large that the softmax of the scores changes too fast for a rule of a reasonable size.
  case scoresTooSteep
}

extension IntegrationError: CustomStringConvertible {
  /// The error as an English clause, without a full stop.
  public var description: String {
    switch self {
    case .scoresTooSpread: "the encoder is so large that the exponential of a score overflows"
    case .scoresTooSteep: "the encoder is so large that its integral would need too many nodes"
    }
  }
}
