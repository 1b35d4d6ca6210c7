import MixtureFamilies
import TheoremTesting

/// Under x ↦ K x + c with a regular K the Fisher subspace F of a Gaussian mixture becomes K⁻ᵀ F; and under a linear map, c =
/// 0, the Gram matrix G of the minimiser of population InfoNCE becomes K⁻ᵀ G K⁻¹.
@Suite(.theorem(.proved))
struct `T02 Equivariance` {
  @Test func `of the Fisher subspace`() throws {
    try forAll(.mapped) { instance in
      let inverse = try instance.matrix.solve(.identity(instance.matrix.rows)).transposed
      return try instance.moved.fisherSubspace.equality(
        with: instance.problem.mixture.fisherSubspace.mapped(by: inverse))
    }
  }

  @Test func `of the optimum`() throws {
    try forAll(.mapped, count: 200) { try $0.optimumMoves }
  }

  @Test func `twin: a shift moves the optimum`() throws {
    try twin(dropping: "c = 0", of: .smallMapped, breaking: { $0.shifted }) { try $0.optimumMoves }
  }
}

/// A problem and an affine map of its points.
private struct MappedProblem: Sendable, Codable {
  let problem: Problem
  /// K by its rows.
  let map: [[Double]]
  let shift: [Double]
  /// Whether the optimum is that of the shifted mixture.
  var isShifted = false

  var shifted: MappedProblem { MappedProblem(problem: problem, map: map, shift: shift, isShifted: true) }

  var matrix: Matrix { Matrix(rowVectors: map) }

  /// K x + c.
  var moved: GaussianMixture { get throws { try problem.mixture.mapped(by: matrix, shift: shift) } }

  var optimumMoves: Verdict {
    get throws {
      var image = problem
      image.mixture = isShifted ? try moved : try problem.mixture.mapped(by: matrix)
      // As many rows as the optimum can use, also off the centre.
      let rank = min(problem.mixture.componentCount, problem.mixture.dimension)
      return try image.loss.minimizer(rank: rank).agreement(
        with: problem.loss.minimizer(rank: rank), mappedBy: matrix)
    }
  }
}

extension Family<MappedProblem> {
  fileprivate static let mapped = Family<Problem>.fewComponents.map("mapped problems") { problem, generator in
    draw(problem, using: &generator)
  }
  .covering("a map of condition at least 4", 0.3) { instance in
    let values = try SingularValues(of: instance.matrix).values
    return values[0] >= 4 * values[values.count - 1]
  }
  .covering("more than one dimension", 0.5) { $0.map.count > 1 }

  fileprivate static let smallMapped = Family<Problem>.small.map("small mapped problems") {
    problem, generator in
    draw(problem, using: &generator)
  }

  /// Singular values log-uniform from 1/4 to 4.
  private static func draw(_ problem: Problem, using generator: inout some RandomNumberGenerator)
    -> MappedProblem
  {
    let d = problem.mixture.dimension
    let left = Matrix.orthogonal(d, using: &generator)
    let right = Matrix.orthogonal(d, using: &generator)
    let values = (0..<d).map { _ in generator.logUniform(in: 0.25...4) }
    let map = left.scalingColumns(by: values) * right
    return MappedProblem(
      problem: problem, map: (0..<d).map(map.row), shift: (0..<d).map { _ in generator.normal() })
  }
}
