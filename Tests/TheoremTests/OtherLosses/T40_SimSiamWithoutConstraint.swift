import MixtureFamilies
import TheoremTesting

/// The SimSiam loss L(A) = −E⟨A x, A x′⟩ without a constraint is homogeneous, L(t A) = t² L(A). So it is unbounded below,
/// if some encoder has a negative loss, as every encoder has that does not vanish on all means, if π is positive definite
/// (δ > 0); and if none has, its minimum is 0, at the collapsed encoder A = 0 among others.
@Suite(.theorem(.proved))
struct `T40 SimSiam without a constraint` {
  @Test func `the loss is homogeneous`() throws {
    try identity(.scaledEncoders) { scaled in
      let (loss, t) = (SimSiam(try scaled.problem.pairs), scaled.scale)
      let size = try scaled.roundingOfLoss
      return (
        Estimate(loss.value(t * scaled.matrix), budget: ErrorBudget([.rounding: t * t * size])),
        Estimate(t * t * loss.value(scaled.matrix), budget: ErrorBudget([.rounding: t * t * size]))
      )
    }
  }

  @Test func `every encoder that sees the means has a negative loss`() throws {
    try forAll(.scaledEncoders) { scaled in
      .positive(
        -SimSiam(try scaled.problem.pairs).value(scaled.matrix),
        budget: ErrorBudget([.rounding: try scaled.roundingOfLoss]))
    }
  }

  @Test func `it has no minimum`() throws {
    try forAll(.anyCovariances) { try SimSiam($0.pairs).unboundedness() }
  }

  @Test func `twin: two components that swap`() throws {
    try twin(
      dropping: "the definite coupling", of: .swaps, breaking: { $0.swapped }, { try $0.lossIsNegative })
  }

  @Test func `which collapse`() throws {
    try forAll(.swaps) { swap in
      return try swap.swapped.lossIsNegative.not
    }
  }
}

/// An encoder at random, and a factor.
private struct ScaledEncoder: Sendable, Codable {
  let problem: Problem
  /// A, one row a list.
  let encoder: [[Double]]
  let scale: Double

  var matrix: Matrix { Matrix(rowVectors: encoder) }

  /// (2 d + 2 K) u Σ π[k, l] ⟨|A| |μₖ|, |A| |μ_l|⟩.
  var roundingOfLoss: Double {
    get throws {
      let means = matrix.absolute * problem.mixture.means.absolute
      let size = try (means * problem.pairs.coupling).inner(means)
      return 2 * Double(problem.mixture.dimension + problem.mixture.componentCount) * .ulpOfOne * size
    }
  }
}

extension Family<ScaledEncoder> {
  fileprivate static let scaledEncoders = Family<Problem>.anyCovariances.map("encoders of any size") {
    problem, generator in
    let a = Matrix.normal(rows: problem.rank, columns: problem.mixture.dimension, using: &generator)
    return ScaledEncoder(
      problem: problem, encoder: (0..<a.rows).map(a.row), scale: generator.logUniform(in: 0.001...1000))
  }
  .covering("noisy bias, inside (.05, .95)", 0.3) { $0.problem.bias > 0.05 && $0.problem.bias < 0.95 }
}

/// Two components of equal weight, and pairs that share a component, or never do.
private struct Swap: Sendable, Codable {
  let mixture: GaussianMixture
  /// The probability that a pair shares its component.
  var kept: Double

  var swapped: Swap { Swap(mixture: mixture, kept: 0) }

  /// "A random encoder with two rows has a negative loss."
  var lossIsNegative: Verdict {
    get throws {
      let d = mixture.dimension
      var generator = CounterBasedGenerator(key: 40, stream: UInt64(d))
      let encoder = Matrix.normal(rows: 2, columns: d, using: &generator)
      let means = encoder.absolute * mixture.means.absolute
      let rounding = 8 * Double(d) * .ulpOfOne * means.inner(means)
      return .positive(-SimSiam(try pairs).value(encoder), budget: ErrorBudget([.rounding: rounding]))
    }
  }

  var pairs: AugmentedPairs {
    get throws {
      let (same, other) = (kept / 2, (1 - kept) / 2)
      return try AugmentedPairs(
        mixture: mixture, coupling: Matrix(rowVectors: [[same, other], [other, same]]))
    }
  }
}

extension Family<Swap> {
  fileprivate static let swaps = Family("two equal components") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 2...24
    recipe.weights = [0.5, 0.5]
    recipe.shape = generator.uniform() < 0.5 ? .shared : .unequal
    return Swap(mixture: try recipe.draw(using: &generator), kept: generator.uniform(in: 0.6...1))
  }
}
