import Evidence
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
    case sampled(value: Double, images: [Double])
  }
  private let errors: Errors

  /// What a sample's image may be wrong by, Frobenius norm; nil where the sums are those of a rule.
  var imageError: Double? { if case .sampled(_, let images) = errors { images.last } else { nil } }

  /// What the errors are of: with a sample in place of a rule a bound is one at a level of confidence (Proofs/Certificate.md, S15).
  var errorSource: ErrorBudget.Source { imageError == nil ? .integration : .statistical }

  /// What the value may be wrong by.
  var valueError: Double {
    switch errors {
    case .proved(let rule, let reach, let lightest, let count):
      rule.logarithmError(reach: reach, lightest: lightest, count: count)
    case .sampled(let value, _): value
    }
  }

  /// What P may be wrong by in the Frobenius norm: certainly for a ``LatticeRule``, for a ``SoftmaxSample`` but with the
  /// probability of its purpose.
  var posteriorError: Double {
    switch errors {
    case .proved(let rule, _, _, _): rule.probabilityError
    case .sampled(_, let images): images[0]
    }
  }

  /// What R may be wrong by in the Frobenius norm.
  var covarianceError: Double {
    switch errors {
    case .proved(let rule, _, _, _): rule.covarianceError
    case .sampled(_, let images): images[1]
    }
  }

  /// What rounding may add to P and to R, each entry of the softmax in the sum over all: of the nodes' weights, of the exponents and
  /// their exponentials, of sums and quotients (Proofs/Certificate.md, S10).
  let roundingError: Double

  /// A rule's bound above this is no use, unless no less was asked for, and that of a sample takes its place.
  static let usefulBound = 1e-4

  /// Integrates by the cheapest lattice rule that reaches `target` within `nodeBudget` nodes, and where its bound says
  /// nothing by a sample.
  ///
  /// A lattice is a product of axes, so exp(C z) is a product of tabulated factors: there is no exponential at a node.
  /// Cost: nodes × (K² for the value's logarithms, K³/2 multiplications).
  /// - Parameters:
  ///   - weights: w of the components.
  ///   - scoreWeights: v of the scores; nil takes w.
  ///   - means: scores × components.
  ///   - directions: C, scores × n, whose weighted row mean is zero if the value is asked for.
  ///   - purpose: which sample takes the place of a rule.
  ///   - draws: how many it has; nil takes no more time than a budget of a tenth at K = 10.
  ///   - image: of the moments, whose error is asked for as well.
  /// - Throws: ``IntegrationError/scoresTooSpread`` where exp of a score would overflow.
  init(
    weights: [Double], scoreWeights: [Double]? = nil, means: Matrix, directions: Matrix, target: Double,
    nodeBudget: Double, withValue: Bool, purpose: SoftmaxSample.Purpose = .descent, draws: Double? = nil,
    image: SoftmaxSample.Image<SoftmaxSums.Total>? = nil
  ) throws(IntegrationError) {
    let scoreWeights = scoreWeights ?? weights
    let count = scoreWeights.count
    let (rule, isUseful) = Self.rule(directions: directions, target: target, nodeBudget: nodeBudget)
    let reach = Self.reach(of: directions)
    let axes = Double(directions.columns)
    let farthestNode = isUseful ? rule.radius : axes.squareRoot() + 10
    guard reach * (farthestNode + 2) < 300, means.isFinite else { throw .scoresTooSpread }

    let (sums, shiftedValue, farthest) = Self.sums(
      weights: weights, scoreWeights: scoreWeights, means: means, directions: directions, withValue: withValue
    )
    let ofExponents = 2 * (axes * axes.squareRoot() * reach + 5 * axes + 4 + farthest)
    func rounding(longestSum: Int, ofCells: Double) -> Double {
      (8 * axes + ofCells + ofExponents + Double(longestSum + 2 * count + 8)) * .ulpOfOne / 2
    }

    let total: SoftmaxSums.Total
    if isUseful {
      total = sums.total(over: rule)
      // The exponents of a node's weight have the logarithm of the steps in them.
      let ofCells = rule.steps.reduce(0) { $0 + 3 * abs(log($1 / (2 * Double.pi).squareRoot())) + 3 }
      roundingError = rounding(longestSum: SoftmaxSums.longestSum, ofCells: ofCells)
      errors = .proved(rule, reach: reach, lightest: scoreWeights.min() ?? 1, count: count)
    } else {
      let sample = SoftmaxSample(
        purpose, count: draws ?? nodeBudget / 20 * pow(10 / Double(max(count, 10)), 2))
      let bounds: [Double]
      let images = Self.parts(weights: weights, spread: 2 * reach) + (image.map { [$0] } ?? [])
      (total, bounds) = sample.total(of: sums, images: images)
      roundingError = rounding(longestSum: sample.longestSum(components: weights.count), ofCells: 0)
      errors = .sampled(value: sample.error(ofLipschitz: reach), images: bounds)
    }
    value = total.logarithm + shiftedValue
    posterior = total.posterior
    covariance = total.covariance
  }

  /// The means over a sample alone, their errors unknown, with the value for a logarithm.
  static func sampled(
    weights: [Double], means: Matrix, directions: Matrix, sample: SoftmaxSample, withValue: Bool
  ) throws(IntegrationError) -> SoftmaxSums.Total {
    guard reach(of: directions) * (Double(directions.columns).squareRoot() + 12) < 300, means.isFinite else {
      throw .scoresTooSpread
    }
    let (sums, shiftedValue, _) = sums(
      weights: weights, scoreWeights: weights, means: means, directions: directions, withValue: withValue)
    var total = sample.total(of: sums, images: []).mean
    total.logarithm += shiftedValue
    return total
  }

  /// |C|: the longest row.
  private static func reach(of directions: Matrix) -> Double {
    (0..<directions.rows).reduce(0) { max($0, directions.rowNorm($1)) }
  }

  /// The sums for these scores, what was taken from their logarithm, and the largest distance of a mean score from the largest.
  private static func sums(
    weights: [Double], scoreWeights: [Double], means: Matrix, directions: Matrix, withValue: Bool
  ) -> (SoftmaxSums, shiftedValue: Double, farthest: Double) {
    // Column k of `factors`: w_l exp(mean score of l under k), scaled by the largest so that nothing overflows.
    let scores = scoreWeights.indices
    let shifts = weights.indices.map { k in scores.reduce(-Double.infinity) { max($0, means[$1, k]) } }
    let factors = Matrix(rows: scores.count, columns: weights.count) { l, k in
      scoreWeights[l] * exp(means[l, k] - shifts[k])
    }
    let farthest = scores.reduce(0) { farthest, l in
      weights.indices.reduce(farthest) { max($0, abs(means[l, $1] - shifts[$1])) }
    }
    let sums = SoftmaxSums(directions: directions, weights: weights, factors: factors, withValue: withValue)
    return (sums, zip(weights, shifts).reduce(0) { $0 + $1.0 * $1.1 }, farthest)
  }

  /// P and R themselves.
  /// - Parameter spread: by how much a difference of two scores can grow along a unit vector.
  static func parts(weights: [Double], spread: Double) -> [SoftmaxSample.Image<SoftmaxSums.Total>] {
    let size = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return [
      SoftmaxSample.Image(variation: .lipschitz(spread * size / 8.0.squareRoot()), map: \.posterior),
      SoftmaxSample.Image(variation: .lipschitz(spread), map: \.covariance),
    ]
  }

  /// The lattice rule for these scores, and whether its sums are taken, not those of a sample.
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
    // Of more dimensions the bound's shells are not proved.
    return (rule, isUseful: directions.columns <= 24 && rule.covarianceError <= max(usefulBound, 64 * target))
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
