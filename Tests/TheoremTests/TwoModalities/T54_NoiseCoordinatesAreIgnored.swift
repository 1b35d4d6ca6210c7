import MixtureFamilies
import TheoremTesting

/// Let both modalities be centred Gaussian mixtures, each with a shared covariance, and let coordinates be added to x that are
/// normal with mean zero and independent of everything else. The minimiser of the population CLIP loss is the one without them,
/// and zero on them.
@Suite(.theorem(.proved))
struct `T54 Noise coordinates are ignored` {
  @Test func `the learned part is unchanged`() throws {
    try forAll(.noisy, count: 200) { try $0.unchanged }
  }

  @Test func `independence of the noise cannot be dropped`() throws {
    try cannotDrop("independence of the noise", of: .noisy, replacing: { try $0.correlated }) {
      try $0.unchanged
    }
  }

  @Test func `the noise's mean of zero cannot be dropped`() throws {
    try cannotDrop("the noise's mean of zero", of: .noisy, replacing: { try $0.shifted }) {
      try $0.unchanged
    }
  }
}

/// Pairs without and with noise coordinates, the last of x.
private struct NoisyPairs {
  let plain: CrossModalPairs
  var x: GaussianMixture

  /// - Parameter noise: the standard deviation of each coordinate.
  init(_ plain: CrossModalPairs, noise: [Double]) throws {
    let (mixture, d) = (plain.x, plain.x.dimension)
    let within = mixture.withinClassCovariance
    self.plain = plain
    x = try GaussianMixture(
      weights: mixture.weights,
      means: Matrix(rows: d + noise.count, columns: mixture.componentCount) { i, k in
        i < d ? mixture.means[i, k] : 0
      },
      covariances: .tied(
        Matrix(rows: d + noise.count, columns: d + noise.count) { i, j in
          i < d && j < d ? within[i, j] : i == j ? noise[i - d] * noise[i - d] : 0
        }))
  }

  /// "The minimiser with the noise is the one without it, with zeros below", in whitened coordinates: the Cholesky factor of
  /// both is the same on the coordinates that they share.
  var unchanged: Verdict {
    get throws {
      let noisy = try CrossModalPairs(x: x, y: plain.y, coupling: plain.coupling).minimizer
      let (form, limit) = (noisy.whitenedForm, try plain.minimizer)
      let difference = Matrix(rows: form.rows, columns: form.columns) { i, j in
        form[i, j] - (i < plain.x.dimension ? limit.whitenedForm[i, j] : 0)
      }
      return .vanishes(measured: difference.frobeniusNorm, budget: noisy.distance + limit.distance)
    }
  }

  /// With a correlation of .6 within a component, of the first coordinate and the first of the noise, which given that is
  /// independent of the others.
  var correlated: NoisyPairs {
    get throws {
      var (pairs, covariance, d) = (self, x.withinClassCovariance, plain.x.dimension)
      for i in 0..<d {
        covariance[i, d] = 0.6 * covariance[i, 0] * (covariance[d, d] / covariance[0, 0]).squareRoot()
        covariance[d, i] = covariance[i, d]
      }
      pairs.x = try GaussianMixture(weights: x.weights, means: x.means, covariances: .tied(covariance))
      return pairs
    }
  }

  /// With the noise a standard deviation off zero.
  var shifted: NoisyPairs {
    get throws {
      var pairs = self
      let deviations = x.withinClassCovariance.diagonal.map { $0.squareRoot() }
      let shift = deviations.enumerated().map { $0 < plain.x.dimension ? 0 : $1 }
      pairs.x = try x.mapped(by: .identity(x.dimension), shift: shift)
      return pairs
    }
  }
}

extension Family<NoisyPairs> {
  fileprivate static let noisy = Family<CrossModalPairs>.crossModal.map("modalities with noise coordinates") {
    pairs, draw in
    let count = draw.integer("noise coordinates", in: 1...6)
    return try NoisyPairs(pairs, noise: (0..<count).map { _ in draw.logarithmic("noise", in: 0.01...100) })
  }
  .assuming("independence of the noise") { pairs in
    let (covariance, d) = (pairs.x.withinClassCovariance, pairs.plain.x.dimension)
    return (0..<d).allSatisfy { i in (d..<covariance.rows).allSatisfy { covariance[i, $0] == 0 } }
  }
  .assuming("the noise's mean of zero") { pairs in
    pairs.x.mean.dropFirst(pairs.plain.x.dimension).allSatisfy { $0 == 0 }
  }
  .covering("noise that is ten times as wide as x", 0.3) { pairs in
    let (variances, d) = (pairs.x.withinClassCovariance.diagonal, pairs.plain.x.dimension)
    let widest = pairs.plain.x.totalCovariance.diagonal.reduce(0, max)
    return variances.dropFirst(d).contains { $0 >= 100 * widest }
  }
}
