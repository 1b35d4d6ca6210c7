import Foundation
import MixtureFamilies
import TheoremTesting

/// Let both modalities be centred Gaussian mixtures, each with a shared covariance, and let coordinates be added to x that are
/// normal with mean zero and a regular covariance, and independent of everything else. The minimiser of the population CLIP loss
/// is the one without them, and zero on them.
@Suite(.theorem(.proved))
struct `T54 Noise coordinates are ignored` {
  @Test func `the learned part is unchanged`() throws {
    let noisy = Family<CrossModalPairs>.crossModal.with(.noise)
      .covering("noise that is ten times as wide as x", 0.3) { pairs, noise in
        let widest = pairs.x.totalCovariance.diagonal.reduce(0, max)
        return noise.deviations.contains { $0 * $0 >= 100 * widest }
      }
      .covering("correlated noise", 0.3) { abs($1.ofNeighbours) > 0.1 && $1.deviations.count > 1 }
    try forAll(noisy, count: 200) { try unchanged($1, $0) }
  }

  @Test func `independence of the noise cannot be dropped`() throws {
    try cannotDrop(
      "independence", of: .noise, .crossModal, replacing: { $0.with(\.correlation, 0.6) }, holds: unchanged)
  }

  @Test func `the noise's mean of zero cannot be dropped`() throws {
    try cannotDrop(
      "a mean of zero", of: .noise, .crossModal, replacing: { $0.with(\.mean, 1) }, holds: unchanged)
  }

  /// "The minimiser with the noise is the one without it, with zeros below", in whitened coordinates: the Cholesky factor of
  /// both covariances is the same on the coordinates that they share.
  private func unchanged(_ noise: Noise, _ pairs: CrossModalPairs) throws -> Verdict {
    let (noisy, plain) = (try pairs.adding(noise).minimizer, try pairs.rounded.minimizer)
    let zeros = Matrix(rows: pairs.y.dimension, columns: noise.deviations.count)
    let extended = DoubleDoubleMatrix(plain.whitenedForm.transposed.besides(zeros).transposed)
    let off = noisy.distance(to: MatrixEstimate(extended, budget: plain.distance))
    return .vanishes(measured: off.value, budget: off.budget)
  }
}

/// Coordinates of noise with these standard deviations, of which neighbours are correlated, and a mean in units of them.
private struct Noise: Changeable {
  let deviations: [Double]
  /// Of the i-th with the j-th it is the |i − j|-th power of this.
  let ofNeighbours: Double
  /// Within a component, of the first coordinate with the first of x; given that it is independent of the others.
  var correlation = 0.0
  var mean = 0.0
}

extension CrossModalPairs {
  /// With the means of x as doubles, which are those that the noise is added to. They are off the centre by their rounding: the proof by
  /// projection does not ask that they are not (Proofs/T54).
  fileprivate var rounded: CrossModalPairs {
    get throws {
      let x = try GaussianMixture(weights: x.weights, means: x.means, covariances: x.covariances)
      return try CrossModalPairs(x: x, y: y, coupling: coupling)
    }
  }

  fileprivate func adding(_ noise: Noise) throws -> CrossModalPairs {
    let (d, within) = (x.dimension, x.withinClassCovariance)
    let added = Matrix(rows: noise.deviations.count, columns: noise.deviations.count) { i, j in
      noise.deviations[i] * noise.deviations[j] * pow(noise.ofNeighbours, Double(abs(i - j)))
    }
    let scale = noise.correlation / (within[0, 0] * added[0, 0]).squareRoot()
    let covariance = Matrix(rows: d + added.rows, columns: d + added.rows) { i, j in
      if i < d, j < d { return within[i, j] }
      if i >= d, j >= d { return added[i - d, j - d] }
      return scale * within[min(i, j), 0] * added[max(i, j) - d, 0]
    }
    let meanOfNoise = noise.deviations.map { noise.mean * $0 }
    let means = Matrix(columnVectors: (0..<x.componentCount).map { x.means.column($0) + meanOfNoise })
    let noisy = try GaussianMixture(weights: x.weights, means: means, covariances: .tied(covariance))
    return try CrossModalPairs(x: noisy, y: y, coupling: coupling)
  }
}

extension Family<Noise> {
  fileprivate static let noise = Family("noise coordinates") { draw in
    let count = draw.integer("noise coordinates", in: 1...6)
    return Noise(
      deviations: (0..<count).map { _ in draw.logarithmic("noise", in: 0.01...100) },
      ofNeighbours: draw.real("correlation of neighbours", in: -0.9...0.9))
  }
  .assuming("independence") { $0.correlation == 0 }
  .assuming("a mean of zero") { $0.mean == 0 }
}
