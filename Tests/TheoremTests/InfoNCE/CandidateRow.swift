import Foundation
import MixtureFamilies
import TheoremTesting

// What T24 looks at: an encoder of one row, whose loss is a sum over a line for every number of candidates.

/// A problem, an encoder of one row that no solver has seen, and a number of candidates.
struct CandidateRow: Sendable, Changeable {
  var problem: Problem
  /// In whitened coordinates, 1 × d.
  var row: Matrix
  /// N, at least 2.
  var candidates: Int

  var loss: FiniteNegativesInfoNCE {
    get throws { try FiniteNegativesInfoNCE(problem.pairs, candidates: candidates) }
  }

  /// 1 × d, in the original coordinates.
  var encoder: Matrix {
    get throws { try problem.mixture.root.solveTransposedLower(row.transposed).transposed }
  }

  /// The row's part outside F, which is off by ``turn`` times the row's length.
  private var outside: Matrix {
    get throws {
      let inside = try problem.mixture.whitenedFisherBasis
      return row - (row * inside).timesTranspose(inside)
    }
  }

  /// The sine of the angle of F's basis, and the rounding of two products with it.
  private var turn: Double {
    get throws { try problem.mixture.whitenedFisherError + 4 * Double(problem.mixture.dimension) * .ulpOfOne }
  }

  /// The share of |b|² inside F.
  var insideShare: Double { get throws { try 1 - outside.gram.trace / row.gram.trace } }

  /// "The loss is larger than that of the row's projection on F."
  var costOfOutside: Verdict {
    get throws {
      let (loss, inside) = (try loss, try row - outside)
      return try .less(
        loss.lineValue(atWhitened: inside, off: turn * row.frobeniusNorm),
        than: loss.lineValue(atWhitened: row))
    }
  }

  /// "The loss falls where the row's part outside F is made smaller", so that the row is no critical point.
  var pull: Verdict {
    get throws {
      let (slopes, outside) = (try loss.lineGradient(atWhitened: row), try outside)
      let (steep, length) = (slopes.gradient.frobeniusNorm, outside.frobeniusNorm)
      let turned = try turn * steep * row.frobeniusNorm
      return .positive(
        slopes.gradient.inner(outside), scale: steep * length,
        budget: slopes.budget.scaled(by: length) + .proved([.rounding: turned]))
    }
  }

  /// The row that a descent of the loss from this one ends at. Its solver sees values and gradients, not F.
  var descended: CandidateRow {
    get throws {
      let (coarse, loss, root) = (try loss.rows(step: 2), try loss, Double.ulpOfOne.squareRoot())
      var solver = TrustRegionNewton()
      (solver.precision, solver.gradientGoal) = (root / 16, 64 * root)
      let near = try solver.minimize(coarse, from: row).encoder
      (solver.precision, solver.gradientGoal) = (512 * .ulpOfOne, 65536 * .ulpOfOne)
      return with(\.row, try solver.minimize(loss.rows(), model: coarse, from: near).encoder)
    }
  }

  /// "The critical point that this row is, to rounding, lies in F." Measured: the share of the row outside F. There the gradient
  /// is that by |b|, times the row over |b| (theory: T24, S2), so that the gradient that is left over bounds it.
  var criticalContainment: Verdict {
    get throws {
      let (slopes, outside, size) = (try loss.lineGradient(atWhitened: row), try outside, row.frobeniusNorm)
      let pull = (slopes.bySpread - slopes.budget.total) / size
      guard pull > 0 else { return .inconclusive("no pull towards F is certain") }
      let turned = try turn * (2 + slopes.gradient.frobeniusNorm / (pull * size))
      return .vanishes(
        measured: outside.frobeniusNorm / size,
        budget: slopes.budget.scaled(by: 1 / (pull * size))
          + .proved([
            .certificate: slopes.gradient.frobeniusNorm / (pull * size), .rounding: turned,
          ]))
    }
  }

  /// N (L_N − log N − L).
  var scaledExcess: Estimate {
    get throws { try Estimate(exactly: Double(candidates)) * loss.lineExcess(encoder) }
  }

  /// "N (L_N − log N − L) is below what the positive adds to it."
  var excessBelowLargest: Verdict {
    get throws { try .less(scaledExcess, than: loss.largestExcess(encoder)) }
  }

  /// Of N (L_N − log N − L) as N → ∞; not a number where it is not finite.
  var limit: Estimate {
    get throws { try loss.limitConstant(encoder) ?? Estimate(.nan, budget: ErrorBudget()) }
  }

  /// With the mean moved along the part of the row outside F, so that the row sees a shift of three hundredths.
  var shifted: CandidateRow {
    get throws {
      let outside = try outside
      return try movedOff(by: outside.row(0).map { 0.03 * $0 / outside.gram.trace })
    }
  }

  /// With the mean moved by a vector of whitened coordinates.
  private func movedOff(by shift: [Double]) throws -> CandidateRow {
    with(\.problem.mixture, try problem.mixture.movedOff(by: shift))
  }

  /// With the mean moved by so many standard deviations along every whitened coordinate.
  func movedOff(by size: Double) throws -> CandidateRow {
    try movedOff(by: Array(repeating: size, count: problem.mixture.dimension))
  }

  /// Components of equal weight at ±2 with variance 1, δ = 1, and the row with H = height.
  static func distant(_ height: Double, candidates: Int) throws -> CandidateRow {
    let mixture = try GaussianMixture(weights: [0.5, 0.5], whitenedMeans: Matrix(rowVectors: [[-2, 2]]))
    return CandidateRow(
      problem: Problem(mixture: mixture, bias: 1, rank: 1),
      row: Matrix(rowVectors: [[height.squareRoot()]]), candidates: candidates)
  }
}

extension Family<CandidateRow> {
  static let rows = rows(
    MixtureFamily(dimensions: 4...24, componentShares: [0, 0.6, 0.4], fisherRatios: 0.2...4),
    size: 0.03...0.5
  )
  .coveringCondition { $0.problem.mixture }
  .coveringNoisyBias { $0.problem.bias }
  .covering("a fifth of the row or more lies outside F", 0.3) { try $0.insideShare < 0.8 }
  .covering("at most ten candidates", 0.1) { $0.candidates <= 10 }
  .covering("a hundred candidates or more", 0.3) { $0.candidates >= 100 }

  /// What the optimum of a smaller bias has is too small to tell where it lies.
  static let descents = rows(
    MixtureFamily(dimensions: 2...8, componentShares: [0, 0.6, 0.4], fisherRatios: 0.5...4),
    size: 0.1...0.3, bias: 0.2...1
  )
  .coveringMoreDimensionsThanF(0.5) { $0.problem.mixture }
  .covering("more than one direction of F", 0.2) { try $0.problem.mixture.fisherSubspace.dimension > 1 }

  /// Rows so small that the fourth moment of e^s/Z is finite, σ(H)² < 1/12.
  static let smallRows = ofFourthMoment(size: 0.08...0.25)

  /// Neither so small that rounding, times N, hides how far N (L_N − log N − L) is from its limit, nor so large that a few
  /// thousand candidates are few. For some rows the error changes its sign on the way: of two rows seldom for both.
  static let rowsForRates = ofFourthMoment(size: 0.1...0.2)

  private static func ofFourthMoment(size: ClosedRange<Double>) -> Family {
    rows(
      MixtureFamily(
        dimensions: 1...6, componentShares: [0, 0.6, 0.4], condition: 1...100, fisherRatios: 0.3...4),
      size: size)
  }

  /// To drop a hypothesis of: rows that have little outside F.
  static let rowsNearF = rows(
    MixtureFamily(dimensions: 3...6, condition: 1...100, fisherRatios: 0.3...4, weights: [0.8, 0.2]),
    size: 0.08...0.25, outside: 0.01...0.02)

  /// Centred mixtures, and rows of a size |b|², so much of which lies outside F, and 2 … 3000 candidates.
  private static func rows(
    _ recipe: MixtureFamily, size: ClosedRange<Double>, outside: ClosedRange<Double> = 0.1...0.9,
    bias: ClosedRange<Double> = 0...1
  ) -> Family {
    Family("rows and numbers of candidates") { draw in
      let mixture = try recipe.draw(&draw)
      let mixing = Matrix(columnVectors: [draw.normals("row's part in F", mixture.componentCount)])
      let inside = try mixture.root.solveLower(mixture.means) * mixing
      let noise = Matrix(columnVectors: [draw.normals("row", mixture.dimension)])
      let share = draw.real("share of the noise", in: outside)
      let direction = ((1 - share) / inside.frobeniusNorm) * inside + (share / noise.frobeniusNorm) * noise
      let length = draw.logarithmic("size", in: size).squareRoot() / direction.frobeniusNorm
      return CandidateRow(
        problem: Problem(mixture: mixture, bias: draw.real("bias", in: bias, atEnds: 0.05), rank: 1),
        row: (length * direction).transposed, candidates: Int(draw.logarithmic("candidates", in: 2...3000)))
    }
    .assuming("centring") { $0.problem.mixture.isCentred }
    .assuming("a row that is not zero") { $0.row.isFinite }
  }
}
