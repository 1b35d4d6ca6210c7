import MixtureFamilies
import TheoremTesting

/// Let V be a span of K leading eigenvectors of the uncentred second moment E x xᵀ of a Gaussian mixture with K ≤ d
/// components and any covariances. Then Σ wₖ dist(μₖ, V)² ≤ K Σ wₖ σ²ₖ, where σ²ₖ is the largest variance of component k
/// along a direction in V (Kannan, Salmasian and Vempala).
@Suite(.theorem(.proved))
struct `T34 The means are near the leading second moments` {
  @Test func `the inequality`() throws {
    try upperBound(.projections) { try $0.sides }
  }

  @Test func `twin: fewer directions than components`() throws {
    try twin(dropping: "K directions", of: .tightComponents) { projection in
      var fewer = projection
      fewer.directions -= 1
      return fewer
    } _: { projection in
      let sides = try projection.sides
      return .atMost(sides.number, sides.bound)
    }
  }

  @Test func `twin: the trailing directions`() throws {
    try twin(dropping: "the leading directions", of: .tightComponents) { projection in
      var trailing = projection
      trailing.leading = false
      return trailing
    } _: { projection in
      let sides = try projection.sides
      return .atMost(sides.number, sides.bound)
    }
  }
}

/// A mixture and a number of its principal directions.
private struct Projection: Sendable, Codable {
  var mixture: GaussianMixture
  var directions: Int
  /// The leading directions, or the trailing ones.
  var leading = true

  /// Σ wₖ dist(μₖ, V)², and K Σ wₖ σ²ₖ.
  var sides: (number: Estimate, bound: Estimate) {
    get throws {
      let (d, count) = (mixture.dimension, mixture.componentCount)
      let mean = Matrix(columnVectors: [mixture.mean])
      let moment = mixture.totalCovariance + mean.timesTranspose(mean)
      let eigen = try SymmetricEigen(of: leading ? moment : -moment)
      let v = eigen.vectors.columns((d - directions)..<d)
      let outside = mixture.means - v * v.transposeTimes(mixture.means)
      let (distance, variance) = try (0..<count).reduce((0.0, 0.0)) { sums, k in
        let column = outside.columns(k..<(k + 1))
        let spread = try SymmetricEigen(of: v.transposeTimes(mixture.covariance(of: k) * v).symmetricPart)
        let weight = mixture.weights[k]
        return (
          sums.0 + weight * column.inner(column), sums.1 + weight * (spread.values.last ?? 0)
        )
      }
      let rounding = 8 * Double(d * count) * .ulpOfOne * moment.frobeniusNorm
      let budget = ErrorBudget([.rounding: rounding])
      return (Estimate(distance, budget: budget), Estimate(Double(count) * variance, budget: budget))
    }
  }
}

extension Family<Projection> {
  fileprivate static let projections = Family("mixtures with any covariances, off the centre") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 6...24
    recipe.shape = generator.uniform() < 0.5 ? .shared : .unequal
    recipe.fisherRatios = 0.01...100
    let mixture = try recipe.draw(using: &generator)
    let size = generator.logUniform(in: 0.01...10)
    let shift = (0..<mixture.dimension).map { _ in size * generator.normal() }
    return Projection(
      mixture: try mixture.mapped(by: .identity(mixture.dimension), shift: shift),
      directions: mixture.componentCount)
  }
  .covering("condition of the covariance at least 100", 0.3) { projection in
    let spectrum = try SymmetricEigen(of: projection.mixture.withinClassCovariance).values
    return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
  }
  .covering("a covariance each", 0.3) { $0.mixture.sharedCovariance == nil }
  .covering("a mean at least a tenth of a deviation off V", 0.2) { projection in
    let sides = try projection.sides
    return sides.number.value >= 0.01 * sides.bound.value / Double(projection.mixture.componentCount)
  }

  /// Components that are small beside the distances of their means.
  fileprivate static let tightComponents = Family("tight components, off the centre") { generator in
    var recipe = MixtureFamily()
    recipe.dimensions = 7...10
    recipe.componentShares = [0, 0, 1]
    recipe.condition = 1...2
    recipe.fisherRatios = 1000...10_000
    recipe.weightRatio = 3
    let mixture = try recipe.draw(using: &generator)
    let shift = (0..<mixture.dimension).map { _ in 50 * generator.normal() }
    return Projection(
      mixture: try mixture.mapped(by: .identity(mixture.dimension), shift: shift),
      directions: mixture.componentCount)
  }
}
