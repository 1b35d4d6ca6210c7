import MixtureFamilies
import TheoremTesting

/// Where the components of the two modalities are independent, π = w vᵀ, the minimiser of the population CLIP loss is zero:
/// nothing is learned, whether the modalities are centred or not.
@Suite(.theorem(.proved))
struct `T52 Independent modalities teach nothing` {
  @Test func `the minimiser is zero`() throws {
    try forAll(.crossModal) { try $0.independent.loss.minimizer().vanishing() }
  }

  @Test func `also off the centre`() throws {
    try forAll(.crossModal, count: 200) { try $0.shifted.independent.loss.minimizer().vanishing() }
  }

  @Test func `twin: components that depend on each other`() throws {
    try twin(dropping: "independence", of: .dependence, breaking: { $0.dependent }) { instance in
      let problem = instance.isIndependent ? instance.problem.independent : instance.problem
      return try problem.loss.minimizer().vanishing()
    }
  }
}

/// A problem, with its components made independent or as they are.
private struct Dependence: Sendable, Codable {
  let problem: CrossModalProblem
  var isIndependent = true

  var dependent: Dependence { Dependence(problem: problem, isIndependent: false) }
}

extension Family<Dependence> {
  fileprivate static let dependence = Family<CrossModalProblem>.smallCrossModal.map("small problems") {
    problem, _ in
    Dependence(problem: problem)
  }
}
