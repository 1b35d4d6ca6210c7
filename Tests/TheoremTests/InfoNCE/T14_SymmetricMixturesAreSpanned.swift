import Foundation
import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture of equal weights be centred, with a shared covariance, and let a group of orthogonal maps of the
/// whitened coordinates permute its components transitively, means with means. For r ≥ q rows the row space of every
/// minimiser of population InfoNCE equals the Fisher subspace F (1) at bias δ = 1, (2) and at every δ in (0, 1] where the
/// group acts irreducibly on F. (3) At δ = 1 it is enough, for any weights, that the posterior matrix P of the minimiser has
/// the weights for both marginals.
@Suite(.theorem(.proved))
struct `T14 Symmetric mixtures are spanned` {
  @Test func `(1) every orbit at bias one`() throws { try forAll(.orbits) { try $0.problem.spanning } }

  @Test func `(1) the posterior matrix of an orbit has both marginals`() throws {
    try forAll(.orbits, count: 60) { try $0.problem.marginals(asImageOf: $0.points) }
  }

  @Test func `(2) irreducible orbits at any bias`() throws {
    try forAll(.irreducibleOrbits) { try $0.problem.spanning }
  }

  @Test func `(3) orbits whose components are split in unequal parts`() throws {
    // Two components in the place of each, of its mean and its weight: the posterior matrix splits likewise.
    let splitOrbits = Family<Orbit>.orbits.map("orbits, each component split in two") { orbit, draw in
      let mixture = orbit.problem.mixture
      let parts = mixture.weights.map { $0 * draw.real("first part", in: 0.05...0.95) }
      let split = try orbit.problem.with(
        weights: parts + zip(mixture.weights, parts).map(-), means: mixture.means.besides(mixture.means))
      return (split, orbit.points.besides(orbit.points))
    }
    try forAll(splitOrbits, count: 60) { problem, points in
      try problem.marginals(asImageOf: points).and(problem.spanning)
    }
  }

  @Test func `(3) what is not spanned has not both marginals`() throws {
    // Of T16 and T17.
    let known = WhitenedProblem.fixtures.filter { $0.bias == 1 } + [.hundredAtBiasOne]
    try forAll(.reweighted("counterexamples at bias one", known), count: 40) {
      try $0.spanning.not.and($0.marginals.not)
    }
  }

  @Test func `(1) equal weights cannot be dropped for the marginals`() throws {
    // With weights that grow from component to component.
    try cannotDrop(
      "equal weights", of: .orbits,
      replacing: { orbit in
        let mixture = orbit.problem.mixture
        let growing = mixture.weights.indices.map { Double($0 + 1) }
        return (try orbit.problem.with(weights: growing, means: mixture.means), orbit.parts, orbit.points)
      }
    ) { try $0.problem.marginals }
  }

  @Test func `(1, 2) the symmetry cannot be dropped`() throws {
    let polygons = Family<Problem>("polygons of a hundred components") { draw in
      let corners = Group(n: 100).orbit(of: [draw.real("radius", in: 1...4), 0])
      let mixture = try GaussianMixture(weights: Array(repeating: 0.01, count: 100), whitenedMeans: corners)
      return Problem(mixture: mixture.centred, bias: 1, rank: 2)
    }
    .assuming("equal weights") { $0.hasEqualWeights }
    .assuming("centring") { $0.mixture.isCentred }
    .assuming("the symmetry") { problem in
      // An orthogonal map takes each mean to the next one exactly if their inner products stay.
      let (gram, count) = (problem.mixture.means.gram, problem.mixture.componentCount)
      let next = Matrix(rows: count, columns: count) { gram[($0 + 1) % count, ($1 + 1) % count] }
      return (gram - next).largestEntry <= 1000 * .ulpOfOne * gram.frobeniusNorm
    }
    // In the place of a polygon the counterexample of T17 at δ = 1: a hundred components of equal weight.
    try cannotDrop(
      "the symmetry", of: polygons, count: 1,
      replacing: { _ in try WhitenedProblem.hundredAtBiasOne.balanced.problem }
    ) { try $0.spanning }
  }

  @Test func `(2) centring cannot be dropped`() throws {
    try cannotDrop(
      "centring", of: .irreducibleOrbits, replacing: { (try $0.problem.shifted, $0.parts, $0.points) }
    ) {
      try $0.problem.spanning
    }
  }

  @Test func `(2) at zero bias nothing is learned`() throws {
    try forAll(.orbits, count: 60) { try $0.problem.with(\.bias, 0).minimizer.vanishing() }
  }
}

extension Problem {
  /// "The posterior matrix of the minimiser has the weights for both marginals."
  fileprivate var marginals: Verdict { get throws { try loss.posteriorMarginals(at: minimizer) } }

  /// The same for the mixture whose whitened means are an isometric image of points, less their mean, as these are to rounding.
  fileprivate func marginals(asImageOf points: Matrix) throws -> Verdict {
    try loss.posteriorMarginals(at: minimizer, meansOff: mixture.distance(toImageOf: points))
  }

  fileprivate var hasEqualWeights: Bool { mixture.weights.allSatisfy { $0 == mixture.weights[0] } }

  /// With other weights and means, centred again.
  fileprivate func with(weights: [Double], means: Matrix) throws -> Problem {
    let changed = try GaussianMixture(
      weights: weights.normalised, means: means, covariances: mixture.covariances)
    return with(\.mixture, changed.centred)
  }
}

extension GaussianMixture {
  /// How far the whitened means are at most from an isometric image of the points of an orbit, less their mean, Frobenius.
  fileprivate func distance(toImageOf points: Matrix) throws -> Double {
    let (count, q) = (points.columns, try fisherSubspace.dimension)
    let centring = Matrix(rows: count, columns: count) { ($0 == $1 ? 1 : 0) - 1 / Double(count) }
    let centred = Matrix.plainProduct(points, centring)
    let shape = try SingularValues(of: centred)
    let axes = DoubleDoubleMatrix(shape.left.columns(0..<q)).orthonormalised
    let coordinates = axes.transposed * DoubleDoubleMatrix(centred)
    let scales = shape.values.prefix(q).map { 1 / $0 }
    let (means, error) = try whitenedDeviations
    let frame =
      (means * DoubleDoubleMatrix(shape.right.columns(0..<q).scalingColumns(by: scales))).orthonormalised
    let left = (means - frame * coordinates).normBound
    let flattened = (DoubleDoubleMatrix(centred) - axes * coordinates).normBound
    // An orbit's angles are off by 6u of themselves, and so its points by 20u; they are centred in doubles.
    return left + flattened + error + Double(count + 16) * .ulpOfOne * points.frobeniusNorm
  }
}

/// A group of rotations by j/n of a turn in the plane of coordinates of each frequency j, with reflections where there are any.
private struct Group {
  let n: Int
  var reflections = false
  var frequencies = [1]
  /// Whether the second radius is the first one over √2.
  var isRegular = false
  /// How many irreducible parts it has on F.
  var parts = 1

  /// Polygons, and orbits of the triangle's group.
  static let irreducible = [
    Group(n: 2), Group(n: 3), Group(n: 4), Group(n: 5), Group(n: 5, frequencies: [2]), Group(n: 6),
    Group(n: 3, reflections: true),
  ]

  /// The tetrahedron and the octahedron, whose larger groups are irreducible on F.
  static let solids = [
    Group(n: 4, frequencies: [1, 2], isRegular: true), Group(n: 6, frequencies: [1, 3], isRegular: true),
  ]

  /// Rectangles, disphenoids, and squares whose corners lie alternately above and below a plane; last, rarer ones of six
  /// components in three dimensions, which take long to integrate: hexagons and triangles likewise, and prisms.
  static let reducible = [
    Group(n: 2, reflections: true, parts: 2), Group(n: 2, reflections: true, frequencies: [1, 0], parts: 3),
    Group(n: 4, frequencies: [1, 2], parts: 2), Group(n: 6, frequencies: [1, 3], parts: 2),
    Group(n: 6, frequencies: [2, 3], parts: 2),
    Group(n: 3, reflections: true, frequencies: [1, 0], parts: 2),
  ]

  /// The images of a point, one a column.
  func orbit(of point: [Double]) -> Matrix {
    var point = point
    if isRegular {
      let height = hypot(point[0], point[1]) / 2.0.squareRoot()
      let factor = height / hypot(point[2], point[3])
      (point[2], point[3]) = (factor * point[2], factor * point[3])
    }
    return Matrix(
      columnVectors: (reflections ? [1.0, -1] : [1]).flatMap { sign in
        (0..<n).map { k in
          frequencies.enumerated().flatMap { block, j in
            let angle = 2 * Double.pi * Double(j * k % n) / Double(n)
            let (x, y) = (point[2 * block], sign * point[2 * block + 1])
            return [cos(angle) * x - sin(angle) * y, sin(angle) * x + cos(angle) * y]
          }
        }
      })
  }
}

/// A problem whose whitened means are an orbit, how many irreducible parts the group has on F, and the orbit's points.
private typealias Orbit = (problem: Problem, parts: Int, points: Matrix)

extension Family<Orbit> {
  /// Three in ten of them are irreducible.
  fileprivate static let orbits = orbits(
    "orbits of rotations and reflections, equal weights", of: Group.irreducible + Group.reducible,
    shares: Array(repeating: 6, count: 7) + [31, 31, 31, 2, 2, 2], bias: 1...1
  )
  .covering("a group with two or more irreducible parts on F", 0.5) { $0.parts > 1 }

  fileprivate static let irreducibleOrbits = orbits(
    "irreducible orbits, any bias above zero", of: Group.irreducible + Group.solids,
    shares: Array(repeating: 6, count: 7) + [4, 1], bias: 0.02...1
  )
  .coveringNoisyBias { $0.problem.bias }

  private static func orbits(
    _ name: String, of groups: [Group], shares: [Double], bias: ClosedRange<Double>
  ) -> Family {
    Family(name) { draw in
      let group = groups[draw.integer("group", in: 0...(groups.count - 1), shares: shares)]
      let points = group.orbit(
        of: (0..<(2 * group.frequencies.count)).map { _ in draw.logarithmic("coordinate", in: 0.5...2.5) })
      let weights = Array(repeating: 1 / Double(points.columns), count: points.columns)
      let mixture = try draw.laid(GaussianMixture(weights: weights, whitenedMeans: points), spare: 0...10)
      let rank = mixture.fisherDimensionAtMost + draw.integer("spare rows", in: 0...1)
      let problem = Problem(mixture: mixture, bias: draw.real("bias", in: bias), rank: rank)
      return (problem, group.parts, points)
    }
    .assuming("equal weights") { $0.problem.hasEqualWeights }
    .assuming("centring") { $0.problem.mixture.isCentred }
    .coveringHardMixtures { $0.problem.mixture }
  }
}
