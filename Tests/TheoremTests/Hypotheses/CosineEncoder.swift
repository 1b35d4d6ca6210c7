import Foundation
import MixtureFamilies
import TheoremTesting

// Encoders of cosine InfoNCE for two components, beside the encoders inside F.

/// Two components, an encoder of one or two rows and a temperature.
struct CosineEncoder: Sendable, Codable {
  var mixture: GaussianMixture
  /// In coordinates where the covariance is the identity, one row a list.
  let rows: [[Double]]
  let bias: Double
  let temperature: Double

  /// By how much the loss is below that of the encoders inside F, at least 0, and 1/(2 τ²).
  var gain: (number: Estimate, bound: Estimate) {
    get throws {
      let loss = try CosineInfoNCE(mixture.pairs(bias: bias), temperature: temperature)
      let root = try Cholesky(of: mixture.withinClassCovariance)
      let encoder = root.solveTransposedLower(Matrix(columnVectors: rows)).transposed
      let inside = try loss.value(mixture.fisherSubspace.basis.transposed)
      let value = try loss.value(encoder)
      let gain = Estimate(max(inside.value - value.value, 0), budget: inside.budget + value.budget)
      return (gain, 1 / (2 * Estimate(exactly: temperature).squared))
    }
  }

  var gainVerdict: Verdict {
    get throws {
      let (gain, bound) = try gain
      return .atMost(gain, bound)
    }
  }

  /// The mixture moved so far along F that the encoders inside F see nearly all points on one side, and outside F so far
  /// that the row sees the components as it did.
  var offCentre: CosineEncoder {
    get throws {
      let root = try Cholesky(of: mixture.withinClassCovariance)
      let row = Matrix(columnVectors: [rows[0]])
      let fisher = root.factor.transposeTimes(try mixture.fisherSubspace.basis)
      let axis = (1 / fisher.frobeniusNorm) * fisher
      let outside = row - row.inner(axis) * axis
      let widest = root.solveLower(mixture.means).frobeniusNorm
      let along = (3 + widest) * axis
      let back = -(row.inner(along) / outside.inner(outside)) * outside
      var moved = self
      moved.mixture = try mixture.mapped(
        by: .identity(mixture.dimension), shift: (root.factor * (along + back)).column(0))
      return moved
    }
  }

  /// The mixture with the cross-blocks ±c between F and what the row has outside F, weighted so that they average to zero.
  var tilted: CosineEncoder {
    get throws {
      let root = try Cholesky(of: mixture.withinClassCovariance)
      let fisher = root.factor.transposeTimes(try mixture.fisherSubspace.basis)
      let axis = (1 / fisher.frobeniusNorm) * fisher
      let row = Matrix(columnVectors: [rows[0]])
      let outside = row - row.inner(axis) * axis
      let cross = (0.9 / outside.frobeniusNorm) * axis.timesTranspose(outside)
      // The component that is nearer to the origin is the one with the wider noise along the row.
      let sign = row.inner(axis) > 0 ? 1.0 : -1
      let lighter = mixture.weights[0] < mixture.weights[1] ? 0 : 1
      let ratio = mixture.weights[lighter] / mixture.weights[1 - lighter]
      let covariances = (0..<2).map { k in
        let block = (k == lighter ? -sign : sign * ratio) * (cross + cross.transposed)
        return (root.factor * (.identity(mixture.dimension) + block)).timesTranspose(root.factor)
          .symmetricPart
      }
      var tilted = self
      tilted.mixture = try GaussianMixture(
        weights: mixture.weights, means: mixture.means, covariances: .full(covariances))
      return tilted
    }
  }

  static func draw(
    temperature: ClosedRange<Double>, rows count: Int, using generator: inout some RandomNumberGenerator
  ) throws -> CosineEncoder {
    var recipe = MixtureFamily()
    recipe.dimensions = 2...12
    recipe.componentShares = [0, 1]
    recipe.fisherRatios = 0.05...2
    let mixture = try recipe.draw(using: &generator)
    let root = try Cholesky(of: mixture.withinClassCovariance)
    let axis = root.solveLower(mixture.means).columns(0..<1)
    let noise = Matrix.normal(rows: mixture.dimension, columns: count, using: &generator)
    // The first row is near F, by a share of its own; a second one is noise, wider or narrower.
    let share = generator.uniform(in: 0.1...0.9)
    let length = mixture.dimension > 0 ? Double(mixture.dimension).squareRoot() : 1
    let first = (1 / axis.frobeniusNorm) * axis + (share / length) * noise.columns(0..<1)
    let stretch = generator.logUniform(in: 0.1...1) / length
    let others = (1..<count).map { noise.column($0).map { stretch * $0 } }
    return CosineEncoder(
      mixture: mixture, rows: [first.column(0)] + others, bias: randomBias(using: &generator),
      temperature: generator.logUniform(in: temperature))
  }
}

extension Family<CosineEncoder> {
  static let cosines = Family("two components, encoders of one or two rows, any temperature") { generator in
    try .draw(temperature: 0.2...10, rows: generator.integer(in: 1...2), using: &generator)
  }
  .assuming("its hypotheses") { $0.mixture.componentCount == 2 }
  .covering("condition of the covariance at least 100", 0.3) { encoder in
    let spectrum = try SymmetricEigen(of: encoder.mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
  }
  .covering("a loss below that inside F", 0.1) { try $0.gain.number.value > 0 }

  /// For twins: a row beside F, at a temperature where little can be gained.
  static let rowsBesideF = Family("rows beside F, a high temperature") { generator in
    try .draw(temperature: 300...1000, rows: 1, using: &generator)
  }
}
