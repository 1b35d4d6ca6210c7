import MixtureFamilies
import TheoremTesting

// What T21, T23 and T24 compare with the information of a pair.

extension Problem {
  /// −L∗, L∗ the least value of the loss over encoders with as many rows, which must suffice for the minimiser.
  var found: Estimate { get throws { try -loss.minimumValue(minimizer) } }
}

extension Verdict {
  /// By rough integrals, or, where these leave it open, by fine ones.
  static func byInformation(
    _ verdict: (_ target: Double, _ nodeBudget: Double) throws -> Verdict
  ) rethrows -> Verdict {
    var last = Verdict.inconclusive("there is no integral")
    for (target, nodeBudget) in AugmentedPairs.informationAccuracies where last.outcome == .inconclusive {
      last = try verdict(target, nodeBudget)
    }
    return last
  }
}

extension MixtureFamily {
  /// A mixture that is moved off its centre with a probability, by up to half a standard deviation in every direction.
  func draw(_ draw: inout Draw, offCentre share: Double) throws -> GaussianMixture {
    let mixture = try self.draw(&draw)
    guard draw.integer("off centre", in: 0...1, shares: [1 - share, share]) == 1 else { return mixture }
    return try mixture.movedOff(by: (0..<mixture.dimension).map { _ in draw.real("shift", in: -0.5...0.5) })
  }
}

extension Family<Problem> {
  /// Mixtures with a shared covariance, a third of them not centred, whose Fisher subspace is a line, so that the pairs'
  /// information is an integral of two dimensions; a bias of at least a tenth.
  static let informative = informative(
    "mixtures for the information of pairs",
    MixtureFamily(
      componentShares: [0, 0.65, 0.3, 0.05], fisherRatios: 0.2...5, fisherDimension: 1, weightRatio: 8),
    bias: 0.1...1
  )
  .coveringHardProblems

  /// The same with a plane for the Fisher subspace: an integral of four dimensions, known to some thousandths. So the pairs know more
  /// than that.
  static let informativePlane = informative(
    "mixtures with a Fisher plane, for the information of pairs",
    MixtureFamily(
      dimensions: 2...12, componentShares: [0, 0, 1], condition: 1...1000, fisherRatios: 0.5...3,
      fisherDimension: 2, weightRatio: 5),
    bias: 0.4...1)

  private static func informative(
    _ name: String, _ recipe: MixtureFamily, bias: ClosedRange<Double>
  ) -> Family {
    Family(name) { draw in
      let mixture = try recipe.draw(&draw, offCentre: 0.33)
      return Problem(
        mixture: mixture, bias: draw.real("bias", in: bias, atEnds: 0.05), rank: mixture.rowsThatSuffice)
    }
    .coveringOffCentre(0.15) { $0.mixture }
  }
}

/// A mixture that is a product of mixtures on lines, in whitened coordinates of its Fisher subspace. Where a pair shares its
/// component, the pairs of the factors are independent: their informations add up, whatever the number of dimensions.
struct ProductMixture: Sendable {
  let factors: [GaussianMixture]
  let mixture: GaussianMixture

  var problem: Problem { Problem(mixture: mixture, bias: 1, rank: factors.count) }

  /// I(x; x′) of a pair that shares its component.
  var information: Estimate {
    get throws { try factors.map { try $0.pairs(bias: 1).mutualInformation() }.sum }
  }
}

extension Family<ProductMixture> {
  /// Two or three factors of two components each.
  static let products = Family("products of mixtures on a line") { draw in
    let q = draw.integer("factors", in: 2...3)
    let d = draw.integer("dimension", in: q...8)
    let factors = try (0..<q).map { _ in
      let (weight, distance) = (draw.real("weight", in: 0.2...0.8), draw.real("distance", in: 1...4))
      return try GaussianMixture(
        weights: [weight, 1 - weight],
        whitenedMeans: Matrix(rowVectors: [[(weight - 1) * distance, weight * distance]]))
    }
    let covariance = draw.symmetric(
      "covariance", spectrum: (0..<d).map { _ in draw.logarithmic("variance", in: 0.01...1) })
    // Component number's bits say which component of each factor it is.
    let means = Matrix(rows: q, columns: 1 << q) { factors[$0].means[0, $1 >> $0 & 1] }
    let place = try Cholesky(of: covariance).factor * draw.orthonormal("place of F", rows: d, columns: q)
    let weights = (0..<1 << q).map { k in
      factors.indices.reduce(1) { $0 * factors[$1].weights[k >> $1 & 1] }
    }
    let mixture = try GaussianMixture(weights: weights, means: place * means, covariances: .tied(covariance))
    return ProductMixture(factors: factors, mixture: mixture)
  }
}
