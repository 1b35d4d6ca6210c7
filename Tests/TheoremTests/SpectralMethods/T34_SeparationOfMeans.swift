import MixtureFamilies
import TheoremTesting

/// Let V be a span of K leading eigenvectors of the uncentred second moment E x xᵀ of a Gaussian mixture with K ≤ d
/// components and any covariances. Then Σ wₖ dist(μₖ, V)² ≤ K Σ wₖ σ²ₖ, where σ²ₖ is the largest variance of component k
/// along a direction in V (Kannan, Salmasian and Vempala).
@Suite(.theorem(.proved))
struct `T34 The means are near the leading second moments` {
  @Test func `the inequality`() throws {
    try upperBound(.mixtures) { try $0.sides(leading: $0.componentCount) }
  }

  @Test func `K directions cannot be dropped`() throws {
    try cannotDrop("K directions", of: .tightComponents) { mixture in
      try mixture.inequality(leading: mixture.componentCount)
    } without: { mixture in
      try mixture.inequality(leading: mixture.componentCount - 1)
    }
  }

  @Test func `leading directions cannot be dropped`() throws {
    try cannotDrop("leading directions", of: .tightComponents) { mixture in
      try mixture.inequality(leading: mixture.componentCount)
    } without: { mixture in
      try mixture.inequality(trailing: mixture.componentCount)
    }
  }
}

extension GaussianMixture {
  fileprivate func inequality(leading count: Int = 0, trailing: Int = 0) throws -> Verdict {
    let (distance, bound) = try sides(leading: count, trailing: trailing)
    return .atMost(distance, bound)
  }

  /// Σ wₖ dist(μₖ, V)² and K Σ wₖ σ²ₖ, V the span of so many eigenvectors of E x xᵀ from either end.
  fileprivate func sides(leading: Int, trailing: Int = 0) throws -> (number: Estimate, bound: Estimate) {
    let vectors = try SymmetricEigen(of: secondMoment).vectors
    let v = vectors.columns((dimension - leading)..<dimension).besides(vectors.columns(0..<trailing))
    let outside = means - v * v.transposeTimes(means)
    let (distance, variance) = try weights.indices.reduce((0.0, 0.0)) { sums, k in
      let off = outside.columns(k..<(k + 1))
      let along = try SymmetricEigen(of: v.transposeTimes(covariance(of: k) * v).symmetricPart).values
      return (sums.0 + weights[k] * off.inner(off), sums.1 + weights[k] * (along.last ?? 0))
    }
    let rounding = 8 * Double(dimension * componentCount) * .ulpOfOne * secondMoment.frobeniusNorm
    let budget = ErrorBudget([.rounding: rounding])
    return (
      Estimate(distance, budget: budget), Estimate(Double(componentCount) * variance, budget: budget)
    )
  }
}

extension Family<GaussianMixture> {
  fileprivate static let mixtures = sharedOrUnequal(
    MixtureFamily(dimensions: 6...24, fisherRatios: 0.01...100)
  )
  .map("mixtures with any covariances, off the centre") { mixture, draw in
    let size = draw.logarithmic("size of the shift", in: 0.01...10)
    return try mixture.movedOff(by: draw.normals("shift", mixture.dimension).map { size * $0 })
  }
  .coveringCondition { $0 }
  .coveringACovarianceEach
  .covering("a mean at least a tenth of a deviation off V", 0.2) { mixture in
    let (distance, bound) = try mixture.sides(leading: mixture.componentCount)
    return distance.value >= 0.01 * bound.value / Double(mixture.componentCount)
  }

  /// Components that are small beside the distances of their means.
  fileprivate static let tightComponents = offCentre(
    "tight components, off the centre",
    MixtureFamily(
      dimensions: 7...10, componentShares: [0, 0, 1], condition: 1...2, fisherRatios: 1000...10_000,
      weightRatio: 3), by: 50)
}
