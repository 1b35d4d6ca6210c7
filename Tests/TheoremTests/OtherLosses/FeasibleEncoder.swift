import MixtureFamilies
import TheoremTesting

/// A problem and an encoder with uncorrelated outputs of variance 1, A T Aᵀ = I, that no solver has seen.
struct FeasibleEncoder: Sendable, Codable {
  let problem: Problem
  /// A R for T = R Rᵀ, r × d with orthonormal rows, one row a list.
  let whitened: [[Double]]

  /// A, r × d.
  var encoder: Matrix {
    get throws {
      let root = try Cholesky(of: problem.mixture.totalCovariance)
      return root.solveTransposedLower(Matrix(columnVectors: whitened)).transposed
    }
  }

  /// What rounding may do to a function of A C Aᵀ that is its trace or grows no faster: 8 d r u cond T.
  var rounding: ErrorBudget {
    get throws {
      let spectrum = try SymmetricEigen(of: problem.mixture.totalCovariance).values
      let (d, r) = (Double(spectrum.count), Double(whitened.count))
      return ErrorBudget([.rounding: 8 * d * r * .ulpOfOne * spectrum[spectrum.count - 1] / spectrum[0]])
    }
  }
}

extension Family<FeasibleEncoder> {
  /// Half of them near the minimiser: its rows and a thousandth to one of another encoder.
  static let feasibleEncoders = Family<Problem>.anyCovariances.map("encoders with whitened outputs") {
    problem, generator in
    let d = problem.mixture.dimension
    var rows = Matrix.normal(rows: d, columns: problem.rank, using: &generator)
    if generator.uniform() < 0.5 {
      let root = try Cholesky(of: problem.mixture.totalCovariance)
      let best = try SimSiam(problem.pairs).minimizer(rank: problem.rank, under: .whitenedOutputs)
      let size = generator.logUniform(in: 0.001...1) / Double(d).squareRoot()
      rows = root.factor.transposeTimes(best.encoder.transposed) + size * rows
    }
    let turn = Matrix.orthogonal(problem.rank, using: &generator)
    let orthonormal = try QR(of: rows).q * turn
    return FeasibleEncoder(problem: problem, whitened: (0..<problem.rank).map(orthonormal.column))
  }
  .covering("condition of the covariance at least 100", 0.3) { feasible in
    let spectrum = try SymmetricEigen(of: feasible.problem.mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
  }
  .covering("within a hundredth of the minimum", 0.1) { feasible in
    let loss = SimSiam(try feasible.problem.pairs)
    let best = try loss.minimizer(rank: feasible.problem.rank, under: .whitenedOutputs).value
    return try loss.value(feasible.encoder) <= 0.99 * best
  }
}
