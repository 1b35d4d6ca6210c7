import MixtureFamilies
import TheoremTesting

// Encoders that no solver has seen, for the theorems of this folder.

extension Draw {
  /// An r × d matrix of normal deviates.
  mutating func encoder(for problem: Problem) -> Matrix {
    Matrix(rowVectors: (0..<problem.rank).map { _ in normals("encoder", problem.mixture.dimension) })
  }
}

extension Problem {
  /// A = U R⁻¹, r × d, for U in coordinates where T = R Rᵀ is the identity.
  func encoder(whitened rows: Matrix) throws -> Matrix {
    try Cholesky(of: mixture.totalCovariance).solveTransposedLower(rows.transposed).transposed
  }

  /// What rounding may do to a function of A C Aᵀ that is its trace or grows no faster, where A T Aᵀ = I: 8 d r u cond T.
  var roundingOfOutputs: ErrorBudget {
    get throws {
      let (d, r) = (Double(mixture.dimension), Double(rank))
      return ErrorBudget([.rounding: 8 * d * r * .ulpOfOne * (try conditionOfTotal)])
    }
  }

  /// cond T.
  var conditionOfTotal: Double {
    get throws {
      let spectrum = try SymmetricEigen(of: mixture.totalCovariance).values
      return spectrum[spectrum.count - 1] / spectrum[0]
    }
  }
}

extension Family<(Problem, Matrix)> {
  /// Problems, and encoders A with uncorrelated outputs of variance 1, A T Aᵀ = I. Half of them are near the minimiser: its rows
  /// and a thousandth to one of another encoder.
  static let feasibleEncoders = Family<Problem>.anyCovariances.map("encoders with whitened outputs") {
    problem, draw in
    var rows = draw.encoder(for: problem).transposed
    if draw.element("place", of: ["anywhere", "near the minimiser"]) == "near the minimiser" {
      let best = try SimSiam(problem.pairs).minimizer(rank: problem.rank, under: .whitenedOutputs)
      let root = try Cholesky(of: problem.mixture.totalCovariance)
      let size = draw.logarithmic("distance", in: 0.001...1) / Double(rows.rows).squareRoot()
      rows = root.factor.transposeTimes(best.encoder.transposed) + size * rows
    }
    let turn = draw.orthonormal("turn", rows: problem.rank, columns: problem.rank)
    return (problem, try problem.encoder(whitened: (QR(of: rows).q * turn).transposed))
  }
  .coveringCondition { $0.0.mixture }
  .covering("within a hundredth of the minimum", 0.1) { problem, encoder in
    let loss = SimSiam(try problem.pairs)
    let best = try loss.minimizer(rank: problem.rank, under: .whitenedOutputs).value
    return loss.value(encoder) <= 0.99 * best
  }
}
