import MixtureFamilies
import TheoremTesting

// Encoders that no solver has seen.

extension Draw {
  /// An r × d matrix of normal deviates.
  mutating func encoder(for problem: Problem) -> Matrix {
    Matrix(rowVectors: (0..<problem.rank).map { _ in normals("encoder", problem.mixture.dimension) })
  }
}

extension Problem {
  func discriminants(_ count: Int) throws -> LinearDiscriminants {
    try LinearDiscriminants(of: mixture, against: mixture.withinClassCovariance, dimension: count)
  }

  /// The row space of the minimisers of the SimSiam loss.
  func simSiam(_ constraint: SimSiam.Constraint) throws -> Subspace {
    try SimSiam(pairs).minimizer(rank: rank, under: constraint).rowSpace
  }

  /// The r largest correlations of an output with that of the other half of a pair, δ λ / (1 + λ) for Fisher's ratios λ.
  var correlations: [Estimate] {
    get throws { try discriminants(rank).values.map { Estimate(exactly: bias) * $0 / (1 + $0) } }
  }

  /// A = U R⁻¹, r × d, for U in coordinates where T = R Rᵀ is the identity.
  func encoder(whitened rows: Matrix) throws -> Matrix {
    try Cholesky(of: mixture.totalCovariance).solveTransposedLower(rows.transposed).transposed
  }

  /// A bound on r times what A C Aᵀ and the outputs' correlations, rounded to doubles, are off by, Frobenius, from those of an
  /// encoder with A T Aᵀ = I exactly (Proofs/T42_WhitenedSimSiam.md).
  func roundingOfOutputs(_ encoder: Matrix) throws -> ErrorBudget {
    let (a, r) = (MatrixEstimate(encoder), Double(rank))
    func outputs(_ moment: MatrixEstimate) -> MatrixEstimate { a * moment * a.transposed }
    let off = (outputs(mixture.totalEstimate) - MatrixEstimate(.identity(rank))).size
    let lost = try outputs(pairs.pairMomentEstimate).budget
    let all = ErrorBudget.proved([.rounding: off + 64 * r * r * .ulpOfOne]) + lost
    return all.scaled(by: all.total < 0.1 ? 6 * r : .infinity)
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
  .covering("within a hundredth of the minimum", 0.1) { problem, encoder in
    let loss = SimSiam(try problem.pairs)
    let best = try loss.minimizer(rank: problem.rank, under: .whitenedOutputs).value
    return loss.value(encoder) <= 0.99 * best
  }
}
