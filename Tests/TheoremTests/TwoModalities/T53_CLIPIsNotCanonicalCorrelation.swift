import MixtureFamilies
import TheoremTesting

/// The minimiser of the population CLIP loss on centred modalities need not have the singular vectors of the
/// cross-covariance, in coordinates where the total covariances are the identity, as canonical correlation analysis has;
/// but it has them in the limit where the components become independent: for π = w vᵀ + t E the minimiser is
/// t T_x⁻¹ C T_y⁻¹ to first order in t, C the cross-covariance at t = 1.
@Suite(.theorem(.disproved))
struct `T53 CLIP is not canonical correlation analysis` {
  @Test func `other singular vectors`() throws {
    try counterexample(known: [try .triangle], search: .oneToOne) { try $0.canonicalDirections }
  }

  @Test func `so for nearly all one-to-one couplings of three components`() throws {
    try forAll(.oneToOne, count: 60) { problem in
      return try problem.canonicalDirections.not
    }
  }

  @Test func `the error of the limit falls like t`() throws {
    try rate(
      1, neighbours: 0...2, sizes: [0.002, 0.006, 0.018], of: .dependentComponents,
      axes: ("strength t of the coupling", "distance to the limit over t")
    ) { problem, t in
      let weak = try problem.weakened(by: t).loss
      let limit = try problem.loss.weakCouplingLimit
      let error = try weak.minimizer().distance(to: t * limit)
      return Estimate(error.value / t, budget: error.budget.scaled(by: 1 / t))
    }
  }
}

extension CrossModalProblem {
  fileprivate var canonicalDirections: Verdict {
    get throws {
      let loss = try loss
      return try loss.minimizer().canonicalDirections(of: loss)
    }
  }

  /// π = w vᵀ + t (π − w vᵀ).
  fileprivate func weakened(by t: Double) -> CrossModalProblem {
    var problem = self
    problem.coupling = zip(coupling, independent.coupling).map { zip($0, $1).map { t * $0 + (1 - t) * $1 } }
    return problem
  }

  /// Three components one to one, in the plane with the identity for both covariances.
  fileprivate static var triangle: CrossModalProblem {
    get throws {
      let modalities = try [[[2, 0], [0, 2], [-1, -1]], [[1, 0], [-1, 1], [0, -2]]].map { means in
        try GaussianMixture(
          weights: [0.5, 0.3, 0.2], means: Matrix(columnVectors: means), covariances: .tied(.identity(2))
        ).centred
      }
      let coupling = Matrix.diagonal([0.5, 0.3, 0.2])
      return CrossModalProblem(x: modalities[0], y: modalities[1], coupling: (0..<3).map(coupling.row))
    }
  }
}

extension Family<CrossModalProblem> {
  fileprivate static let oneToOne = Family("three components, one to one") { generator in
    try draw(
      .oneToOne, CouplingStructure.oneToOne.draw(3, using: &generator), dimensions: 2...6, using: &generator)
  }

  /// Three to six components, mostly three, whose coupling is no product.
  fileprivate static let dependentComponents = Family("three components or more, no product") { generator in
    let structures: [CouplingStructure] = [.oneToOne, .merged, .groups, .random]
    let structure = structures[generator.integer(in: 0...3)]
    let count = generator.uniform() < 0.85 ? 3 : generator.integer(in: 4...6)
    return try draw(
      structure, structure.draw(count, using: &generator), dimensions: 2...6, using: &generator)
  }
  .covering("components in groups", 0.1) { $0.structure == .groups }
  .covering("merged components", 0.1) { $0.structure == .merged }
  .covering("four components or more", 0.05) { $0.x.componentCount > 3 }
}
