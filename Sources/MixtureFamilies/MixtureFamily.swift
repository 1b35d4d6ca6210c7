import Foundation
import TheoremTesting

/// A recipe for random mixtures whose difficulty is prescribed, not left to chance: the condition of the covariance,
/// how far the means stand apart in each discriminant direction, how unequal the weights are.
///
/// With W = L Lᵀ the means are μ + L U diag(√λ) Vᵀ diag(1/√w), U and V orthonormal and V orthogonal to √w, so that λ are
/// the eigenvalues of the pencil (B, W), Fisher's ratios, as prescribed, and U is uniformly random.
public struct MixtureFamily: Sendable {
  /// What the covariances have in common.
  public enum Shape: Sendable {
    /// One covariance for all components.
    case shared
    /// One diagonal matrix for all components.
    case diagonal
    /// A multiple of the identity each.
    case spherical
    /// A covariance each; they differ by factors between 1/2 and 2 in every direction.
    case unequal
  }

  /// The dimension d, uniform.
  public var dimensions: ClosedRange<Int>
  /// The share of mixtures with 1, 2, 3 … components. Six components make integrals of five dimensions, which take a
  /// thousand times as long as those of two.
  public var componentShares: [Double]
  public var shape: Shape
  /// The condition number of the covariance, log-uniform; one mixture in eight is isotropic.
  public var condition: ClosedRange<Double>
  /// Fisher's ratios λ, log-uniform.
  public var fisherRatios: ClosedRange<Double>
  /// The dimension of the Fisher subspace, or nil for min(K − 1, d); smaller makes means coincide or lie in a line.
  public var fisherDimension: Int?
  /// The largest ratio of two weights, log-uniform from 1.
  public var weightRatio: Double
  /// The weights, where they are given; then they say how many components there are.
  public var weights: [Double]?

  /// A recipe that differs from the standard one in what is given.
  ///
  ///     MixtureFamily(dimensions: 2...6, componentShares: [0, 0.6, 0.4], condition: 1...100)
  /// - Parameters: as the properties of the same names.
  public init(
    dimensions: ClosedRange<Int> = 1...24,
    componentShares: [Double] = [0.04, 0.22, 0.36, 0.26, 0.09, 0.03], shape: Shape = .shared,
    condition: ClosedRange<Double> = 1...1e4, fisherRatios: ClosedRange<Double> = 0.1...10,
    fisherDimension: Int? = nil, weightRatio: Double = 30, weights: [Double]? = nil
  ) {
    (self.dimensions, self.componentShares, self.shape) = (dimensions, componentShares, shape)
    (self.condition, self.fisherRatios, self.fisherDimension) = (condition, fisherRatios, fisherDimension)
    (self.weightRatio, self.weights) = (weightRatio, weights)
  }

  /// Draws a centred mixture. O(K d³).
  /// - Throws: `MixtureError` when a drawn mixture is degenerate to rounding, which the ranges above exclude.
  public func draw(_ draw: inout Draw) throws -> GaussianMixture {
    let d = draw.integer("dimension", in: dimensions)
    let count =
      weights?.count ?? draw.integer("components", in: 1...componentShares.count, shares: componentShares)
    let raw = weights ?? (0..<count).map { _ in weight(&draw) }
    let sum = raw.reduce(0, +)
    let weights = raw.map { $0 / sum }
    // One mixture in eight is isotropic, and one as ill-conditioned as they get.
    let condition = shape == .spherical ? 1 : draw.logarithmic("condition", in: condition, atEnds: 0.125)
    let q = min(fisherDimension ?? count - 1, count - 1, d)
    let ratios = (0..<q).map { _ in draw.logarithmic("ratio", in: fisherRatios) }
    let spectrum = (0..<d).map { i in
      i == 0 || shape == .spherical
        ? 1 : i == 1 ? 1 / condition : pow(condition, -draw.real("spread", in: 0...1))
    }
    let covariance =
      shape == .shared || shape == .unequal
      ? draw.symmetric("covariance", spectrum: spectrum) : .diagonal(spectrum)
    let root = try Cholesky(of: covariance).factor
    let directions = draw.orthonormal("directions", rows: d, columns: q)
    let arrangement = draw.orthonormal("arrangement", rows: max(count - 1, q), columns: q)
    let scaled = directions.scalingColumns(by: ratios.map { $0.squareRoot() })
    let v = Matrix.complement(of: weights.map { $0.squareRoot() }) * arrangement
    let means = (root * scaled.timesTranspose(v)).scalingColumns(by: weights.map { 1 / $0.squareRoot() })
    let covariances: GaussianMixture.Covariances
    switch shape {
    case .shared, .diagonal: covariances = .tied(covariance)
    case .spherical:
      covariances = .spherical((0..<count).map { _ in draw.logarithmic("variance", in: 0.25...4) })
    case .unequal:
      covariances = .full(
        (0..<count).map { k in
          let inner = draw.symmetric(
            "factor \(k + 1)", spectrum: (0..<d).map { _ in draw.logarithmic("factor", in: 0.5...2) })
          return (root * inner).timesTranspose(root).symmetricPart
        })
    }
    let mixture = try GaussianMixture(weights: weights, means: means, covariances: covariances).centred
    draw.show("means", mixture.means.transposed, inPlaceOf: ["directions", "arrangement"])
    return mixture
  }

  /// A whole number whose logarithm is uniform, nearly.
  private func weight(_ draw: inout Draw) -> Double {
    let largest = max(Int(weightRatio), 1)
    return Double(draw.integer("weight", in: 1...largest, shares: (1...largest).map { 1 / Double($0) }))
  }
}

extension Matrix {
  /// An orthonormal basis of what is orthogonal to a unit vector: the other columns of the reflection that takes it to an axis.
  fileprivate static func complement(of unit: [Double]) -> Matrix {
    var axis = unit
    axis[0] += 1
    let norm = axis.reduce(0) { $0 + $1 * $1 }
    return Matrix(rows: unit.count, columns: unit.count - 1) { i, j in
      (i == j + 1 ? 1 : 0) - 2 * axis[i] * axis[j + 1] / norm
    }
  }
}
