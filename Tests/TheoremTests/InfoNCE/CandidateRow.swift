import MixtureFamilies
import TheoremTesting

// What theorems on finitely many negatives look at: an encoder of one row, whose loss is a sum over a line for every number
// of candidates.

/// A problem, an encoder of one row that no solver has seen, and a number of candidates.
struct CandidateRow: Sendable, Codable {
  var problem: Problem
  /// In whitened coordinates, d numbers.
  let row: [Double]
  /// N, at least 2.
  var candidates: Int

  var loss: FiniteNegativesInfoNCE {
    get throws {
      try FiniteNegativesInfoNCE(problem.mixture.pairs(bias: problem.bias), candidates: candidates)
    }
  }

  /// 1 × d, in the original coordinates.
  var encoder: Matrix {
    get throws {
      let root = try Cholesky(of: problem.mixture.withinClassCovariance)
      return root.solveTransposedLower(Matrix(columnVectors: [row])).transposed
    }
  }

  /// The row's projection on F, orthogonal in the metric of W.
  private var projected: Matrix {
    get throws {
      try Pinching(
        encoder, onto: problem.mixture.fisherSubspace, covariance: problem.mixture.withinClassCovariance
      ).projected
    }
  }

  /// "The loss is larger than that of the row's projection on F."
  var costOfOutside: Verdict {
    get throws {
      let loss = try loss
      let (whole, inside) = (try loss.lineValue(encoder), try loss.lineValue(projected))
      return .less(inside, than: whole)
    }
  }

  /// |b Q|/|b| in whitened coordinates.
  var insideShare: Double {
    get throws {
      let factor = try Cholesky(of: problem.mixture.withinClassCovariance).factor
      return try (projected * factor).frobeniusNorm / (encoder * factor).frobeniusNorm
    }
  }

  /// N (L_N − log N − L).
  var scaledExcess: Estimate {
    get throws {
      let excess = try loss.lineExcess(encoder)
      return Estimate(
        Double(candidates) * excess.value, budget: excess.budget.scaled(by: Double(candidates)))
    }
  }

  /// "N (L_N − log N − L) is below what the positive adds to it."
  var excessBelowLargest: Verdict {
    get throws {
      let (excess, largest) = (try scaledExcess, try loss.largestExcess(encoder))
      return .less(excess, than: largest)
    }
  }

  /// The problem with its mean moved along the part of the row outside F, so that the row sees a shift of
  /// three hundredths.
  var shifted: CandidateRow {
    get throws {
      let root = try Cholesky(of: problem.mixture.withinClassCovariance)
      let inside = root.factor.transposeTimes(try projected.transposed)
      let outside = Matrix(columnVectors: [row]) - inside
      // To either side: one of them helps where the weights differ.
      let size = (candidates % 2 == 0 ? 0.03 : -0.03) / outside.inner(outside)
      let shift = root.factor * (size * outside)
      var shifted = self
      shifted.problem.mixture = try problem.mixture.mapped(
        by: .identity(problem.mixture.dimension), shift: shift.column(0))
      return shifted
    }
  }

  /// A row of a size |b|² in whitened coordinates, log-uniform, half of it or so outside F, and 2 … 3000 candidates.
  static func draw(
    _ mixture: GaussianMixture, size: ClosedRange<Double>, outside: ClosedRange<Double> = 0.1...0.9,
    using generator: inout some RandomNumberGenerator
  ) throws -> CandidateRow {
    let root = try Cholesky(of: mixture.withinClassCovariance)
    let mixed = Matrix.normal(rows: mixture.componentCount, columns: 1, using: &generator)
    let inside = root.solveLower(mixture.means) * mixed
    let noise = Matrix.normal(rows: mixture.dimension, columns: 1, using: &generator)
    let share = generator.uniform(in: outside)
    let direction =
      ((1 - share) / inside.frobeniusNorm) * inside + (share / noise.frobeniusNorm) * noise
    let length = generator.logUniform(in: size).squareRoot() / direction.frobeniusNorm
    let candidates = Int(generator.logUniform(in: 2...3000))
    return CandidateRow(
      problem: Problem(mixture: mixture, bias: randomBias(using: &generator), rank: 1, route: nil),
      row: (length * direction).column(0), candidates: candidates)
  }
}

extension Family<CandidateRow> {
  static let rows = Family("rows and numbers of candidates") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 4...24
    recipe.componentShares = [0, 0.6, 0.4]
    recipe.fisherRatios = 0.2...4
    return try .draw(recipe.draw(using: &generator), size: 0.03...0.5, using: &generator)
  }
  .assuming("its hypotheses") { $0.candidates >= 2 }
  .covering("condition of the covariance at least 100", 0.3) { row in
    let spectrum = try SymmetricEigen(of: row.problem.mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
  }
  .covering("noisy bias, inside (.05, .95)", 0.3) { $0.problem.bias > 0.05 && $0.problem.bias < 0.95 }
  .covering("a fifth of the row or more lies outside F", 0.3) { try $0.insideShare < 0.8.squareRoot() }
  .covering("at most ten candidates", 0.1) { $0.candidates <= 10 }
  .covering("a hundred candidates or more", 0.3) { $0.candidates >= 100 }

  /// Rows so small that the fourth moment of e^s/Z is finite, σ(H)² < 1/12.
  static let smallRows = Family("small rows") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 1...6
    recipe.componentShares = [0, 0.6, 0.4]
    recipe.condition = 1...100
    recipe.fisherRatios = 0.3...4
    return try .draw(recipe.draw(using: &generator), size: 0.08...0.25, using: &generator)
  }

  /// For the twin: rows that have little outside F.
  static let rowsNearF = Family("small rows near F") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 3...6
    recipe.componentShares = [0, 1]
    recipe.condition = 1...100
    recipe.fisherRatios = 0.3...4
    recipe.weights = [0.8, 0.2]
    return try .draw(
      recipe.draw(using: &generator), size: 0.08...0.25, outside: 0.01...0.02, using: &generator)
  }
}
