import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture have a shared covariance, and a mean anywhere. For every number of rows, every bias and all weights the
/// row space of the minimisers of population InfoNCE lies in the Fisher subspace F.
@Suite(.theorem(.disproved))
struct `T60 InfoNCE stays in F without centring` {
  @Test func `the optimum leaves F`() throws {
    // F is the first axis, the mean (1.1, 1, 0).
    let mixture = try GaussianMixture(
      weights: [0.7, 0.3], whitenedMeans: Matrix(columnVectors: [[2, 1, 0], [-1, 1, 0]]))
    let offCentre = Problem(mixture: mixture, bias: 1, rank: 2)
    try counterexample(known: [offCentre], search: .shiftedAnywhere) { try $0.staysInF }
  }

  @Test func `every encoder is drawn back to the span of the means`() throws {
    let encoders = Family<Problem>.shiftedAnywhere.map("mixtures off the centre, any encoder") {
      problem, draw in
      let rows = (0..<problem.rank).map { _ in draw.normals("row", problem.mixture.dimension) }
      let size = draw.logarithmic("size", in: 0.01...1) / Double(problem.mixture.dimension).squareRoot()
      return (problem, size * Matrix(rowVectors: rows))
    }
    let leakByShift = Observation<(Problem, Matrix)>(
      "leak out of F by the shift",
      x: (
        "shift of the mean in whitened coordinates",
        { try $0.0.mixture.root.solveLower(Matrix(columnVectors: [$0.0.mixture.mean])).frobeniusNorm }
      ), y: ("share of H outside F", { try $0.0.staysInF.difference.value }))
    try forAll(encoders, count: 425, observing: [leakByShift]) { problem, encoder in
      let span = try problem.mixture.meanSubspace.mapped(byInverseOf: problem.mixture.withinClassCovariance)
      return try problem.loss.restoringForce(atWhitened: encoder, towards: span).verdict
    }
  }

  @Test func `it stays in F where the mean does`() throws {
    let withinF = Family<GaussianMixture>("mixtures off the centre, within F") { draw in
      let mixture = try MixtureFamily.few(dimensions: 1...16).draw(&draw)
      // Σ⁻¹ μ lies in F where μ is a combination of the deviations of the means.
      let deviates = draw.normals("shift", mixture.componentCount)
      let shares = zip(deviates, mixture.weights).map { $0 * $1.squareRoot() }
      return try mixture.mapped(by: .identity(mixture.dimension), shift: mixture.means.times(shares))
    }
    try forAll(withinF.asProblems.coveringMoreDimensionsThanF(0.3) { $0.mixture }) { problem in
      // The mean lies in F to its rounding.
      let (minimizer, outside) = (try problem.minimizer, try problem.mixture.whitenedMeanOutsideFisher)
      return try minimizer.containment(
        in: problem.mixture.fisherSubspace,
        gradientOff: problem.loss.gradientChange(byMeansOff: outside, at: minimizer.whitenedGram.trace))
    }
  }
}

extension MixtureFamily {
  fileprivate static func few(dimensions: ClosedRange<Int>) -> MixtureFamily {
    MixtureFamily(
      dimensions: dimensions, componentShares: [0, 0.6, 0.4], condition: 1...1000, fisherRatios: 0.3...10)
  }
}

extension Family<Problem> {
  fileprivate static let shiftedAnywhere = Family<GaussianMixture>
    .offCentre("mixtures off the centre", .few(dimensions: 3...16))
    .asProblems
    // Elsewhere nothing lies outside.
    .assuming("more dimensions than the means span") {
      try $0.mixture.meanSubspace.dimension < $0.mixture.dimension
    }
    .coveringHardMixtures { $0.mixture }
}

extension Family<GaussianMixture> {
  /// With a bias of at least a fifth, and as many rows as the means may span dimensions.
  fileprivate var asProblems: Family<Problem> {
    map(name) { mixture, draw in
      Problem(mixture: mixture, bias: draw.real("bias", in: 0.2...1), rank: mixture.rowsThatSuffice)
    }
  }
}
