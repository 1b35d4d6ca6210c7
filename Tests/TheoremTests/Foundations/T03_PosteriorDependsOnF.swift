import MixtureFamilies
import TheoremTesting

/// Let the components of a Gaussian mixture share a covariance. (1) The posterior probabilities of the components given x are
/// those given the projection of x on the Fisher subspace F, in the mixture of the projected points; so (2) the Bayes error,
/// the least probability of naming the wrong component, is the same for x and for its projection.
@Suite(.theorem(.proved))
struct `T03 The posterior depends on F alone` {
  @Test func `(1) the posterior at points far and near`() throws {
    try forAll(
      .points(MixtureFamily(dimensions: 2...24, componentShares: [0, 0.25, 0.3, 0.2, 0.15, 0.1]))
        .coveringCondition { $0.mixture }
        .coveringMoreDimensionsThanF(0.5) { $0.mixture }
        .covering("two components are likely at some point", 0.5) { mixture, points in
          let posterior = try ComponentDensities(of: mixture, at: points).posterior
          return (0..<points.columns).contains { (posterior.column($0).max() ?? 1) < 0.9 }
        },
      sufficiency)
  }

  @Test func `(2) the Bayes error of two components`() throws {
    let recipe = MixtureFamily(
      dimensions: 2...24, componentShares: [0, 1], condition: 1...3000, fisherRatios: 0.1...4, weightRatio: 8)
    try identity(
      Family<GaussianMixture>.offCentre("mixtures of two components", recipe, by: 3)
        .coveringCondition { $0 }
        .covering("a Bayes error above a hundredth", 0.5) { try $0.bayesErrorOfTwo.value > 0.01 }
    ) { mixture in
      // F turned by its error and by the rounding of its basis.
      let rounding = 4 * Double(mixture.dimension) * .ulpOfOne * (try mixture.condition.squareRoot())
      let part = try mixture.bayesErrorOfTwo(
        along: mixture.fisherSubspace.basis, turnedBy: mixture.whitenedFisherError + rounding)
      return (try mixture.bayesErrorOfTwo, part)
    }
  }

  @Test func `(1) the projection on F cannot be dropped`() throws {
    try cannotDrop("the projection on F", of: .fewPoints, holds: sufficiency) {
      let principal = try $0.mixture.principalSubspace(dimension: $0.mixture.fisherSubspace.dimension)
      return try $0.mixture.sufficiency(of: principal, at: $0.points)
    }
  }

  @Test func `(1) the inverse of the covariance in F cannot be dropped`() throws {
    try cannotDrop("the inverse of the covariance", of: .fewPoints, holds: sufficiency) {
      try $0.mixture.sufficiency(of: $0.mixture.deviationSubspace, at: $0.points)
    }
  }

  @Test func `(1) the shared covariance cannot be dropped`() throws {
    try cannotDrop(
      "the shared covariance", of: .fewPoints,
      replacing: { mixture, points in
        // k times the covariance for the k-th component, which leaves F as it is.
        let widened = mixture.allCovariances.enumerated().map { Double($0 + 1) * $1 }
        return (try mixture.with(covariances: widened), points)
      }, holds: sufficiency)
  }

  private func sufficiency(_ drawn: (mixture: GaussianMixture, points: Matrix)) throws -> Verdict {
    try drawn.mixture.sufficiency(of: drawn.mixture.fisherSubspace, at: drawn.points)
  }
}

extension Family<(mixture: GaussianMixture, points: Matrix)> {
  fileprivate static let fewPoints = points(
    MixtureFamily(dimensions: 4...8, componentShares: [0, 0.5, 0.5], condition: 10...100))

  /// Eight points, a column each: a mean, and noise of one to three standard deviations in every direction.
  fileprivate static func points(_ recipe: MixtureFamily) -> Family {
    Family<GaussianMixture>.offCentre("mixtures", recipe, by: 3).map("mixtures, and points") {
      mixture, draw in
      let root = try mixture.root.factor
      let points = (0..<8).map { _ in
        let mean = mixture.means.column(draw.integer("component", in: 0...(mixture.componentCount - 1)))
        let size = draw.real("size", in: 1...3)
        let noise = root.times(draw.normals("noise", mixture.dimension))
        return zip(mean, noise).map { $0 + size * $1 }
      }
      return (mixture, Matrix(columnVectors: points))
    }
    .assuming("the shared covariance") { $0.mixture.sharedCovariance != nil }
  }
}
