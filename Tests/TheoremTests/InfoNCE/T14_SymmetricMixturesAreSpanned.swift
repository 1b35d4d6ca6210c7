import Foundation
import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture of equal weights be centred, with a shared covariance, and let a group of orthogonal maps permute
/// its means transitively in whitened coordinates. For r ≥ q rows the row space of every minimiser of population InfoNCE
/// equals the Fisher subspace F at bias δ = 1, and at every δ in (0, 1] where the group acts irreducibly on F. At δ = 1
/// it is enough, for any weights, that the posterior matrix P of the minimiser has the weights for both marginals.
@Suite(.theorem(.proved))
struct `T14 Symmetric mixtures are spanned` {
  @Test func `every orbit at bias one`() throws {
    try forAll(.orbits) { try $0.problem.spanning }
  }

  @Test func `irreducible orbits at any bias`() throws {
    try forAll(.irreducibleOrbits) { try $0.problem.spanning }
  }

  @Test func `the posterior matrix of an orbit has both marginals`() throws {
    try forAll(.orbits, count: 60) { try $0.marginals }
  }

  @Test func `twin: marginals without equal weights`() throws {
    try twin(dropping: "the equal weights", of: .orbits, breaking: { try $0.unbalanced }) { try $0.marginals }
  }

  @Test func `twin: without the symmetry`() throws {
    try twin(dropping: "the symmetry", of: .polygons, breaking: { $0.disordered }) {
      try $0.whitened.problem.spanning
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(
      dropping: "centring", of: .irreducibleOrbits,
      breaking: { Orbit(problem: try $0.problem.shifted, parts: $0.parts) }
    ) { try $0.problem.spanning }
  }

  @Test func `twin: at zero bias nothing is learned`() throws {
    try forAll(.orbits, count: 60) { orbit in
      var blind = orbit.problem
      blind.bias = 0
      return try blind.loss.minimizer(rank: blind.rank).vanishing()
    }
  }
}

/// A problem whose whitened means are an orbit of a group of orthogonal maps, all weights equal.
private struct Orbit: Sendable, Codable {
  let problem: Problem
  /// How many irreducible parts the group has on F.
  let parts: Int

  /// "The posterior matrix of the minimiser has the weights for both marginals."
  var marginals: Verdict {
    get throws {
      let loss = try problem.loss
      return try loss.posteriorMarginals(at: loss.minimizer(rank: problem.rank))
    }
  }

  /// The same means with weights that grow from component to component, centred again.
  var unbalanced: Orbit {
    get throws {
      var problem = problem
      let mixture = problem.mixture
      let weights = mixture.weights.indices.map { Double($0 + 1) }
      let sum = weights.reduce(0, +)
      problem.mixture = try GaussianMixture(
        weights: weights.map { $0 / sum }, means: mixture.means, covariances: mixture.covariances
      ).centred
      return Orbit(problem: problem, parts: parts)
    }
  }

  /// An orbit of the matrices of a group, row vectors (one element each) of the image of a point, in whitened coordinates:
  /// blocks of two coordinates, which the rotation by 2πjk/n turns for element k and frequency j, and of which the
  /// reflections, where there are any, change the second one's sign.
  private static func points(
    _ n: Int, reflections: Bool, frequencies: [Int], using generator: inout some RandomNumberGenerator
  ) -> [[Double]] {
    let start = frequencies.map { _ in (0..<2).map { _ in generator.logUniform(in: 0.5...2.5) } }
    return (reflections ? [1.0, -1] : [1]).flatMap { sign in
      (0..<n).map { k in
        zip(frequencies, start).flatMap { j, point in
          let angle = 2 * Double.pi * Double(j * k % n) / Double(n)
          let (x, y) = (point[0], sign * point[1])
          return [cos(angle) * x - sin(angle) * y, sin(angle) * x + cos(angle) * y]
        }
      }
    }
  }

  /// What the group does to F, and the number of its irreducible parts there.
  private struct Action {
    let n: Int
    var reflections = false
    let frequencies: [Int]
    let parts: Int
  }

  /// Polygons, and orbits of the triangle's group, irreducible.
  private static let irreducible = [
    Action(n: 2, frequencies: [1], parts: 1), Action(n: 3, frequencies: [1], parts: 1),
    Action(n: 4, frequencies: [1], parts: 1), Action(n: 5, frequencies: [1], parts: 1),
    Action(n: 5, frequencies: [2], parts: 1), Action(n: 6, frequencies: [1], parts: 1),
    Action(n: 3, reflections: true, frequencies: [1], parts: 1),
  ]

  /// Rectangles, disphenoids, and squares whose corners lie alternately above and below a plane.
  private static let reducible = [
    Action(n: 2, reflections: true, frequencies: [1], parts: 2),
    Action(n: 2, reflections: true, frequencies: [1, 0], parts: 3),
    Action(n: 4, frequencies: [1, 2], parts: 2),
  ]

  /// The same with hexagons and triangles, and prisms: six components in three dimensions take long to integrate.
  private static let large = [
    Action(n: 6, frequencies: [1, 3], parts: 2), Action(n: 6, frequencies: [2, 3], parts: 2),
    Action(n: 3, reflections: true, frequencies: [1, 0], parts: 2),
  ]

  static func draw(
    irreducible isIrreducible: Bool, bias: Double, using generator: inout some RandomNumberGenerator
  ) throws -> Orbit {
    let actions = isIrreducible ? irreducible : generator.uniform() < 0.05 ? large : reducible
    let action = actions[generator.integer(in: 0...(actions.count - 1))]
    let points = Matrix(
      columnVectors: points(
        action.n, reflections: action.reflections, frequencies: action.frequencies, using: &generator))
    let count = points.columns
    let d = points.rows + generator.integer(in: 0...10)
    let condition = generator.logUniform(in: 1...1e4)
    let spectrum = (0..<d).map { i in
      i == 0 ? 1 : i == 1 ? 1 / condition : pow(condition, -generator.uniform())
    }
    let covariance = Matrix.symmetric(spectrum: spectrum, using: &generator)
    let frame = try QR(of: .normal(rows: d, columns: points.rows, using: &generator)).q
    let mixture = try GaussianMixture(
      weights: Array(repeating: 1 / Double(count), count: count),
      means: Cholesky(of: covariance).factor * frame * points, covariances: .tied(covariance)
    ).centred
    let rank = min(count - 1, d) + generator.integer(in: 0...1)
    return Orbit(
      problem: Problem(mixture: mixture, bias: bias, rank: rank, route: nil), parts: action.parts)
  }
}

extension Family<Orbit> {
  fileprivate static let orbits = Family("orbits of rotations and reflections, equal weights") { generator in
    try Orbit.draw(irreducible: generator.uniform() < 0.3, bias: 1, using: &generator)
  }
  .coveringHardMixtures { $0.problem.mixture }
  .covering("a group with two or more irreducible parts on F", 0.5) { $0.parts > 1 }

  fileprivate static let irreducibleOrbits = Family("irreducible orbits, any bias above zero") { generator in
    try Orbit.draw(irreducible: true, bias: generator.uniform(in: 0.02...1), using: &generator)
  }
  .coveringHardMixtures { $0.problem.mixture }
  .covering("noisy bias, inside (.05, .95)", 0.3) { $0.problem.bias > 0.05 && $0.problem.bias < 0.95 }
}

/// A regular polygon in the plane at δ = 1, or a counterexample of T16 with as many components.
private struct Polygon: Sendable, Codable {
  let fixture: WhitenedProblem
  var isRegular = true

  var disordered: Polygon { Polygon(fixture: fixture, isRegular: false) }

  var whitened: WhitenedProblem {
    guard isRegular else { return fixture }
    let count = fixture.weights.count
    return WhitenedProblem(
      bias: fixture.bias, weights: fixture.weights.map { _ in 1 },
      means: (0..<count).map { k in
        let angle = 2 * Double.pi * Double(k) / Double(count)
        return [2 * cos(angle), 2 * sin(angle)]
      })
  }
}

extension Family<Polygon> {
  fileprivate static let polygons = Family("polygons in the place of counterexamples") { generator in
    let fixtures = WhitenedProblem.fixtures.filter { $0.bias == 1 }
    return Polygon(fixture: fixtures[generator.integer(in: 0...(fixtures.count - 1))])
  }
}
