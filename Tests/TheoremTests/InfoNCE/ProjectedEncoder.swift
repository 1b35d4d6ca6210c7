import MixtureFamilies
import TheoremTesting

/// An encoder and one of its two projections on F.
struct ProjectedEncoder: Sendable, Codable {
  let problem: Problem
  /// In whitened coordinates, one row a list.
  let encoder: [[Double]]
  var isEuclidean = false

  var verdict: Verdict {
    get throws {
      let (mixture, loss) = (problem.mixture, try problem.loss)
      let whitening = try Cholesky(of: mixture.withinClassCovariance)
      let original = whitening.solveTransposedLower(Matrix(columnVectors: encoder)).transposed
      let fisher = try mixture.fisherSubspace
      let projected =
        isEuclidean
        ? original * fisher.projector
        : try Pinching(original, onto: fisher, covariance: mixture.withinClassCovariance).projected
      // The loss is at least minus the entropy of the weights.
      let entropy = try problem.pairs.componentEntropy
      func shifted(_ gram: Matrix) throws -> Estimate {
        let value = try loss.value(atWhitened: gram)
        return Estimate(value.value + entropy.value, budget: value.budget + entropy.budget)
      }
      let whole = Matrix(rowVectors: encoder).gram
      var part = try shifted((projected * whitening.factor).gram)
      // Rounding and an angle α of the projector move the projected encoder B, and by the gradient 2 B Λ the loss.
      let gradient = try loss.gradientStep(atWhitened: projected * whitening.factor, size: 1)
      let spectrum = try SymmetricEigen(of: mixture.withinClassCovariance).values
      let condition = spectrum[spectrum.count - 1] / spectrum[0]
      let turned =
        condition.squareRoot() * (fisher.error + 8 * Double(spectrum.count) * .ulpOfOne * condition)
      part.budget =
        part.budget
        + ErrorBudget([
          .rounding: turned * whole.trace.squareRoot() * (gradient.after - gradient.before).frobeniusNorm
        ])
      let value = try shifted(whole)
      return .atMost(part, value, scale: max(value.value, part.value, entropy.value))
    }
  }
}

extension Family<ProjectedEncoder> {
  static let projectedEncoders = Family("random encoders") { generator in
    var recipe = MixtureFamily()
    recipe.componentShares = [0.05, 0.35, 0.4, 0.2]
    return try draw(recipe, sizes: 0.03...0.4, using: &generator)
  }
  .covering("condition of the covariance at least 100", 0.3) { instance in
    let spectrum = try SymmetricEigen(of: instance.problem.mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
  }
  .covering("more dimensions than F has", 0.5) {
    try $0.problem.mixture.dimension > $0.problem.mixture.fisherSubspace.dimension
  }

  static let fewProjectedEncoders = Family("few random encoders") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 3...6
    recipe.componentShares = [0, 0.6, 0.4]
    recipe.condition = 10...100
    return try draw(recipe, sizes: 0.1...0.5, using: &generator)
  }

  private static func draw(
    _ recipe: MixtureFamily, sizes: ClosedRange<Double>, using generator: inout some RandomNumberGenerator
  ) throws -> ProjectedEncoder {
    let mixture = try recipe.draw(using: &generator)
    let rank = generator.integer(in: 1...3)
    let size = generator.logUniform(in: sizes) / Double(rank).squareRoot()
    let encoder = size * Matrix.normal(rows: rank, columns: mixture.dimension, using: &generator)
    return ProjectedEncoder(
      problem: Problem(mixture: mixture, bias: randomBias(using: &generator), rank: rank, route: nil),
      encoder: (0..<rank).map(encoder.row))
  }
}
