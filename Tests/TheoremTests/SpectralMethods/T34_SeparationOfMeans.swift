import MixtureFamilies
import TheoremTesting

/// Let V be a span of K leading eigenvectors of the uncentred second moment E x xᵀ of a Gaussian mixture with K ≤ d
/// components and any covariances. Then Σ wₖ dist(μₖ, V)² ≤ K Σ wₖ σ²ₖ, where σ²ₖ is the largest variance of component k
/// along a direction in V (Kannan, Salmasian and Vempala).
@Suite(.theorem(.proved))
struct `T34 The means are near the leading second moments` {
  @Test func `the inequality`() throws {
    try upperBound(.mixtures, attaining: 0.99) { try $0.sides($0.leading) }
  }

  @Test func `K directions cannot be dropped`() throws {
    try cannotDrop("K directions", of: .tightComponents) {
      try .atMost($0.sides($0.leading))
    } without: {
      try .atMost($0.sides($0.leading.dropFirst()))
    }
  }

  @Test func `leading directions cannot be dropped`() throws {
    try cannotDrop("leading directions", of: .tightComponents) {
      try .atMost($0.sides($0.leading))
    } without: {
      try .atMost($0.sides(0..<$0.componentCount))
    }
  }
}

extension GaussianMixture {
  /// Where the K leading eigenvectors of E x xᵀ stand, the least first.
  fileprivate var leading: Range<Int> { (dimension - componentCount)..<dimension }

  /// Σ wₖ dist(μₖ, V)² and K Σ wₖ σ²ₖ, V the span of these eigenvectors of E x xᵀ.
  fileprivate func sides(_ chosen: Range<Int>) throws -> (number: Estimate, bound: Estimate) {
    let moment = secondMomentEstimate
    let vectors = try SymmetricEigen(of: moment.value.high).vectors
    let v = MatrixEstimate(orthonormalising: vectors.columns(chosen))
    // No gap enters: of V only tr(V Vᵀ E x xᵀ) does, which must be that of eigenvectors (S2).
    let missed = try moment.eigenvalues[chosen].sum - (v.transposed * moment * v).trace
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
  fileprivate static let mixtures = sharedOrUnequal(.init(dimensions: 6...24, fisherRatios: 0.01...100))
    .map("mixtures with any covariances, off the centre") { mixture, draw in
      if draw.integer("as in S2", in: 0...1, shares: [0.9, 0.1]) == 1 {
        return try extreme(mixture.weights, &draw)
      }
      let size = draw.logarithmic("size of the shift", in: 0.01...10)
      return try mixture.movedOff(by: draw.normals("shift", mixture.dimension).map { size * $0 })
    }
    .coveringCondition { $0 }
    .covering("a mean at least a tenth of a deviation off V", 0.2) { mixture in
      let (distance, bound) = try mixture.sides(mixture.leading)
      return distance.value >= 0.01 * bound.value / Double(mixture.componentCount)
    }

  /// Orthogonal means of nearly the variance that is orthogonal to them, and little of it along them.
  private static func extreme(_ weights: [Double], _ draw: inout Draw) throws -> GaussianMixture {
    let (count, size) = (weights.count, draw.logarithmic("size", in: 0.1...10))
    let thin = draw.logarithmic("variance along", in: 0.0001...0.001)
    let square = 1 - thin * draw.real("means shorter by", in: 1.5...3)
    let means = Matrix(rows: 2 * count, columns: count) { i, k in
      i == k ? size * (square / weights[k]).squareRoot() : 0
    }
    let variances = (0..<(2 * count)).map { size * size * ($0 < count ? thin : 1) }
    return try GaussianMixture(weights: weights, means: means, covariances: .tied(.diagonal(variances)))
      .mapped(by: draw.orthonormal("turn", rows: 2 * count, columns: 2 * count))
  }

  fileprivate static let tightComponents = offCentre(
    "tight components, off the centre",
    MixtureFamily(
      dimensions: 7...10, componentShares: [0, 0, 1], condition: 1...2, fisherRatios: 1000...10_000,
      weightRatio: 3), by: 50)
}
