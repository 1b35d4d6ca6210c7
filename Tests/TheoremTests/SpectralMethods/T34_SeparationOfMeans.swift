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
    let moment = secondMomentEstimate
    let eigen = try SymmetricEigen(of: moment.value.high)
    let chosen = ((dimension - leading)..<dimension) + Array(0..<trailing)
    let v = MatrixEstimate(
      orthonormalising: Matrix(rows: dimension, columns: chosen.count) { eigen.vectors[$0, chosen[$1]] })
    // No gap enters: of V only tr(V Vᵀ E x xᵀ) does, which must be that of eigenvectors (S2).
    let values = try moment.eigenvalues
    let missed = chosen.map { values[$0] }.sum - (v.transposed * moment * v).trace
    let outside = meansEstimate - v * (v.transposed * meansEstimate)
    let distance = outside.scalingColumns(by: weights).inner(outside)
    let variances = try weights.indices.map { k in
      let along = v.transposed * MatrixEstimate(covariance(of: k)) * v
      return Estimate(exactly: weights[k]) * (try along.eigenvalues.last ?? 0)
    }
    let bound = Estimate(exactly: Double(componentCount)) * variances.sum
    // The weights sum to 1 to rounding.
    let missing = ErrorBudget.proved([.rounding: (1 + 0x1p-30) * missed.interval.magnitude])
    return (distance, Estimate(bound.value, budget: bound.budget + missing))
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
