import MixtureFamilies
import TheoremTesting

/// Let coordinates be added to x that are normal with mean zero and independent of everything else. The minimiser of the
/// population CLIP loss on centred modalities is the one without them, and zero on them.
@Suite(.theorem(.proved))
struct `T54 Noise coordinates are ignored` {
  @Test func `the learned part is unchanged`() throws {
    try forAll(.noisy, count: 200) { try $0.unchanged }
  }

  @Test func `twin: noise that is correlated with x`() throws {
    try twin(dropping: "independence of the noise", of: .noisy, breaking: { $0.correlated }) {
      try $0.unchanged
    }
  }
}

/// A problem and the standard deviations of the noise coordinates that are added to x.
private struct NoisyProblem: Sendable, Codable {
  let problem: CrossModalProblem
  let noise: [Double]
  /// Of the first coordinate of x and the first of the noise, within a component.
  var correlation = 0.0

  var correlated: NoisyProblem { NoisyProblem(problem: problem, noise: noise, correlation: 0.6) }

  /// The problem with the noise.
  private var extended: CrossModalProblem {
    get throws {
      let (x, d) = (problem.x, problem.x.dimension)
      let within = x.withinClassCovariance
      var covariance = Matrix(rows: d + noise.count, columns: d + noise.count) { i, j in
        i < d && j < d ? within[i, j] : i == j ? noise[i - d] * noise[i - d] : 0
      }
      covariance[0, d] = correlation * within[0, 0].squareRoot() * noise[0]
      covariance[d, 0] = covariance[0, d]
      let means = Matrix(rows: d + noise.count, columns: x.componentCount) { $0 < d ? x.means[$0, $1] : 0 }
      var extended = problem
      extended.x = try GaussianMixture(weights: x.weights, means: means, covariances: .tied(covariance))
      return extended
    }
  }

  /// "The minimiser with the noise is the one without it, with zeros below."
  var unchanged: Verdict {
    get throws { try extended.loss.minimizer().extends(try problem.loss.minimizer()) }
  }
}

extension Family<NoisyProblem> {
  fileprivate static let noisy = Family<CrossModalProblem>.crossModal.map("problems with noise coordinates") {
    problem, generator in
    let count = generator.integer(in: 1...6)
    return NoisyProblem(
      problem: problem, noise: (0..<count).map { _ in generator.logUniform(in: 0.01...100) })
  }
  .covering("noise that is ten times as wide as x", 0.3) { instance in
    let widest = instance.problem.x.totalCovariance.diagonal.reduce(0, max)
    return instance.noise.contains { $0 * $0 >= 100 * widest }
  }
}
